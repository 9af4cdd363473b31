"""What clients of Safe Browsing are answered from a published set: updates of lists, and full hashes.

The hashes are those of the signed publication, so that a web node needs no database. A client's state names the file of
hashes that it has, how old that was, and how much of it; where that file is still named by the publication the client
is told the difference, else the whole list (docs/adr/0144).
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cektautan.core.manifest import HashesEntry
from cektautan.core.safe_browsing.listed import Hashes, Threat
from cektautan.core.safe_browsing.updates import Update, prefixes, update
from cektautan.core.vocabulary import Staleness

_STATE: Final = struct.Struct(">BBI32s")
_STATE_VERSION: Final = 1
_AGES: Final = (Staleness.FRESH, Staleness.STALE, Staleness.OLD)
_KEPT_LISTS: Final = 16


@dataclass(frozen=True)
class Bounds:
    """How much a client takes; 0 is no bound."""

    additions: int = 0
    entries: int = 0


@dataclass(frozen=True)
class _Held:
    """What a client says that it has: the first so many prefixes of a list of a file at an age."""

    sha256: str
    staleness: Staleness
    count: int


class SafeBrowsing:
    """The lists of one publication."""

    def __init__(self, entry: HashesEntry, hashes: Hashes, read_older: Callable[[str], Hashes | None]) -> None:
        self._entry = entry
        self._hashes = hashes
        self._read_older = read_older
        self._full: dict[tuple[Threat, Staleness], list[bytes]] = {}
        self._lists: OrderedDict[tuple[str, Threat, Staleness], list[bytes] | None] = OrderedDict()

    def find(self, threat: Threat, staleness: Staleness, prefix: bytes) -> list[bytes]:
        """Return the full hashes that begin with a prefix."""
        full = self._full.get((threat, staleness))
        if full is None:
            full = self._full[threat, staleness] = self._hashes.of_threat(threat, staleness)
        found = []
        for at in range(bisect_left(full, prefix), len(full)):
            if not full[at].startswith(prefix):
                break
            found.append(full[at])
        return found

    def update(self, threat: Threat, staleness: Staleness, state: bytes, bounds: Bounds) -> tuple[Update, bytes]:
        """Return what brings a client from its state to the list of now, within its bounds, and its new state.

        More than a client takes at once is cut off; its next update goes on from there.
        """
        new = self._list(self._entry.file.sha256, threat, staleness) or []
        if bounds.entries:
            new = new[: bounds.entries]
        old = self._old(threat, state)
        if bounds.additions:
            had = set(old or ())
            added = [place for place, prefix in enumerate(new) if prefix not in had]
            new = new[: added[bounds.additions]] if len(added) > bounds.additions else new
        told = _STATE.pack(_STATE_VERSION, _AGES.index(staleness), len(new), bytes.fromhex(self._entry.file.sha256))
        return update(old, new), told

    def _old(self, threat: Threat, state: bytes) -> list[bytes] | None:
        held = _read_state(state)
        if held is None or held.sha256 not in (self._entry.file.sha256, *self._entry.older):
            return None
        old = self._list(held.sha256, threat, held.staleness)
        return None if old is None or held.count > len(old) else old[: held.count]

    def _list(self, sha256: str, threat: Threat, staleness: Staleness) -> list[bytes] | None:
        """Return the prefixes of a list, from what was asked for lately or from the file."""
        key = sha256, threat, staleness
        if key in self._lists:
            return self._lists[key]
        hashes = self._hashes if sha256 == self._entry.file.sha256 else self._read_older(sha256)
        found = self._lists[key] = None if hashes is None else prefixes(hashes.of_threat(threat, staleness))
        # Threads may both drop an entry; losing one of a cache costs only time.
        while len(self._lists) > _KEPT_LISTS:
            self._lists.popitem(last=False)
        return found


def _read_state(state: bytes) -> _Held | None:
    """Read what was once given out; whatever else a client sends is no state."""
    if len(state) != _STATE.size:
        return None
    version, age, count, sha256 = _STATE.unpack(state)
    return _Held(sha256.hex(), _AGES[age], count) if version == _STATE_VERSION and age < len(_AGES) else None

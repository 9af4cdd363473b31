"""What clients of Safe Browsing are answered from a published set: updates of lists, and full hashes.

The hashes are those of the signed publication, so that a web node needs no database. A client's state names the file of
hashes that it has, which list of it, how old that was, and how much of it; where that file is still named by the
publication the client is told the difference, else the whole list (docs/adr/0144).
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from cektautan.core.manifest import HashesEntry
from cektautan.core.safe_browsing.listed import Hashes, Threat
from cektautan.core.safe_browsing.updates import Update, prefixes, update
from cektautan.core.vocabulary import Staleness
from cektautan.lookup.kept import Kept

_STATE: Final = struct.Struct(">BBBI32s")
_STATE_VERSION: Final = 2
_THREATS: Final = (Threat.HOAX, Threat.IMPOSTER)
_AGES: Final = (Staleness.FRESH, Staleness.STALE, Staleness.OLD)
_KEPT_LISTS: Final = 16
_KEPT_UPDATES: Final = 16
T = TypeVar("T")


@dataclass(frozen=True)
class Bounds:
    """How much a client takes; 0 is no bound. Additions are more where that is the only way to take nothing back."""

    additions: int = 0
    entries: int = 0


@dataclass(frozen=True)
class _Held:
    """What a client says that it has: the first so many prefixes of a list of a file at an age."""

    threat: Threat
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
        self._lists = Kept[tuple[str, Threat, Staleness], list[bytes] | None](_KEPT_LISTS)
        self._written = Kept[tuple[str, Threat, Staleness, _Held | None, Bounds], Any](_KEPT_UPDATES)

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
        return self._update(threat, staleness, self._held(threat, state), bounds)

    def written(
        self,
        form: str,
        threat: Threat,
        staleness: Staleness,
        state: bytes,
        bounds: Bounds,
        write: Callable[[Update, bytes], T],
    ) -> T:
        """Return an update as `write` makes it of the update and the new state. It is kept, so nobody may change it.

        To write one takes much longer than to send it, and after a publication all clients ask for the same. `form`
        names all that the outcome depends on besides.
        """
        held = self._held(threat, state)
        found: T = self._written.get(
            (form, threat, staleness, held, bounds), lambda: write(*self._update(threat, staleness, held, bounds))
        )
        return found

    def _update(self, threat: Threat, staleness: Staleness, held: _Held | None, bounds: Bounds) -> tuple[Update, bytes]:
        new = self._list(self._entry.file.sha256, threat, staleness) or []
        if bounds.entries:
            new = new[: bounds.entries]
        old = self._old(threat, held)
        if bounds.additions:
            had = set(old or ())
            added = [place for place, prefix in enumerate(new) if prefix not in had]
            if len(added) > bounds.additions:
                # What is still listed is not taken back for a bound, even if more has to be added before it.
                last = max((place for place, prefix in enumerate(new) if prefix in had), default=-1)
                new = new[: max(added[bounds.additions], last + 1)]
        file = bytes.fromhex(self._entry.file.sha256)
        told = _STATE.pack(_STATE_VERSION, _THREATS.index(threat), _AGES.index(staleness), len(new), file)
        return update(old, new), told

    def _held(self, threat: Threat, state: bytes) -> _Held | None:
        """What a state says that the client has of a list; None for another list, or no file that is still named."""
        held = _read_state(state)
        if held is None or held.threat is not threat:
            return None
        return held if held.sha256 in (self._entry.file.sha256, *self._entry.older) else None

    def _old(self, threat: Threat, held: _Held | None) -> list[bytes] | None:
        old = None if held is None else self._list(held.sha256, threat, held.staleness)
        return None if held is None or old is None or held.count > len(old) else old[: held.count]

    def _list(self, sha256: str, threat: Threat, staleness: Staleness) -> list[bytes] | None:
        """Return the prefixes of a list, from what was asked for lately or from the file."""

        def read() -> list[bytes] | None:
            hashes = self._hashes if sha256 == self._entry.file.sha256 else self._read_older(sha256)
            return None if hashes is None else prefixes(hashes.of_threat(threat, staleness))

        return self._lists.get((sha256, threat, staleness), read)


def list_of(state: bytes) -> Threat | None:
    """Return of which list a state is; None for what is no state."""
    held = _read_state(state)
    return None if held is None else held.threat


def _read_state(state: bytes) -> _Held | None:
    """Read what was once given out; whatever else a client sends is no state."""
    if len(state) != _STATE.size:
        return None
    version, threat, age, count, sha256 = _STATE.unpack(state)
    if version != _STATE_VERSION or threat >= len(_THREATS) or age >= len(_AGES):
        return None
    return _Held(_THREATS[threat], sha256.hex(), _AGES[age], count)

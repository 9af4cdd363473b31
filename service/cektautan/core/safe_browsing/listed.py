"""The file of full hashes that a publication carries for clients of Safe Browsing (docs/protocol.md, section 16).

Three sets of SHA-256 hashes of expressions: of hoaxes, and of verified imposters of official sites, those listed by an
exact address and those listed as a site. Which of them a list of that protocol holds depends on how old the publication
is: as elsewhere an old list warns less (core/decision.py), so that a site falls from the one list into the other.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.vocabulary import Staleness

MAX_BYTES: Final = 64 << 20
HASH_BYTES: Final = 32
_MAGIC: Final = b"CKTH"
_VERSION: Final = 1
_HEADER: Final = struct.Struct(">4sB3xIII")


class Threat(Enum):
    """What a match means, in a client's few words."""

    HOAX = "hoax"
    """A registered checker found the claim false or misleading; whoever opens it should know."""
    IMPOSTER = "imposter"
    """The site pretends to be an official one. Browsers call such a site deceptive."""


@dataclass(frozen=True)
class Hashes:
    """The sets, each as sorted hashes one after the other."""

    hoaxes: bytes = b""
    imposter_pages: bytes = b""
    imposter_sites: bytes = b""

    @classmethod
    def of(cls, hoaxes: Iterable[bytes], imposter_pages: Iterable[bytes], imposter_sites: Iterable[bytes]) -> Hashes:
        """Sort hashes into a set each."""
        return cls(*(b"".join(sorted(set(each))) for each in (hoaxes, imposter_pages, imposter_sites)))

    @classmethod
    def parse(cls, data: bytes) -> Hashes:
        """Read a file.

        Raises:
            FormatError: truncated, too_large or bad_format.

        """
        if len(data) > MAX_BYTES:
            raise FormatError(ErrorCode.TOO_LARGE, f"{len(data)} bytes of hashes")
        if len(data) < _HEADER.size:
            raise FormatError(ErrorCode.TRUNCATED, "the header of hashes")
        magic, version, *counts = _HEADER.unpack_from(data)
        if magic != _MAGIC or version != _VERSION or any(data[5:8]):
            raise FormatError(ErrorCode.BAD_FORMAT, "no file of hashes of a known version")
        if len(data) != _HEADER.size + HASH_BYTES * sum(counts):
            raise FormatError(ErrorCode.BAD_FORMAT, f"{len(data)} bytes for {sum(counts)} hashes")
        sets, at = [], _HEADER.size
        for count in counts:
            sets.append(data[at : at + HASH_BYTES * count])
            at += HASH_BYTES * count
            if not _is_sorted(sets[-1]):
                raise FormatError(ErrorCode.BAD_FORMAT, "hashes that are not in order")
        return cls(*sets)

    def to_bytes(self) -> bytes:
        """Return the file."""
        sets = (self.hoaxes, self.imposter_pages, self.imposter_sites)
        return _HEADER.pack(_MAGIC, _VERSION, *(len(each) // HASH_BYTES for each in sets)) + b"".join(sets)

    def of_threat(self, threat: Threat, staleness: Staleness) -> list[bytes]:
        """Return the hashes of a threat in order, as strongly as a publication of this age may still warn."""
        imposters = (self.imposter_pages, self.imposter_sites)
        deceptive = {Staleness.FRESH: 2, Staleness.STALE: 1, Staleness.OLD: 0}[staleness]
        if threat is Threat.IMPOSTER:
            return _split(*imposters[:deceptive])
        return _split(self.hoaxes, *imposters[deceptive:])


def _split(*sets: bytes) -> list[bytes]:
    return sorted({each[at : at + HASH_BYTES] for each in sets for at in range(0, len(each), HASH_BYTES)})


def _is_sorted(hashes: bytes) -> bool:
    each = [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
    return all(earlier < later for earlier, later in pairwise(each))

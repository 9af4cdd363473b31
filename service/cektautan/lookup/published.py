"""One published set, verified, as lookups use it: rules, index, records, and the signed documents themselves.

Immutable once made, so that an answer never mixes two publications. `loading` reads and verifies; this module decides
only how old the set is (architecture.md, decision 10).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Staleness
from cektautan.lookup import loading
from cektautan.lookup.domains import Domain, gather
from cektautan.lookup.records import Records

OLD_SECONDS = 7 * 86_400
"""How long after its expiry a stale list becomes an old one."""


@dataclass(frozen=True, kw_only=True)
class PublishedSet:
    """Everything that an answer needs."""

    seq: int
    created: int
    expires: int
    licence: str
    rules: Rules
    find: Callable[[int], tuple[int, int] | None]
    """Level and verdict of an eight-byte prefix."""
    records: Records
    documents: Mapping[str, bytes]
    """The signed documents by name, as they were when this set was loaded."""

    @classmethod
    def load(cls, public_dir: Path, root_key: str = "", cache_dir: Path | None = None) -> PublishedSet:
        """Load the current set of a directory and verify it.

        `root_key` is the pinned root key; without one the development key beside the directory counts. The index that
        is derived from the snapshot is kept in `cache_dir` and memory-mapped, or in memory where none is given.

        Raises:
            LoadError: there is no set, or it is not whole and genuine; the message is one line.

        """
        parts = loading.read(public_dir, root_key or loading.development_root(public_dir))
        manifest = parts.manifest
        return cls(
            seq=manifest.seq,
            created=manifest.created,
            expires=manifest.expires,
            licence=manifest.licence,
            rules=Rules.from_bundle(parts.rules),
            find=loading.open_index(parts, cache_dir).find,
            records=Records(parts.bucket_bits, parts.buckets),
            documents=parts.documents,
        )

    def staleness(self, now: int) -> Staleness:
        """Return how old the list is."""
        if now < self.expires:
            return Staleness.FRESH
        return Staleness.STALE if now < self.expires + OLD_SECONDS else Staleness.OLD

    def is_stale(self, now: int) -> bool:
        """True from the expiry on."""
        return now >= self.expires

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        """What the records say about domains, by the SHA-256 of the domain's key; gathered when first asked for."""
        return gather(self.records.all_buckets())

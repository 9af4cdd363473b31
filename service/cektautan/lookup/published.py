"""One published set, verified, as lookups use it: rules, index, records, and the signed documents themselves.

Immutable once made, so that an answer never mixes two publications. It is loaded and verified by `loading`, and
how old it is follows architecture.md, decision 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cektautan.core.bloom import MayList
from cektautan.core.decision import First
from cektautan.core.manifest import Manifest
from cektautan.core.rules import Rules
from cektautan.core.trust import staleness
from cektautan.core.vocabulary import Staleness
from cektautan.lookup import loading
from cektautan.lookup.catalogue import Catalogue
from cektautan.lookup.domains import Domain, gather
from cektautan.lookup.public_record import Claim, read_claims
from cektautan.lookup.records import Records
from cektautan.lookup.safe_browsing import SafeBrowsing
from cektautan.publish.verify import VerifiedSet


@dataclass(frozen=True, kw_only=True)
class PublishedSet:
    """Everything that an answer needs."""

    manifest: Manifest
    rules: Rules
    first: First
    """The first of some keys that is listed."""
    may_list: MayList
    """Whether a page of a host may be listed."""
    records: Records
    documents: Mapping[str, bytes]
    """The signed documents by name, as they were when this set was loaded."""
    record: bytes | None = None
    """The file of the public record."""
    safe_browsing: SafeBrowsing | None = None
    """The lists for clients of Safe Browsing; None in a set that has none."""
    exports: bytes | None = None
    """The file of what other systems are told in plain."""

    @classmethod
    def load(cls, public_dir: Path, root_key: str = "", cache_dir: Path | None = None) -> PublishedSet:
        """Load the current set of a directory and verify it.

        `root_key` is the pinned root key; without one the development key beside the directory counts. The index that
        is derived from the snapshot is kept in `cache_dir` and memory-mapped, or in memory where none is given.

        Raises:
            LoadError: there is no set, or it is not whole and genuine; the message is one line.

        """
        return cls.of(loading.read(public_dir, root_key), cache_dir)

    @classmethod
    def of(cls, verified: VerifiedSet, cache_dir: Path | None = None) -> PublishedSet:
        """Make what lookups need of a set that was verified.

        Raises:
            BadRule, KeyError or TypeError: the publisher signed rules that are none.

        """
        index = loading.open_index(verified, cache_dir)
        return cls(
            manifest=verified.manifest,
            rules=Rules.from_bundle(verified.rules),
            first=index.first,
            may_list=index.may_list,
            records=Records(verified.manifest.bucket_bits, verified.buckets),
            documents=verified.documents,
            record=verified.record,
            safe_browsing=loading.safe_browsing(verified),
            exports=verified.exports,
        )

    @property
    def seq(self) -> int:
        """The sequence number of the publication."""
        return self.manifest.seq

    @property
    def created(self) -> int:
        """When it was signed."""
        return self.manifest.created

    @property
    def licence(self) -> str:
        """The licence of the data."""
        return self.manifest.licence

    def staleness(self, now: int) -> Staleness:
        """Return how old the list is."""
        return staleness(self.manifest, now)

    def is_stale(self, now: int) -> bool:
        """True from the expiry on."""
        return now >= self.manifest.expires

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        """What the records say about domains, by the SHA-256 of the domain's key; gathered when first asked for."""
        return gather(self.records.all_buckets())

    @cached_property
    def public_record(self) -> Mapping[str, Claim] | None:
        """Every claim that is or was on the list, by id; None where the set has no record. Read when first asked for.

        Raises:
            FormatError: the publisher signed a record that is none.

        """
        return None if self.record is None else read_claims(self.record)

    @cached_property
    def catalogue(self) -> Catalogue | None:
        """The public record, ready to be searched; None where the set has no record. Raises as `public_record`."""
        return None if self.public_record is None else Catalogue(self.public_record.values())

"""Reads and writes the manifest: what one publication consists of (docs/protocol.md, section 7).

The manifest names every file by SHA-256 and size, so its signature covers them all. A path must never lead out of the
set's own `files/`; sizes are checked against the caps before anything is fetched or opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.exports import MAX_EXPORTS_BYTES
from cektautan.core.record import MAX_RECORD_BYTES
from cektautan.core.safe_browsing.listed import MAX_BYTES as MAX_HASHES_BYTES
from cektautan.core.signed_json import as_object, digest, inner, items, read_small_object, whole, write_object
from cektautan.core.snapshot import MAX_BYTES as MAX_SNAPSHOT_BYTES

MAX_MANIFEST_BYTES: Final = 256 << 10
MAX_SIGNATURE_BYTES: Final = 4 << 10
MAX_RULES_BYTES: Final = 1 << 20
MAX_BUCKETS_BYTES: Final = 4 << 20
"""Cap of one bucket; and while all buckets together are no larger, a client fetches them all."""
MAX_BUCKET_BITS: Final = 10
MAX_DIFFS: Final = 64
MAX_OLDER: Final = 64
FRESH_SECONDS: Final = 72 * 3600
MAX_FRESH_SECONDS: Final = 7 * 86_400
"""No list is called fresh for longer, so that one which is kept from readers' updates grows stale all the same."""
LICENCE: Final = "CC-BY-4.0"

_PATH: Final = re.compile(r"files/([0-9a-f]{64})\.(?:snap|diff|json|hashes|domains)")


@dataclass(frozen=True)
class FileEntry:
    """A published file: where it lies, what it must hash to, how large it is."""

    path: str
    sha256: str
    size: int

    @classmethod
    def read(cls, members: Mapping[str, Any], what: str, cap: int) -> FileEntry:
        """Read the three members of a file."""
        path, sha256, size = members.get("path"), digest(members, "sha256"), whole(members, "size")
        match = _PATH.fullmatch(path) if isinstance(path, str) else None
        if match is None or match[1] != sha256:
            raise FormatError(ErrorCode.BAD_FORMAT, f"{what} has no path of its own below files/")
        if size > cap:
            raise FormatError(ErrorCode.TOO_LARGE, f"{what}: {size} bytes")
        return cls(match[0], sha256, size)

    def to_json(self) -> dict[str, Any]:
        """Return the three members."""
        return {"path": self.path, "sha256": self.sha256, "size": self.size}


@dataclass(frozen=True)
class DiffEntry:
    """A diff, and the SHA-256 of the snapshot file that it starts from."""

    source: str
    file: FileEntry


@dataclass(frozen=True)
class HashesEntry:
    """The file of hashes for clients of Safe Browsing, and the SHA-256 of older ones that are kept, newest first."""

    file: FileEntry
    older: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChainHead:
    """The last line of the public chain of changes that a publication was read with (docs/protocol.md, section 15)."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Counts:
    """What is in the list, for people; no client decides anything by it."""

    claims: int
    listings: int
    levels: tuple[int, int, int, int]


@dataclass(frozen=True)
class Manifest:
    """One publication."""

    seq: int
    created: int
    expires: int
    keys_version: int
    snapshot: FileEntry
    keys: int
    """How many keys the snapshot has."""
    rules: FileEntry
    buckets: tuple[FileEntry, ...]
    diffs: tuple[DiffEntry, ...]
    counts: Counts = field(default=Counts(0, 0, (0, 0, 0, 0)))
    record: FileEntry | None = None
    """The public record; sets of before it was introduced have none."""
    hashes: HashesEntry | None = None
    """The hashes for clients of Safe Browsing (section 16); sets of before they were introduced have none."""
    log_head: str | None = None
    changes: ChainHead | None = None
    """None where no chain is kept; sets of before it was introduced do not say it."""
    exports: FileEntry | None = None
    """The list in plain, for other systems; sets of before it was introduced have none."""
    domains: FileEntry | None = None
    """The domain filter (section 19); sets of before it was introduced have none."""
    licence: str = LICENCE

    @property
    def bucket_bits(self) -> int:
        """How many leading bits of a key's SHA-256 choose its bucket."""
        return len(self.buckets).bit_length() - 1

    @property
    def files(self) -> tuple[FileEntry, ...]:
        """Every file that the publication needs or offers."""
        hashes = None if self.hashes is None else self.hashes.file
        told = filter(None, (self.domains, self.record, self.exports, hashes))
        return (self.snapshot, self.rules, *self.buckets, *told, *(diff.file for diff in self.diffs))

    @classmethod
    def parse(cls, data: bytes) -> Manifest:
        """Read manifest.json.

        Raises:
            FormatError: bad_format or too_large.

        """
        members = read_small_object(data, "manifest.json")
        seq, created, expires = (whole(members, name) for name in ("seq", "created", "expires"))
        keys_version = whole(members, "keys_version")
        if expires > created + MAX_FRESH_SECONDS:
            raise FormatError(ErrorCode.BAD_FORMAT, "the manifest holds for more than seven days")
        snapshot = inner(members, "snapshot")
        layout = inner(members, "buckets")
        bits = whole(layout, "bits")
        if bits > MAX_BUCKET_BITS:
            raise FormatError(ErrorCode.BAD_FORMAT, f"{bits} bucket bits")
        licence = members.get("licence")
        return cls(
            seq=seq,
            created=created,
            expires=expires,
            keys_version=keys_version,
            snapshot=FileEntry.read(snapshot, "snapshot", MAX_SNAPSHOT_BYTES),
            keys=whole(snapshot, "keys"),
            rules=FileEntry.read(inner(members, "rules"), "rules", MAX_RULES_BYTES),
            buckets=tuple(
                FileEntry.read(as_object(item, "a bucket"), "a bucket", MAX_BUCKETS_BYTES)
                for item in items(layout, "files", 1 << bits, 1 << bits)
            ),
            diffs=tuple(_diff(as_object(item, "a diff")) for item in items(members, "diffs", 0, MAX_DIFFS)),
            counts=_counts(members.get("counts")),
            record=_optional(members, "record", MAX_RECORD_BYTES),
            exports=_optional(members, "exports", MAX_EXPORTS_BYTES),
            hashes=_hashes(members),
            domains=_optional(members, "domains", MAX_SNAPSHOT_BYTES),
            log_head=members["log_head"] if isinstance(members.get("log_head"), str) else None,
            changes=_changes(members),
            licence=licence if isinstance(licence, str) else "",
        )

    def to_bytes(self) -> bytes:
        """Return manifest.json, as an online key signs it."""
        record = {} if self.record is None else {"record": self.record.to_json()}
        exports = {} if self.exports is None else {"exports": self.exports.to_json()}
        domains = {} if self.domains is None else {"domains": self.domains.to_json()}
        hashes = self.hashes
        told = {} if hashes is None else {"hashes": {**hashes.file.to_json(), "older": list(hashes.older)}}
        changes = {} if self.changes is None else {"changes": {"seq": self.changes.seq, "hash": self.changes.hash}}
        return write_object(
            {
                **record,
                **exports,
                **told,
                **domains,
                **changes,
                "format": 1,
                "name": "CekTautan",
                "seq": self.seq,
                "created": self.created,
                "expires": self.expires,
                "licence": self.licence,
                "log_head": self.log_head,
                "keys_version": self.keys_version,
                "snapshot": {**self.snapshot.to_json(), "keys": self.keys},
                "rules": self.rules.to_json(),
                "buckets": {"bits": self.bucket_bits, "files": [file.to_json() for file in self.buckets]},
                "diffs": [{"from": diff.source, **diff.file.to_json()} for diff in self.diffs],
                "counts": {
                    "claims": self.counts.claims,
                    "listings": self.counts.listings,
                    "levels": {str(level): count for level, count in enumerate(self.counts.levels)},
                },
            }
        )


def _diff(members: Mapping[str, Any]) -> DiffEntry:
    return DiffEntry(digest(members, "from"), FileEntry.read(members, "a diff", MAX_SNAPSHOT_BYTES))


def _optional(members: Mapping[str, Any], name: str, cap: int) -> FileEntry | None:
    return FileEntry.read(inner(members, name), name, cap) if name in members else None


def _hashes(members: Mapping[str, Any]) -> HashesEntry | None:
    if "hashes" not in members:
        return None
    hashes = inner(members, "hashes")
    older = items(hashes, "older", 0, MAX_OLDER)
    return HashesEntry(
        FileEntry.read(hashes, "hashes", MAX_HASHES_BYTES), tuple(digest({"sha256": each}, "sha256") for each in older)
    )


def _changes(members: Mapping[str, Any]) -> ChainHead | None:
    if "changes" not in members:
        return None
    head = inner(members, "changes")
    return ChainHead(whole(head, "seq"), digest(head, "hash"))


def _counts(value: object) -> Counts:
    # Information for people: what is missing or odd counts as zero, for a client decides nothing by it.
    members = value if isinstance(value, dict) else {}
    levels = members.get("levels")
    by_level = levels if isinstance(levels, dict) else {}

    def number(source: Mapping[str, Any], name: str) -> int:
        found = source.get(name)
        return found if type(found) is int and found >= 0 else 0

    one, two, three, four = (number(by_level, str(level)) for level in range(4))
    return Counts(number(members, "claims"), number(members, "listings"), (one, two, three, four))

"""Looks for what a genuine signature does not prove: that the parts of a set say the same thing.

A client is safe without this; a publisher or a mirror wants to know. Checked: the records name exactly the keys of the
snapshot with the same level and verdict, each in its bucket and with its claim; the public record tells of exactly the
claims that have listings, in the same words, tests apart; what stands in plain is listed; the domain filter leaves out
no listing; every diff leads here; the rules compile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cektautan.core.diff import apply_diff
from cektautan.core.domain_filter import domains_of
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.exports import read_exports
from cektautan.core.keys import key_hash, prefix
from cektautan.core.record import Status, read_record
from cektautan.core.rules import Rules
from cektautan.core.signed_json import digest
from cektautan.core.snapshot import ListId, Snapshot, decode_snapshot, entries
from cektautan.core.templates import BadRule
from cektautan.core.vocabulary import Verdict
from cektautan.publish.verify import VerifiedSet, read_bucket, read_file


def audit(verified: VerifiedSet) -> None:
    """Check that the parts of a set agree.

    Raises:
        FormatError: bad_format where they do not; any code for a diff that is damaged.

    """
    try:
        Rules.from_bundle(verified.rules)
    except (BadRule, KeyError, TypeError) as problem:
        raise FormatError(ErrorCode.BAD_FORMAT, f"the rules do not compile: {problem}") from None
    recorded: dict[int, ListId] = {}
    for sha256, list_id in _recorded(verified):
        recorded.setdefault(int(sha256[:16], 16), list_id)
    listed = dict(entries(verified.snapshot))
    if recorded != listed:
        odd = {prefix for prefix in {*recorded, *listed} if recorded.get(prefix) != listed.get(prefix)}
        raise FormatError(ErrorCode.BAD_FORMAT, f"snapshot and records differ in {len(odd)} keys, as {min(odd):016x}")
    if len(listed) != verified.manifest.keys:
        raise FormatError(ErrorCode.BAD_FORMAT, f"{len(listed)} keys, and the manifest says {verified.manifest.keys}")
    _audit_record(verified)
    _audit_exports(verified, listed)
    _audit_filter(verified)
    for diff in verified.manifest.diffs:
        data = read_file(verified.directory, diff.file)
        if _applied(verified, diff.source, data) not in (None, verified.snapshot):
            raise FormatError(ErrorCode.BAD_CHECKSUM, f"{diff.file.path} leads to another snapshot")


def _audit_record(verified: VerifiedSet) -> None:
    if verified.record is None:
        return
    told = {id_: claim for id_, claim in read_record(verified.record).items() if claim["status"] != Status.REMOVED}
    claims = {}
    for number, data in enumerate(verified.buckets):
        bucket = read_bucket(data, number)
        tests = {listing["claim"] for listing in bucket["listings"] if listing.get("test") is True}
        claims.update({id_: claim for id_, claim in bucket["claims"].items() if id_ not in tests})
    odd = sorted({*told, *claims} - {id_ for id_ in told.keys() & claims.keys() if _same(told[id_], claims[id_])})
    if odd:
        raise FormatError(ErrorCode.BAD_FORMAT, f"the public record and the buckets differ in {odd[0]}")


def _audit_exports(verified: VerifiedSet, listed: Mapping[int, ListId]) -> None:
    if verified.exports is None:
        return
    for row in read_exports(verified.exports).rows:
        if prefix(key_hash(row.key)) not in listed:
            raise FormatError(ErrorCode.BAD_FORMAT, f"{key_hash(row.key).hex()} stands in plain and is not listed")


def _audit_filter(verified: VerifiedSet) -> None:
    """A domain that is not in the filter keeps a warning from readers, so it is looked for by both of its ways."""
    if verified.domains is None:
        return
    held = set(verified.domains)
    for number, data in enumerate(verified.buckets):
        for listing in read_bucket(data, number)["listings"]:
            if listing.get("domain") is not None and int(digest(listing, "domain")[:16], 16) not in held:
                raise FormatError(ErrorCode.BAD_FORMAT, f"the domain filter leaves out {listing['sha256']}")
    for row in () if verified.exports is None else read_exports(verified.exports).rows:
        domains = domains_of(row.key)
        if domains and held.isdisjoint(prefix(key_hash(domain)) for domain in domains):
            raise FormatError(ErrorCode.BAD_FORMAT, f"the domain filter leaves out {key_hash(row.key).hex()}")


def _same(told: Mapping[str, Any], claim: object) -> bool:
    return isinstance(claim, dict) and all(told[name] == claim.get(name) for name in ("text", "about", "reviews"))


def _recorded(verified: VerifiedSet) -> Iterator[tuple[str, ListId]]:
    bits = verified.manifest.bucket_bits
    for number, data in enumerate(verified.buckets):
        bucket = read_bucket(data, number)
        for listing in bucket["listings"]:
            try:
                sha256, list_id = _listing(listing)
            except (KeyError, TypeError, ValueError):
                raise FormatError(ErrorCode.BAD_FORMAT, f"a listing in bucket {number}") from None
            if int(sha256, 16) >> (256 - bits) != number or listing["claim"] not in bucket["claims"]:
                raise FormatError(ErrorCode.BAD_FORMAT, f"{sha256} in bucket {number}")
            yield sha256, list_id


def _listing(listing: dict[str, Any]) -> tuple[str, ListId]:
    sha256 = listing["sha256"]
    if len(bytes.fromhex(sha256)) != 32:
        raise ValueError("not a SHA-256")
    return sha256, ListId(listing["level"], int(Verdict.of(listing["verdict"])))


def _applied(verified: VerifiedSet, source: str, data: bytes) -> Snapshot | None:
    path = verified.directory / "files" / f"{source}.snap"
    # A mirror need not keep old snapshots; without one there is nothing to try the diff on.
    return apply_diff(decode_snapshot(path.read_bytes()), data) if path.is_file() else None

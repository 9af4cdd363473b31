"""What of a publication is told in plain, and since when each of it has been so (docs/protocol.md, section 16).

Everything that is listed but what names an owner. The time is carried from the exports of the set before: as long as
the same is said of a key it keeps its `since`, so whoever asks for what is new since a time is told each change once,
and the same lists give the same file. A key that is listed no more is named by its SHA-256 for a year.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cektautan.core.exports import Exports, Row
from cektautan.core.keys import key_hash
from cektautan.core.signed_json import write_object
from cektautan.publish.exports.addresses import Addresses, LeftOut
from cektautan.publish.records import Listing

GONE_SECONDS: Final = 365 * 86_400


@dataclass(frozen=True)
class InPlain:
    """What a publication tells in plain, not yet with its times."""

    rows: tuple[tuple[str, str, str], ...] = ()
    """Key, address and mark of each listing, in the order of the SHA-256 of the keys."""
    left_out: Mapping[str, int] = field(default_factory=dict)


def in_plain(listings: Iterable[Listing], claims: Mapping[str, Mapping[str, Any]], addresses: Addresses) -> InPlain:
    """Return what is told of listings in plain. `claims` are their public records by id."""
    rows, left_out = [], Counter[str]()
    said = {id_: hashlib.sha256(write_object(claim)).hexdigest() for id_, claim in claims.items()}
    for listing in listings:
        address = addresses.of(listing.key)
        if isinstance(address, LeftOut):
            left_out[address.value] += 1
        else:
            rows.append((listing.key, address, _mark(listing, address, said)))
    return InPlain(tuple(rows), dict(left_out))


def carry(before: Exports, now: InPlain, at: int) -> Exports:
    """Return the exports of a publication at a time, from those of the set before."""
    known = {row.key: row for row in before.rows}
    rows = tuple(
        Row(key, address, old.since if (old := known.get(key)) is not None and old.mark == mark else at, mark)
        for key, address, mark in now.rows
    )
    there = {row.key for row in rows}
    gone = {sha256: since for sha256, since in before.gone.items() if since > at - GONE_SECONDS}
    gone |= {key_hash(key).hex(): at for key in known.keys() - there}
    back = {key_hash(key).hex() for key in there - known.keys()} if gone else set()
    return Exports(rows, {sha256: since for sha256, since in gone.items() if sha256 not in back}, now.left_out)


def _mark(listing: Listing, address: str, said: Mapping[str, str]) -> str:
    """A name of all that is said of a listing, but for its score, which grows older every day."""
    terms = [
        [
            subject.level, subject.verdict, subject.reason_code, subject.statement.id, subject.statement.en,
            subject.listed.isoformat(), subject.review_by.isoformat(), subject.claim.id, said[subject.claim.id],
        ]
        for subject in listing.subjects
    ]  # fmt: skip
    return hashlib.sha256(write_object({"address": address, "terms": terms})).hexdigest()[:16]

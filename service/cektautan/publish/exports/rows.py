"""What of a publication is told in plain, and since when each of it has been so (docs/protocol.md, section 17).

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

from cektautan.core.exports import Exports, Gone, Row
from cektautan.core.keys import key_hash
from cektautan.core.signed_json import write_object
from cektautan.core.vocabulary import Level
from cektautan.publish.exports.addresses import Addresses, LeftOut
from cektautan.publish.exports.inside import with_exceptions
from cektautan.publish.records import Listing, is_imposter_site

GONE_SECONDS: Final = 365 * 86_400


@dataclass(frozen=True, slots=True)
class Told:
    """One listing that is told in plain."""

    key: str
    address: str
    mark: str
    warns: bool
    imitation: bool
    claim: str


@dataclass(frozen=True)
class InPlain:
    """What a publication tells in plain, not yet with its times."""

    rows: tuple[Told, ...] = ()
    """In the order of the SHA-256 of the keys."""
    left_out: Mapping[str, int] = field(default_factory=dict)


def in_plain(listings: Iterable[Listing], claims: Mapping[str, Mapping[str, Any]], addresses: Addresses) -> InPlain:
    """Return what is told of listings in plain. `claims` are their public records by id."""
    rows, left_out = [], Counter[str]()
    listings = list(listings)
    imposters = {listing.key for listing in listings if is_imposter_site(listing)}
    blocked = imposters - with_exceptions(imposters, listings)
    said = {id_: hashlib.sha256(write_object(claim)).hexdigest() for id_, claim in claims.items()}
    for listing in listings:
        address = addresses.of(listing.key)
        if isinstance(address, LeftOut):
            left_out[address.value] += 1
        else:
            warns = listing.level >= Level.CAUTION
            imitation = listing.key in blocked
            mark = _mark(listing, address, imitation, said)
            rows.append(Told(listing.key, address, mark, warns, imitation, listing.subjects[0].claim.id))
    return InPlain(tuple(rows), dict(left_out))


def carry(before: Exports, now: InPlain, at: int) -> Exports:
    """Return the exports of a publication at a time, from those of the set before."""
    known = {row.key: row for row in before.rows}
    hashes = {told.key: key_hash(told.key).hex() for told in now.rows} if before.gone else {}
    rows = tuple(_row(known.get(told.key) or before.gone.get(hashes.get(told.key, "")), told, at) for told in now.rows)
    there = {row.key for row in rows}
    gone = {sha256: each for sha256, each in before.gone.items() if each.since > at - GONE_SECONDS}
    left = (row for row in before.rows if row.key not in there)
    gone |= {key_hash(row.key).hex(): Gone(at, row.first, row.again, row.warned, row.claim) for row in left}
    back = set(hashes.values())
    return Exports(rows, {sha256: each for sha256, each in gone.items() if sha256 not in back}, now.left_out)


def _row(old: Row | Gone | None, told: Told, at: int) -> Row:
    """A row with its times: from the row of the set before, or from what is known of one that was gone."""
    if old is None:
        return Row(told.key, told.address, at, told.mark, told.warns, told.imitation, at, 0, told.claim, told.warns)
    since = old.since if isinstance(old, Row) and old.mark == told.mark else at
    # Whoever was told that a warning is taken back takes it for final, so the next one is a new one.
    revived = old.warned and told.warns and not (isinstance(old, Row) and old.warns)
    again = at if revived else old.again
    warned = old.warned or told.warns
    return Row(
        told.key, told.address, since, told.mark, warned, told.imitation, old.first, again, told.claim, told.warns
    )


def _mark(listing: Listing, address: str, imitation: bool, said: Mapping[str, str]) -> str:
    """A name of all that is said of a listing, but for its score, which grows older every day."""
    terms = [
        [
            subject.level, subject.verdict, subject.reason_code, subject.statement.id, subject.statement.en,
            subject.listed.isoformat(), subject.review_by.isoformat(), subject.claim.id, said[subject.claim.id],
        ]
        for subject in listing.subjects
    ]  # fmt: skip
    return hashlib.sha256(write_object({"address": address, "imitation": imitation, "terms": terms})).hexdigest()[:16]

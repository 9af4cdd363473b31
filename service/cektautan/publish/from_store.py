"""Reads what is on the list from the store, as an installation with a moderators' desk keeps it.

Everything is read in one transaction, so a publication says what was decided up to one event and names it (`log_head`),
and the last line of the public chain. What is in force of a listing is decided by `store.in_force` alone. A claim is
told of while at least one listing of it is; its level is the highest that people decided for one of them, and it is
withdrawn when all were retracted. Only addresses of listings stay behind: they are nobody's to publish.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.blocklists.entry import Change, ClaimEntry, Review, Source, Text
from cektautan.blocklists.scope import Subject
from cektautan.core.days import day_of
from cektautan.core.manifest import ChainHead
from cektautan.core.vocabulary import Level, ReasonCode
from cektautan.publish.from_lists import Listed
from cektautan.publish.objections import objection_changes
from cektautan.store import models
from cektautan.store.in_force import NOTE, Terms, in_force
from cektautan.store.models import LogHead
from cektautan.store.public_notes import public_notes
from cektautan.store.transaction import Store

_COLUMNS = (
    models.Listing.claim_id, models.Listing.key, models.Listing.domain, models.Listing.opaque, models.Listing.level,
    models.Listing.reason_code, models.Listing.statement_id, models.Listing.statement_en, models.Listing.status,
    models.Listing.listed, models.Listing.review_by, models.Listing.provisional_until,
)  # fmt: skip


def listed_in_store(store: Store, now: int) -> Listed:
    """Return what the store has at a moment.

    Raises:
        StoreUnavailableError: the database does not answer.

    """
    with store.reading() as session:
        return read(session, now)


def read(session: Session, now: int) -> Listed:
    """Return the same within a transaction that reads."""
    head = session.get_one(LogHead, 1)
    rows = {claim.id: claim for claim in session.scalars(select(models.Claim))}
    told: dict[str, list[tuple[models.Listing, Terms]]] = defaultdict(list)
    # Rows and not objects of the session, which cost as much again for tens of thousands; they are read alike.
    for listing in cast("Iterable[models.Listing]", session.execute(select(*_COLUMNS).order_by(models.Listing.id))):
        terms = in_force(listing, rows[listing.claim_id], now)
        if terms is not None:
            told[listing.claim_id].append((listing, terms))
    reviews, changes = _reviews(session), _changes(session, rows)
    claims = [_claim(rows[id_], told[id_], reviews[id_], changes[id_]) for id_ in sorted(told)]
    subjects = [_subject(listing, terms, claim) for claim in claims for listing, terms in told[claim.id]]
    return Listed(
        tuple(claims),
        _sources(session),
        tuple(subjects),
        day_of(now),
        head.hash,
        ChainHead(head.change_seq, head.change_hash),
    )


def _claim(
    row: models.Claim,
    told: Sequence[tuple[models.Listing, Terms]],
    reviews: Iterable[Review],
    changes: Iterable[Change],
) -> ClaimEntry:
    levels = [_decided(row, listing, terms) for listing, terms in told]
    withdrawn = all(terms.reason_code == ReasonCode.WITHDRAWN for _, terms in told)
    return ClaimEntry(
        id=row.id,
        text=Text(row.text_id, row.text_en),
        verdict=row.verdict,
        level=max(levels),
        reason_code=ReasonCode.WITHDRAWN.value if withdrawn else row.reason_code,
        statement=Text(row.statement_id, row.statement_en),
        reviews=tuple(reviews),
        appearances=(),
        listed=row.listed,
        review_by=max(listing.review_by for listing, _ in told),
        about=tuple(row.about),
        file=row.file or f"claim {row.id}",
        line=1,
        imitates=row.imitates,
        changes=tuple(sorted(changes, key=lambda change: change.date)),
    )


def _decided(row: models.Claim, listing: models.Listing, terms: Terms) -> int:
    """The level that people decided: unlike the one in force it does not fall with a day that passes."""
    if terms.level == Level.CLEARED:
        return terms.level
    most = NOTE if listing.status == "suspended" or listing.opaque else row.level
    return min(listing.level, row.level, most)


def _subject(listing: models.Listing, terms: Terms, claim: ClaimEntry) -> Subject:
    return Subject(
        key=listing.key,
        level=terms.level,
        claim=claim,
        verdict=terms.verdict,
        reason_code=terms.reason_code,
        statement=Text(terms.statement_id, terms.statement_en),
        listed=terms.listed,
        review_by=terms.review_by,
        domain=listing.domain,
        provisional=listing.status == "provisional",
    )


def _reviews(session: Session) -> Mapping[str, list[Review]]:
    found: dict[str, list[Review]] = defaultdict(list)
    # In the order in which they were written down, which is the order of the file that they came from.
    for row in session.scalars(select(models.Review).order_by(models.Review.id)):
        found[row.claim_id].append(Review(row.source_id, row.url, row.rating, row.verdict, row.date, 1))
    return found


def _changes(session: Session, rows: Mapping[str, models.Claim]) -> Mapping[str, list[Change]]:
    """What is told of each claim's history in words: by its file, and by decisions of the desk."""
    found: dict[str, list[Change]] = defaultdict(list)
    for row in rows.values():
        found[row.id] += [_change(each) for each in row.changes.get("changes", ())]
    for note in public_notes(session):
        day = day_of(note.at)
        found[note.claim].append(Change(day, note.change.value, Text(note.id, note.en), 1))
    for claim, change in objection_changes(session):
        found[claim].append(change)
    return found


def _change(members: Mapping[str, Any]) -> Change:
    note = members["note"]
    return Change(date.fromisoformat(members["date"]), members["change"], Text(note["id"], note["en"]), 1)


def _sources(session: Session) -> dict[str, Source]:
    return {row.id: Source.of_row(row) for row in session.scalars(select(models.Source))}

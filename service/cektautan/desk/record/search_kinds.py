"""What can be searched for: of each kind how it is found, in which order, and how a hit is told.

An address is found by its keys, all else by words that must all be in it. What was found is text in pieces, for a page
to escape.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from typing import cast as cast_to

from sqlalchemy import Select, String, case, cast, or_, select

from cektautan.core.keys import key_digests
from cektautan.desk.record.search_terms import NUMBER, Pieces, marked, matches, snippet, without_scheme
from cektautan.store.models import Batch, Case, Claim, Feed, Finding, Listing, Note, Review, Source


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    group: str
    id: str
    title: Pieces
    """What it is, or an address."""
    detail: Pieces
    """Where the words stand, if that is elsewhere."""
    facts: tuple[str, ...] = ()
    """Words of fixed sets: a status, a verdict, a kind."""
    claim: str | None = None
    case: int | None = None
    level: int | None = None
    source: str | None = None
    feed: str | None = None
    address: str = ""
    """The address itself, where the title is one."""
    at: int | None = None


@dataclass(frozen=True)
class Kind:
    """How one kind is searched for."""

    query: Callable[[tuple[str, ...], tuple[str, ...]], Select[Any]]
    """The search of a group, in its order, from the terms and the keys of an address."""
    hit: Callable[[Any, tuple[str, ...]], Hit]


def _listings(terms: tuple[str, ...], keys: tuple[str, ...]) -> Select[Any]:
    found = or_(Listing.sha256.in_(key_digests(keys)), matches(terms, Listing.key, without_scheme(Listing.url)))
    return select(Listing).where(found).order_by(Listing.changed_at.desc(), Listing.id.desc())


def _listing(row: Any, terms: tuple[str, ...]) -> Hit:
    (each,) = row
    return Hit(
        "listings", str(each.id), marked(each.key, terms), (), (each.status,), claim=each.claim_id, level=each.level,
        address=each.url, at=each.changed_at,
    )  # fmt: skip


_CLAIM_TEXTS = (
    Claim.id, Claim.text_id, Claim.text_en, Claim.statement_id, Claim.statement_en, cast(Claim.about, String),
    Claim.imitates,
)  # fmt: skip


def _claims(terms: tuple[str, ...], keys: tuple[str, ...]) -> Select[Any]:
    # The address of a check leads to its claim, and a listed address to what it was listed for.
    checked = select(Review.claim_id).where(matches(terms, without_scheme(Review.url), Review.rating))
    listed = select(Listing.claim_id).where(Listing.sha256.in_(key_digests(keys)))
    found = or_(matches(terms, *_CLAIM_TEXTS), Claim.id.in_(checked), Claim.id.in_(listed))
    return select(Claim).where(found).order_by(Claim.listed.desc(), Claim.id)


def _claim(row: Any, terms: tuple[str, ...]) -> Hit:
    (each,) = row
    texts = (each.statement_id, each.text_en, each.statement_en, each.id, " ".join(each.about), each.imitates or "")
    detail = next((text for text in texts if any(term in text.lower() for term in terms)), each.id)
    return Hit(
        "claims", each.id, snippet(each.text_id, terms), snippet(detail, terms), (each.verdict, each.status),
        claim=each.id, level=each.level,
    )  # fmt: skip


def _cases(terms: tuple[str, ...], keys: tuple[str, ...]) -> Select[Any]:
    numbers = [int(term) for term in (each.removeprefix("#") for each in terms) if NUMBER.fullmatch(term)]
    found = or_(
        Case.id.in_(numbers), Case.key_sha256.in_(key_digests(keys)), matches(terms, Case.key, without_scheme(Case.url))
    )
    # Whoever types a number means that case first, and what is open before what is done.
    first = case((Case.id.in_(numbers), 0), (Case.status != "closed", 1), else_=2)
    return select(Case).where(found).order_by(first, Case.opened_at.desc(), Case.id.desc())


def _case(row: Any, terms: tuple[str, ...]) -> Hit:
    (each,) = row
    return Hit(
        "cases", str(each.id), marked(each.key, terms), (), (each.kind, each.status), claim=each.claim_id, case=each.id,
        address=each.url, at=each.opened_at,
    )  # fmt: skip


def _notes(terms: tuple[str, ...], keys: tuple[str, ...]) -> Select[Any]:
    there = select(Case.id).where(Case.key_sha256.in_(key_digests(keys)))
    return (
        select(Note)
        .where(or_(Note.case_id.in_(there), matches(terms, Note.text)))
        .order_by(Note.at.desc(), Note.id.desc())
    )


def _note(row: Any, terms: tuple[str, ...]) -> Hit:
    (each,) = row
    return Hit("notes", str(each.id), snippet(each.text, terms), (), case=each.case_id, at=each.at)


def _batches(terms: tuple[str, ...], keys: tuple[str, ...]) -> Select[Any]:
    brought = select(Listing.batch_id).where(Listing.sha256.in_(key_digests(keys)))
    found = or_(Batch.id.in_(brought), matches(terms, Batch.name, Batch.file_name, Batch.reason))
    return select(Batch).where(found).order_by(Batch.uploaded_at.desc(), Batch.id.desc())


def _batch(row: Any, terms: tuple[str, ...]) -> Hit:
    (each,) = row
    detail = snippet(" · ".join(filter(None, (each.file_name, each.reason))), terms)
    return Hit("batches", str(each.id), snippet(each.name, terms), detail, (each.status,), at=each.uploaded_at)


_FINDING_TEXTS = (
    Finding.title, Finding.claim, Finding.rating, Finding.publisher, Finding.feed_id, without_scheme(Finding.url),
    without_scheme(cast(Finding.appearances, String)),
)  # fmt: skip


def _findings(terms: tuple[str, ...], keys: tuple[str, ...]) -> Select[Any]:
    # A pasted place leads to the checks that its case was opened for; other shapes of it are found by that.
    there = select(Case.id).where(Case.key_sha256.in_(key_digests(keys)))
    found = or_(Finding.case_id.in_(there), matches(terms, *_FINDING_TEXTS))
    about = select(Finding, Feed.source_id).join(Feed, Feed.id == Finding.feed_id)
    return cast_to(Select[Any], about.where(found).order_by(Finding.seen_at.desc(), Finding.id.desc()))


def _finding(row: Any, terms: tuple[str, ...]) -> Hit:
    each, source = row
    texts = (each.title if each.claim else "", each.rating, each.publisher, each.url, *each.appearances)
    detail = next((text for text in texts if any(term in text.lower() for term in terms)), each.url)
    return Hit(
        "findings", str(each.id), snippet(each.claim or each.title or each.url, terms), snippet(detail, terms),
        (each.verdict, each.state), case=each.case_id, source=source, feed=each.feed_id, at=each.seen_at,
    )  # fmt: skip


def _feeds(terms: tuple[str, ...], keys: tuple[str, ...]) -> Select[Any]:
    found = matches(terms, Feed.id, without_scheme(Feed.address), Source.name, Source.id)
    about = select(Feed, Source.name).join(Source, Source.id == Feed.source_id)
    return cast_to(Select[Any], about.where(found).order_by(Feed.source_id, Feed.id))


def _feed(row: Any, terms: tuple[str, ...]) -> Hit:
    each, name = row
    return Hit(
        "feeds", each.id, marked(f"{name} · {each.id}", terms), snippet(each.address, terms), (each.status,),
        source=each.source_id, feed=each.id, at=each.good_at,
    )  # fmt: skip


KINDS: Final = {
    "listings": Kind(_listings, _listing),
    "claims": Kind(_claims, _claim),
    "findings": Kind(_findings, _finding),
    "cases": Kind(_cases, _case),
    "notes": Kind(_notes, _note),
    "batches": Kind(_batches, _batch),
    "feeds": Kind(_feeds, _feed),
}

"""Finds what the desk knows: claims, checks, feeds, addresses, cases, notes, batches; by words, number or address.

An address that is pasted whole is looked up by its keys, so that a post is found under every shape of its link; all
else is words, which must all be in what is found. Results come by group, each with its number, a few of each or one
group in pages. It reads and decides nothing; what was found is text in pieces, for a page to escape.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from typing import cast as cast_to

from sqlalchemy import Select, String, case, cast, func, or_, select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digests
from cektautan.desk.record.search_terms import Pieces, marked, matches, snippet, terms_of, without_scheme
from cektautan.store.models import Batch, Case, Claim, Feed, Finding, Listing, Note, Review, Source

FEW: Final = 5
"""Of each group, where all are shown."""
PAGE: Final = 25
MOST: Final = 1_000
"""Nobody reads further; a count stops here too."""
_SHORTEST: Final = 2
_NUMBER = re.compile(r"[0-9]{1,15}")


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
class Group:
    """What was found of one kind."""

    name: str
    total: int
    """Up to `MOST`."""
    hits: tuple[Hit, ...]

    @property
    def pages(self) -> int:
        """How many pages there are of it."""
        return -(-self.total // PAGE)


@dataclass(frozen=True)
class Found:
    """The outcome of a search."""

    terms: tuple[str, ...]
    too_short: bool
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(each.total for each in self.groups)


@dataclass(frozen=True)
class _Kind:
    query: Callable[[tuple[str, ...], tuple[str, ...]], Select[Any]]
    """The search of a group, in its order, from the terms and the keys of an address."""
    hit: Callable[[Any, tuple[str, ...]], Hit]


def search(
    session: Session, text: str, keys: tuple[str, ...] = (), *, group: str | None = None, page: int = 1
) -> Found:
    """Search.

    Args:
        session: a reading session.
        text: what was typed.
        keys: the keys of the address that it is, if it is one.
        group: the only group to search, in pages; None for a few of each.
        page: the page of that group, from 1.

    """
    terms = terms_of(text)
    if not keys and not _is_enough(terms):
        return Found(terms, too_short=bool(terms), groups=())
    groups = []
    for name, kind in _KINDS.items():
        if group in (None, name):
            many, first = (PAGE, (page - 1) * PAGE) if group else (FEW, 0)
            query = kind.query(terms, keys)
            total = session.scalar(select(func.count()).select_from(query.limit(MOST).order_by(None).subquery())) or 0
            rows = session.execute(query.offset(min(first, MOST)).limit(many)) if total > first else ()
            groups.append(Group(name, total, tuple(kind.hit(row, terms) for row in rows)))
    return Found(terms, too_short=False, groups=tuple(each for each in groups if each.total or group))


def _is_enough(terms: tuple[str, ...]) -> bool:
    return any(len(each) >= _SHORTEST or _NUMBER.fullmatch(each.removeprefix("#")) for each in terms)


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
    numbers = [int(term) for term in (each.removeprefix("#") for each in terms) if _NUMBER.fullmatch(term)]
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


_KINDS: Final = {
    "listings": _Kind(_listings, _listing),
    "claims": _Kind(_claims, _claim),
    "findings": _Kind(_findings, _finding),
    "cases": _Kind(_cases, _case),
    "notes": _Kind(_notes, _note),
    "batches": _Kind(_batches, _batch),
    "feeds": _Kind(_feeds, _feed),
}

GROUPS: Final = tuple(_KINDS)
"""The groups in the order in which they are shown."""

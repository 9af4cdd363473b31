"""Finds what the desk knows: claims, checks, feeds, addresses, cases, notes, batches; by words, number or address.

An address that is pasted whole is looked up by its keys, so that a post is found under every shape of its link; all
else is words, which must all be in what is found. Results come by group, each with its number, a few of each or one
group in pages. It reads and decides nothing; what was found is text in pieces, for a page to escape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.desk.record.search_kinds import KINDS, Hit
from cektautan.desk.record.search_terms import NUMBER, terms_of

FEW: Final = 5
"""Of each group, where all are shown."""

PAGE: Final = 25

MOST: Final = 1_000
"""Nobody reads further; a count stops here too."""

_SHORTEST: Final = 2


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
    for name, kind in KINDS.items():
        if group in (None, name):
            many, first = (PAGE, (page - 1) * PAGE) if group else (FEW, 0)
            query = kind.query(terms, keys)
            total = session.scalar(select(func.count()).select_from(query.limit(MOST).order_by(None).subquery())) or 0
            rows = session.execute(query.offset(min(first, MOST)).limit(many)) if total > first else ()
            groups.append(Group(name, total, tuple(kind.hit(row, terms) for row in rows)))
    return Found(terms, too_short=False, groups=tuple(each for each in groups if each.total or group))


def _is_enough(terms: tuple[str, ...]) -> bool:
    return any(len(each) >= _SHORTEST or NUMBER.fullmatch(each.removeprefix("#")) for each in terms)


GROUPS: Final = tuple(KINDS)
"""The groups in the order in which they are shown."""

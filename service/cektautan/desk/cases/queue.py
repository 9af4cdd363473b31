"""The queue: the cases that are not closed, the most pressing first, as somebody asks for them.

The order is the rank that the rules gave each case (`rules.priority`); it decides nothing else. What somebody else
works on right now is shown, and passed over when the next case is looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from cektautan.desk.cases.dossier import names_of
from cektautan.store.models import Case, Claim

PAGE: Final = 50
WHOSE: Final = ("", "saya", "bebas", "kedua", "lewat")
"""All, mine, free, waiting for a second person, overdue."""


@dataclass(frozen=True)
class Asked:
    """Which cases somebody wants to see."""

    whose: str = ""
    kind: str = ""
    lane: str = ""
    page: int = 1


@dataclass(frozen=True)
class Waiting:
    """A page of the queue. Rows are detached."""

    cases: tuple[Case, ...]
    claims: Mapping[str, tuple[str, str]]
    """Text of each claim that a case is about, in both languages."""
    names: Mapping[int, str]
    """Of those who hold a case."""
    total: int
    page: int
    pages: int


def page_of(session: Session, asked: Asked, account: int, now: int) -> Waiting:
    """Return a page of the queue."""
    found = [*_which(asked.whose, account, now)]
    if asked.kind:
        found.append(Case.kind == asked.kind)
    if asked.lane:
        found.append(Case.lane == asked.lane)
    total = session.scalar(select(func.count()).select_from(Case).where(*found)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(asked.page, 1), pages)
    order = select(Case).where(*found).order_by(*_ORDER)
    cases = tuple(session.scalars(order.offset((page - 1) * PAGE).limit(PAGE)))
    texts = session.execute(
        select(Claim.id, Claim.text_id, Claim.text_en).where(Claim.id.in_({each.claim_id for each in cases}))
    )
    return Waiting(
        cases=cases,
        claims={id_: (text_id, text_en) for id_, text_id, text_en in texts},
        names=names_of(session, (each.lease_by for each in cases)),
        total=total,
        page=page,
        pages=pages,
    )


def counts(session: Session, account: int, now: int) -> dict[str, int]:
    """Return how many cases there are of each of `WHOSE`."""
    return {
        whose: session.scalar(select(func.count()).select_from(Case).where(*_which(whose, account, now))) or 0
        for whose in WHOSE
    }


def after(session: Session, account: int, case_id: int, now: int) -> int | None:
    """Return the case to go on with: the most pressing one that nobody else has, but for this one."""
    free = [*_which("bebas", account, now), Case.id != case_id, Case.status == "open"]
    return session.scalar(select(Case.id).where(*free).order_by(*_ORDER).limit(1))


_ORDER: Final[tuple[Any, ...]] = (Case.priority.desc(), Case.opened_at, Case.id)


def _which(whose: str, account: int, now: int) -> list[ColumnElement[bool]]:
    here: list[ColumnElement[bool]] = [Case.status != "closed"]
    held = and_(Case.lease_by.is_not(None), Case.lease_until > now)
    match whose:
        case "saya":
            here += [held, Case.lease_by == account]
        case "bebas":
            here.append(or_(Case.lease_by.is_(None), Case.lease_until <= now, Case.lease_by == account))
        case "kedua":
            here.append(Case.status == "waiting")
        case "lewat":
            here.append(Case.due_at < now)
    return here

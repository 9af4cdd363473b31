"""The queue: which cases wait, in which order, and which comes next.

Read only. What a row needs is read with it, so that a page of the queue is a few queries however long the queue is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cektautan.desk.decisions.weighing import level_in_force
from cektautan.desk.policy import Policy
from cektautan.desk.rules.lease import Lease
from cektautan.desk.rules.priority import Burst, Waiting, burst, points
from cektautan.store.models import Account, Case, Claim, Listing

PAGE = 50


@dataclass(frozen=True)
class Filter:
    """What of the queue is shown."""

    kinds: frozenset[str] = frozenset()
    """None: every kind."""
    lanes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset({"open", "waiting"})
    holder: int | None = None
    """Only those that this account has."""
    free_for: int | None = None
    """Only those that this account could take."""
    overdue: bool = False
    claim_id: str | None = None


EVERYTHING = Filter()


@dataclass(frozen=True)
class Row:
    """A case as the queue shows it."""

    case: Case
    claim: Claim | None
    listing: Listing | None
    level: int
    """In force for its subject; 0 where nothing is."""
    points: int
    owner: int | None
    """Who has it now."""
    owner_name: str
    late: int
    """Seconds since it was due; negative while there is time; 0 without a clock."""
    burst: Burst | None


@dataclass(frozen=True)
class Counts:
    """How many cases there are of each."""

    open: int
    mine: int
    free: int
    overdue: int
    by_kind: dict[str, int]
    by_lane: dict[str, int]


def page(
    session: Session, policy: Policy, wanted: Filter, now: int, offset: int = 0, limit: int = PAGE
) -> tuple[list[Row], int]:
    """Return cases in the order of the queue, and how many there are in all."""
    matching = _matching(wanted, now)
    total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    found = list(session.scalars(_ordered(matching).offset(offset).limit(limit)))
    return rows(session, policy, found, now), total


def rows(session: Session, policy: Policy, cases: Iterable[Case], now: int) -> list[Row]:
    """Return cases with what the queue shows of them."""
    cases = list(cases)
    claims = _by_id(session, Claim, {each.claim_id for each in cases})
    listings = _by_id(session, Listing, {each.listing_id for each in cases})
    owners = {each.id: Lease(each.lease_by, each.lease_until).owner(now) for each in cases}
    names = {each.id: each.name for each in _by_id(session, Account, set(owners.values())).values()}
    window = policy.elections.at(now)
    made = []
    for each in cases:
        listing, claim = listings.get(each.listing_id), claims.get(each.claim_id)
        level = level_in_force(session, listing, claim, now)
        waiting = Waiting(each.kind, each.lane, level, each.report_count, each.opened_at)
        owner = owners[each.id]
        made.append(
            Row(
                case=each,
                claim=claim,
                listing=listing,
                level=level,
                points=points(waiting, now, window, policy.numbers),
                owner=owner,
                owner_name="" if owner is None else names.get(owner, ""),
                late=0 if each.due_at is None else now - each.due_at,
                burst=burst(each.report_count, each.first_report_at, each.last_report_at, policy.numbers),
            )
        )
    return made


def next_case(session: Session, account: int, wanted: Filter, now: int, without: Iterable[int] = ()) -> Case | None:
    """Return the first case that somebody could take, for going on after a decision."""
    free = _matching(wanted, now).where(_free_for(account, now), Case.status == "open", Case.id.not_in(list(without)))
    return session.scalar(_ordered(free).limit(1))


def counts(session: Session, account: int, now: int) -> Counts:
    """Return how many cases wait."""
    waiting = Case.status != "closed"
    mine = (Case.lease_by == account) & (Case.lease_until > now)
    sums = [func.sum(case((each, 1), else_=0)) for each in (mine, _free_for(account, now), Case.due_at < now)]
    found = session.execute(select(func.count(), *sums).select_from(Case).where(waiting)).one()
    return Counts(
        open=found[0],
        mine=found[1] or 0,
        free=found[2] or 0,
        overdue=found[3] or 0,
        by_kind=_grouped(session, Case.kind),
        by_lane=_grouped(session, Case.lane),
    )


def _grouped(session: Session, column: InstrumentedAttribute[str]) -> dict[str, int]:
    query = select(column, func.count()).where(Case.status != "closed").group_by(column)
    return {row[0]: row[1] for row in session.execute(query)}


def _matching(wanted: Filter, now: int) -> Select[Case]:
    query = select(Case).where(Case.status.in_(wanted.statuses))
    if wanted.kinds:
        query = query.where(Case.kind.in_(wanted.kinds))
    if wanted.lanes:
        query = query.where(Case.lane.in_(wanted.lanes))
    if wanted.claim_id is not None:
        query = query.where(Case.claim_id == wanted.claim_id)
    if wanted.holder is not None:
        query = query.where(Case.lease_by == wanted.holder, Case.lease_until > now)
    if wanted.free_for is not None:
        query = query.where(_free_for(wanted.free_for, now))
    if wanted.overdue:
        query = query.where(Case.due_at < now)
    return query


def _ordered(query: Select[Case]) -> Select[Case]:
    return query.order_by(Case.priority.desc(), Case.opened_at, Case.id)


def _free_for(account: int, now: int) -> ColumnElement[bool]:
    return or_(Case.lease_by.is_(None), Case.lease_until <= now, Case.lease_by == account)


def _by_id(session: Session, model: type[Any], ids: set[Any]) -> dict[Any, Any]:
    wanted = {each for each in ids if each is not None}
    return {each.id: each for each in session.scalars(select(model).where(model.id.in_(wanted)))} if wanted else {}

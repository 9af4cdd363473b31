"""Cases: opened once for a key and joined by whatever comes for it, with a place in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digest
from cektautan.desk.cases.forwarding import come_back, forwarded_case
from cektautan.desk.decisions.weighing import level_in_force
from cektautan.desk.policy import Policy
from cektautan.desk.rules.clocks import due_at as clock
from cektautan.desk.rules.priority import Waiting, rank
from cektautan.store.models import Case, Claim, Listing
from cektautan.store.unit_of_work import Work

GROUPS: Mapping[str, str] = {
    "report": "tip", "match": "tip", "changed_page": "changed_page",
    "changed_check": "changed_check", "import": "import", "appeal": "appeal", "expiry": "expiry",
    "second_look": "second_look", "sync": "sync", "proposal": "proposal",
}  # fmt: skip
"""What joins what: a reader's tip and a checker's finding about one key are one case; an objection is its own."""

NEWS: Mapping[str, str] = {
    "match": "A check has arrived.",
    "report": "It was reported again.",
}
"""Why a case comes back that was passed on, by what brings it."""


def open_or_merge(
    work: Work,
    policy: Policy,
    *,
    kind: str,
    key: str,
    lane: str = "unchecked",
    group: str = "",
    url: str = "",
    claim_id: str | None = None,
    listing_id: int | None = None,
    batch_id: int | None = None,
    details: Mapping[str, Any] | None = None,
    reports: int = 0,
    due_at: int | None = None,
) -> Case:
    """Return the case for a key that is not closed, bring back one that was passed on, or open one.

    Args:
        work: the decision that it belongs to.
        policy: the rules.
        kind: of the case, if it has to be opened.
        key: of its subject, or what else stands for it.
        lane: checked, unchecked, imposter or appeal; what is known better later moves an unchecked case.
        group: what it may be merged with; by its kind where not given.
        url: a cleaned address to look at.
        claim_id: the claim that it is about.
        listing_id: the listing.
        batch_id: the batch.
        details: what the kind needs beyond that; joins what is there.
        reports: how many reports come with it.
        due_at: when it should be decided; by its kind's clock where not given.

    """
    group = group or GROUPS[kind]
    case = work.session.scalar(
        select(Case).where(Case.merge_group == group, Case.key_sha256 == key_digest(key), Case.status != "closed")
    )
    if case is None and (case := forwarded_case(work.session, group, key)) is not None:
        come_back(work, policy, case, kind, NEWS.get(kind, ""))
        case.details = {**case.details, **(details or {})}
    elif case is None:
        case = Case(
            kind=kind, lane=lane, merge_group=group, key=key, url=url, claim_id=claim_id, listing_id=listing_id,
            batch_id=batch_id, details=dict(details or {}), opened_at=work.now, report_count=0, status="open",
            due_at=due_at or clock(kind, work.now, policy.numbers, policy.elections),
        )  # fmt: skip
        work.session.add(case)
        work.session.flush()
        work.record("case.opened", ("case", case.id), after={"kind": kind, "lane": lane, "group": group})
    elif details:
        case.details = {**case.details, **details}
    if case.lane == "unchecked":
        case.lane = lane
    case.claim_id = case.claim_id or claim_id
    case.listing_id = case.listing_id or listing_id
    count_reports(case, reports, work.now)
    set_rank(work.session, policy, case, work.now)
    return case


def count_reports(case: Case, reports: int, now: int) -> None:
    """Add reports to a case. That is all that a report can do to it, beside its place in the queue."""
    if reports:
        case.report_count += reports
        case.first_report_at = case.first_report_at or now
        case.last_report_at = now


def set_rank(session: Session, policy: Policy, case: Case, now: int) -> None:
    """Give a case its place in the queue."""
    listing = session.get(Listing, case.listing_id) if case.listing_id else None
    claim = session.get(Claim, case.claim_id) if case.claim_id else None
    level = level_in_force(session, listing, claim, now)
    waiting = Waiting(case.kind, case.lane, level, case.report_count, case.opened_at)
    case.priority = rank(waiting, policy.elections.at(now), policy.numbers)

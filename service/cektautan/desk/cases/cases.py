"""Cases: opened once for a key and joined by whatever comes for it, taken by one person at a time, closed with words.

Taking a case is no decision and leaves no event; closing one is. A lease only keeps people from doing the same work:
what makes a warning milder never waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digest
from cektautan.desk.cases.forwarding import FORWARDED, come_back, forwarded_case
from cektautan.desk.cases.to_reporters import ToReporters, check_claim, written
from cektautan.desk.decisions.edits import apply_edits, edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.weighing import level_in_force
from cektautan.desk.decisions.who import is_recused, kin, person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import DeskError, Invalid, NotFound, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.desk.rules.clocks import due_at as clock
from cektautan.desk.rules.lease import Lease
from cektautan.desk.rules.priority import Waiting, rank
from cektautan.store.models import Case, Claim, Listing, Note, Proposal, Source
from cektautan.store.transaction import Store
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

OUTCOMES = ("already_listed", "not_listed", "forwarded", "no_check", "done")
"""How a person may close a case; `listed` and the outcomes of objections come with their decisions."""

MOST_NOTE = 4000


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


def claim_case(store: Store, policy: Policy, account: int, case_id: int, now: int) -> Lease:
    """Take a case, or hold it longer.

    Raises:
        Refused: the role does not allow it, or somebody else has it.
        NotFound: there is no such case, or it is closed.

    """
    with store.deciding(f"account:{account}", now) as work:
        case = _open(work.session, case_id)
        _may(work.session, policy, account, "case.claim")
        held = Lease(case.lease_by, case.lease_until)
        if not held.free_for(account, now):
            raise Refused(Why.LEASED)
        taken = held.taken(account, now, policy.numbers.limits.lease_minutes)
        case.lease_by, case.lease_until = taken.by, taken.until
        return taken


def renew(store: Store, policy: Policy, account: int, case_id: int, now: int) -> Lease | None:
    """Hold a case longer that one has; None where one has it no more."""
    with store.deciding(f"account:{account}", now) as work:
        case = work.session.get(Case, case_id)
        held = Lease(case.lease_by, case.lease_until) if case is not None and case.status != "closed" else None
        if case is None or held is None or held.owner(now) != account:
            return None
        taken = held.taken(account, now, policy.numbers.limits.lease_minutes)
        case.lease_until = taken.until
        return taken


def release(store: Store, account: int, case_id: int, now: int) -> None:
    """Give a case back that one has."""
    with store.deciding(f"account:{account}", now) as work:
        case = work.session.get(Case, case_id)
        if case is not None and case.lease_by == account:
            free(case)


def release_other(store: Store, policy: Policy, account: int, case_id: int, reason: str, now: int) -> Done:
    """Free a case that somebody else has, with a reason. For administrators and those who may be the second person."""
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        case = _open(work.session, case_id)
        who = person(work.session, policy, account)
        if not who.acts & {"people.write", "listing.approve"}:
            raise Refused(Why.ROLE)
        owner = Lease(case.lease_by, case.lease_until).owner(now)
        free(case)
        event = work.record("case.freed", ("case", case.id), reason=words, before={"by": owner})
        return Done(event.seq, case_id=case.id)


def free(case: Case) -> None:
    """End the lease of a case."""
    case.lease_by = case.lease_until = None


def held_by_other(case: Case | None, account: int, now: int) -> bool:
    """True if somebody else is working on it."""
    return case is not None and not Lease(case.lease_by, case.lease_until).free_for(account, now)


def read_note(text: str) -> str:
    """Return the words of a note. Raises Invalid where there are none or too many."""
    words = text.strip()
    if not words or len(words) > MOST_NOTE:
        raise Invalid("text", "empty" if not words else "too_long")
    return words


def add_note(store: Store, policy: Policy, account: int, case_id: int, text: str, now: int) -> int:
    """Write a note for colleagues and return its number."""
    words = read_note(text)
    with store.deciding(f"account:{account}", now) as work:
        found(work.session, "case", case_id)
        _may(work.session, policy, account, "case.note")
        note = Note(case_id=case_id, by=account, at=now, text=words)
        work.session.add(note)
        work.session.flush()
        return note.id


def close(
    store: Store,
    policy: Policy,
    account: int,
    case_id: int,
    version: int,
    outcome: str,
    reason: str,
    now: int,
    answer: ToReporters | None = None,
) -> Done:
    """Close a case with an outcome that its reporters are told; see `close_many`."""
    return close_many(store, policy, account, [(case_id, version)], outcome, reason, now, answer)[0]


def forward(
    store: Store, policy: Policy, account: int, case_id: int, version: int, to: Sequence[str], reason: str, now: int
) -> Done:
    """Close a case as not checked yet and passed on to fact-checkers, whose sources are named.

    Raises what `close_many` raises; NotFound for a source that is not registered.
    """
    answer = ToReporters(forwarded_to=tuple(to))
    return close(store, policy, account, case_id, version, FORWARDED, reason, now, answer)


def close_many(
    store: Store,
    policy: Policy,
    account: int,
    cases: Iterable[tuple[int, int]],
    outcome: str,
    reason: str,
    now: int,
    answer: ToReporters | None = None,
) -> list[Done]:
    """Close cases with one reason, all of them or none.

    Args:
        store: the store.
        policy: the rules.
        account: who closes them.
        cases: number and version of each.
        outcome: one of OUTCOMES.
        reason: why.
        now: Unix seconds.
        answer: what their reporters are told beside the outcome.

    Raises:
        Refused: a rule.
        Invalid: an outcome, a reason, an answer or a case that cannot be closed so.
        Conflict: somebody was faster.
        NotFound: there is no such case, source or claim.

    """
    chosen = list(cases)
    words = read_reason(reason)
    if outcome not in OUTCOMES:
        raise Invalid("outcome", "unknown")
    said = written(answer or ToReporters(), outcome)
    if not 0 < len(chosen) <= policy.numbers.limits.bulk_cases:
        raise Invalid("cases", "too_many" if chosen else "none")
    with store.deciding(f"account:{account}", now) as work:
        _may(work.session, policy, account, "case.close")
        if missing := [each for each in said.get("forwarded_to", ()) if work.session.get(Source, each) is None]:
            raise NotFound(f"source {missing[0]}")
        check_claim(work.session, said.get("answered_by"))
        done = []
        for case_id, version in chosen:
            try:
                done.append(_close(work, account, case_id, version, words, {"outcome": outcome, **said}))
            except DeskError as problem:
                problem.case = case_id if len(chosen) > 1 else None
                raise
        return done


def closings(case: Case) -> tuple[str, ...]:
    """How a person may close a case of this kind: what a second look is about was reported by nobody, so it is done."""
    return ("done",) if case.kind == "second_look" else OUTCOMES


def can_close(case: Case) -> bool:
    """True if a case may be closed without a decision: no objection is, and nothing that waits for a second person."""
    return case.kind != "appeal" and case.status == "open"


def lowered_by(case: Case) -> frozenset[int]:
    """Return who made milder what a second look is about."""
    return frozenset(each for each in (*case.details.get("all_by", ()), case.details.get("by")) if each is not None)


def open_proposal(session: Session, case_id: int) -> Proposal | None:
    """Return what waits for a second person in a case."""
    return session.scalar(select(Proposal).where(Proposal.case_id == case_id, Proposal.status == "open"))


def case_for(session: Session, case_id: int | None) -> Case | None:
    """Return the open case that an act belongs to; None where it belongs to none. Raises NotFound."""
    return None if case_id is None else _open(session, case_id)


def _open(session: Session, case_id: int) -> Case:
    case = session.get(Case, case_id)
    if case is None or case.status == "closed":
        raise NotFound(f"case {case_id}")
    return case


def _close(work: Work, account: int, case_id: int, version: int, reason: str, ending: Mapping[str, Any]) -> Done:
    """Close one case with what its reporters are told."""
    case = found(work.session, "case", case_id)
    expect(work.session, case, version)
    if case.kind == "appeal":
        raise Invalid("case", "appeal")
    if is_recused(work.session, account, _claims(work.session, case)):
        raise Refused(Why.RECUSED)
    if case.kind == "second_look":
        if account in lowered_by(case):
            raise Refused(Why.OWN_LOWERING)
        if kin(work.session, account) & lowered_by(case):
            raise Refused(Why.KIN)
    if held_by_other(case, account, work.now):
        raise Refused(Why.LEASED)
    if case.status == "closed":
        raise Refused(Why.DECIDED)
    if open_proposal(work.session, case_id) is not None:
        raise Invalid("case", "proposal_waits")
    if ending["outcome"] not in closings(case):
        raise Invalid("outcome", "unfit")
    closing = edit(case, status="closed", closed_at=work.now, closed_by=account, **ending)
    free(case)
    event = apply_edits(work, "case.closed", ("case", case.id), [closing], reason=reason)
    return Done(event.seq, case_id=case.id)


def _claims(session: Session, case: Case) -> list[Claim]:
    listing = session.get(Listing, case.listing_id) if case.listing_id else None
    claim = session.get(Claim, case.claim_id or (listing.claim_id if listing else ""))
    return [] if claim is None else [claim]


def _may(session: Session, policy: Policy, account: int, act: str) -> None:
    if act not in person(session, policy, account).acts:
        raise Refused(Why.ROLE)

"""Closing cases by hand, one or many with one reason, and what their reporters are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.cases.finding_cases import open_proposal
from cektautan.desk.cases.leasing import free, held_by_other
from cektautan.desk.cases.to_reporters import ToReporters, check_claim, written
from cektautan.desk.decisions.edits import apply_edits, edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import kin, recusals, require, stays_out
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import DeskError, Invalid, NotFound, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.store.models import Account, Case, Claim, Listing, Source
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

OUTCOMES = ("already_listed", "not_listed", "forwarded", "no_check", "done")
"""How a person may close a case; `listed` and the outcomes of objections come with their decisions."""


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
        require(work.session, policy, account, "case.close")
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


def refusals(session: Session, account: int, cases: Iterable[Case]) -> Mapping[int, Why]:
    """Return why somebody may not close those of the cases that are not theirs to close, by the number of each."""
    out, relatives = recusals(session, account), kin(session, account)
    found: dict[int, Why] = {}
    for case in cases:
        if stays_out(out, _claims(session, case)):
            found[case.id] = Why.RECUSED
        elif case.kind == "second_look" and account in lowered_by(case):
            found[case.id] = Why.OWN_LOWERING
        elif case.kind == "second_look" and relatives & lowered_by(case):
            found[case.id] = Why.KIN
    return found


def closers(session: Session, policy: Policy, case: Case) -> list[str]:
    """Return the names of those who may close a case."""
    accounts = session.scalars(select(Account).where(Account.disabled_at.is_(None)).order_by(Account.name))
    return [
        each.name
        for each in accounts
        if policy.roles.may([held.role for held in each.roles], "case.close") and not refusals(session, each.id, [case])
    ]


def lowered_by(case: Case) -> frozenset[int]:
    """Return who made milder what a second look is about."""
    return frozenset(each for each in (*case.details.get("all_by", ()), case.details.get("by")) if each is not None)


def _close(work: Work, account: int, case_id: int, version: int, reason: str, ending: Mapping[str, Any]) -> Done:
    """Close one case with what its reporters are told."""
    case = found(work.session, "case", case_id)
    expect(work.session, case, version)
    if case.kind == "appeal":
        raise Invalid("case", "appeal")
    if (why := refusals(work.session, account, [case]).get(case_id)) is not None:
        raise Refused(why)
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


def _claims(session: Session, case: Case) -> Iterator[Claim]:
    listing = session.get(Listing, case.listing_id) if case.listing_id else None
    claim = session.get(Claim, case.claim_id or (listing.claim_id if listing else ""))
    if claim is not None:
        yield claim

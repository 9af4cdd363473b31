"""The deciding side of objections: acknowledging, admitting, deciding. Those about one thing are decided together.

Filing changes no level, nor does their number. Admitting lowers a warning page to a note until the decision, imposters
excepted. Whoever decides neither proposed nor approved; granting retracts, and the address is left in peace for ninety
days unless there is new evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from cektautan.core.vocabulary import Level
from cektautan.desk.cases.leasing import free, held_by_other
from cektautan.desk.decisions.appeal_outcomes import OUTCOMES, edits_of, steps_of
from cektautan.desk.decisions.decided_by import decided_by
from cektautan.desk.decisions.edits import apply_edits, edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import Colleague, person, who_may
from cektautan.desk.decisions.words import read_reason, read_told
from cektautan.desk.errors import Invalid, NotFound, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import APPLY, NeedsSecond, Refuse
from cektautan.desk.rules.facts import Act, Matter, Step
from cektautan.desk.rules.ruling import judge
from cektautan.store.in_force import in_force
from cektautan.store.models import Appeal, Case, Claim, Listing
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

TOLD = ("active", "provisional", "suspended")


def acknowledge(store: Store, policy: Policy, account: int, case_id: int, now: int) -> Done:
    """Say that a person has it. The clock of 24 hours ends; nothing else changes.

    Raises:
        Refused: the role does not allow it.
        NotFound: there is no such objection.

    """
    with store.deciding(f"account:{account}", now) as work:
        case, claim, _ = _about(work.session, case_id)
        _judge(work.session, policy, Act.ADMIT_APPEAL, account, case, claim, Matter(decided=case.status == "closed"))
        count = _write(work, case, "acknowledged_at", {"acknowledged_at": now})
        event = work.record(
            "appeal.acknowledged", ("case", case.id),
            after={"appeals": _told(case, "acknowledged_at", ["acknowledged_at"], count)},
        )  # fmt: skip
        return Done(event.seq, case_id=case.id)


def admit(store: Store, policy: Policy, account: int, case_id: int, version: int, reason: str, now: int) -> Done:
    """Admit an objection for decision: a warning page becomes a note until then, unless it warns of an imposter.

    Raises:
        Refused: a rule.
        Conflict: somebody was faster.
        NotFound: there is no such objection.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        case, claim, listings = _about(work.session, case_id)
        expect(work.session, case, version)
        decided = case.status == "closed" or _is_admitted(work.session, case)
        _judge(work.session, policy, Act.ADMIT_APPEAL, account, case, claim, Matter(decided=decided))
        spared = _is_imposter(policy, claim)
        suspended = [
            each for each in listings
            if not spared and each.status in ("active", "provisional") and _level(each, claim, now) == Level.WARNING
        ]  # fmt: skip
        for_a_day = [each.id for each in suspended if each.status == "provisional"]
        edits = [edit(each, status="suspended") for each in suspended]
        case.details = {**case.details, "suspended": [each.id for each in suspended], "for_a_day": for_a_day}
        _write(work, case, "acknowledged_at", {"acknowledged_at": now})
        count = _write(work, case, "admitted_at", {"admitted_at": now, "admitted_by": account})
        event = apply_edits(
            work, "appeal.admitted", ("case", case.id), [*edits, edit(case, status=case.status)], reason=words,
            more={"appeals": _told(case, "admitted_at", ["admitted_at", "admitted_by"], count)},
        )  # fmt: skip
        return Done(event.seq, case_id=case.id, listing_ids=tuple(each.id for each in suspended), claim_id=claim.id)


def decide_appeal(
    store: Store,
    policy: Policy,
    account: int,
    case_id: int,
    version: int,
    outcome: str,
    reasons_id: str,
    reasons_en: str,
    now: int,
    level: int | None = None,
) -> Done:
    """Decide every objection of a case.

    Args:
        store: the store.
        policy: the rules.
        account: who decides.
        case_id: the case.
        version: what was seen of it.
        outcome: granted, partly or rejected.
        reasons_id: why, for whoever objected and for the public record, in Indonesian.
        reasons_en: the same in English.
        now: Unix seconds.
        level: what is left of the warning where it was granted in part.

    Raises:
        Refused: a rule.
        Invalid: the outcome, the level or the reasons.
        Conflict: somebody was faster.
        NotFound: there is no such objection.

    """
    if outcome not in OUTCOMES:
        raise Invalid("outcome", "unknown")
    if (level in (1, 2)) != (outcome == "partly"):
        raise Invalid("level", "unknown")
    said = (
        read_told(reasons_id, "reasons_id", needed=True),
        read_told(reasons_en, "reasons_en", needed=True),
    )
    with store.deciding(f"account:{account}", now) as work:
        session = work.session
        case, claim, listings = _about(session, case_id)
        expect(session, case, version)
        steps = steps_of(outcome, listings, claim, level, now)
        matter = Matter(
            deciders=decided_by(session, listings), decided=case.status == "closed",
            leased_by_other=held_by_other(case, account, now),
        )  # fmt: skip
        _judge(session, policy, Act.DECIDE_APPEAL, account, case, claim, matter, steps)
        edits = edits_of(session, policy, outcome, case, claim, listings, level, now)
        free(case)
        edits.append(edit(case, status="closed", outcome=outcome, closed_at=now, closed_by=account))
        fields = {"decided_at": now, "decided_by": account, "outcome": outcome, "reasons_id": said[0],
                  "reasons_en": said[1]}  # fmt: skip
        _write(work, case, "acknowledged_at", {"acknowledged_at": now})
        count = _write(work, case, "decided_at", fields)
        event = apply_edits(
            work, f"appeal.{outcome}", ("case", case.id), edits, reason=said[0],
            more={"appeals": _told(case, "decided_at", list(fields), count), "reasons": {"id": said[0], "en": said[1]}},
        )  # fmt: skip
        touched = tuple(int(each.id) for each in edits if each.kind == "listing")
        return Done(event.seq, case_id=case.id, listing_ids=touched, claim_id=claim.id)


def deciders(session: Session, policy: Policy, case: Case) -> list[Colleague]:
    """Return who may decide an objection, and who may not and why."""
    _, claim, listings = _about(session, case.id)
    matter = Matter(deciders=decided_by(session, listings), decided=case.status == "closed")
    return who_may(session, policy, Act.DECIDE_APPEAL, matter, [], [claim])


def _about(session: Session, case_id: int) -> tuple[Case, Claim, list[Listing]]:
    case: Case = found(session, "case", case_id)
    if case.kind != "appeal":
        raise NotFound(f"appeal {case_id}")
    if case.listing_id is not None:
        listing = session.get_one(Listing, case.listing_id)
        return case, session.get_one(Claim, listing.claim_id), [listing]
    if case.claim_id is None:
        raise NotFound(f"appeal {case_id}")
    told = select(Listing).where(Listing.claim_id == case.claim_id, Listing.status.in_(TOLD)).order_by(Listing.id)
    return case, session.get_one(Claim, case.claim_id), list(session.scalars(told))


def _judge(
    session: Session, policy: Policy, act: Act, account: int, case: Case, claim: Claim, matter: Matter,
    steps: Iterable[Step] = (),
) -> None:  # fmt: skip
    ruling = judge(act, person(session, policy, account, [claim]), matter, list(steps))
    if ruling != APPLY:
        assert isinstance(ruling, Refuse | NeedsSecond)  # noqa: S101 -- there is no fourth answer
        raise Refused(ruling.why)


def _write(work: Work, case: Case, when: str, fields: dict[str, Any]) -> int:
    """Write into those objections of a case that were not written into yet; return how many that were."""
    open_ = Appeal.case_id == case.id, getattr(Appeal, when).is_(None), Appeal.decided_at.is_(None)
    count = work.session.scalar(select(func.count()).select_from(Appeal).where(*open_)) or 0
    work.session.execute(update(Appeal).where(*open_).values(**fields))
    return count


def _is_admitted(session: Session, case: Case) -> bool:
    admitted = select(Appeal.id).where(Appeal.case_id == case.id, Appeal.admitted_at.is_not(None))
    return session.scalar(admitted.limit(1)) is not None


def _told(case: Case, at: str, fields: list[str], count: int) -> dict[str, Any]:
    return {"case": case.id, "at": at, "fields": fields, "count": count}


def _is_imposter(policy: Policy, claim: Claim) -> bool:
    return claim.verdict == "imposter" and bool(claim.imitates) and policy.names.named(claim.imitates or "") is not None


def _level(listing: Listing, claim: Claim, now: int) -> int:
    terms = in_force(listing, claim, now)
    return 0 if terms is None else terms.level

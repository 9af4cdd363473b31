"""Files what a reader sends: a report or a wish for a check joins the case of its key, an objection becomes an appeal.

One transaction a filing, found again by its ticket, so that the same thing sent twice is filed once. It decides
nothing: however many reports a case has, no level changes (docs/adr/0100). A report is no event of the log, for a flood
of them must not drown the decisions there; the case counts them, and its opening is an event.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.core.keys import key_digests
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.policy import Policy
from cektautan.desk.readers import objections
from cektautan.desk.readers.filing import WRONG, Filing
from cektautan.desk.readers.tickets import ticket_hash
from cektautan.store.in_force import in_force
from cektautan.store.models import Appeal, Claim, Listing, Report, ReportMonth
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work


@dataclass(frozen=True)
class Filed:
    """What became of a filing."""

    filed_at: int
    new: bool
    """False where the same ticket had been filed before."""


def file(store: Store, policy: Policy, filing: Filing, secret: str, now: int) -> Filed:
    """File what a reader sent, or find that it was filed before.

    Raises:
        StoreUnavailableError: nothing was filed; the same ticket may be sent again.

    """
    hashed = ticket_hash(filing.ticket, secret)
    with store.deciding("reader", now) as work:
        before = filed_at(work.session, hashed)
        if before is not None:
            return Filed(before, new=False)
        if filing.kind != WRONG or not objections.file(work, policy, filing, hashed):
            _report(work, policy, filing, hashed)
        return Filed(now, new=True)


def filed_at(session: Session, hashed: str) -> int | None:
    """Return when the ticket of this hash was filed, or None."""
    for model in (Report, Appeal):
        found = session.scalar(select(model.filed_at).where(model.ticket_hash == hashed))
        if found is not None:
            return found
    return None


def _report(work: Work, policy: Policy, filing: Filing, hashed: str) -> None:
    claim_id, lane = _known(work, filing)
    case = open_or_merge(
        work,
        policy,
        kind="report",
        group="tip",
        lane=lane,
        key=filing.key,
        url=filing.url,
        claim_id=claim_id,
        reports=1,
    )
    made = Report(
        case_id=case.id,
        kind=filing.kind,
        reason_code=filing.reason,
        url=filing.url,
        key=filing.key,
        filed_at=work.now,
        ticket_hash=hashed,
        language=filing.language,
    )
    work.session.add(made)
    _count(work, filing.kind)
    if filing.personal:
        work.session.flush()
        work.keep_personal(("report", made.id), filing.personal)


def _count(work: Work, kind: str) -> None:
    """Count it by month, for the public figures; decisions are serial, so nobody else counts meanwhile."""
    month = day_of(work.now).replace(day=1)
    row = work.session.get(ReportMonth, (month, kind))
    if row is None:
        work.session.add(ReportMonth(month=month, kind=kind, count=1))
    else:
        row.count += 1


def _known(work: Work, filing: Filing) -> tuple[str | None, str]:
    """Return the claim that the address is recorded under, if any, and the lane of its case."""
    found = work.session.execute(
        select(Listing, Claim)
        .join(Claim, Listing.claim_id == Claim.id)
        .where(Listing.sha256.in_(key_digests(filing.keys)))
    ).all()
    told = [claim.id for listing, claim in found if in_force(listing, claim, work.now) is not None]
    if told:
        return told[0], "checked"
    return None, "imposter" if filing.reason == "imposter" else "unchecked"

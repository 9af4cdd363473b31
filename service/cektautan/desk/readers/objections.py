"""Files objections: "peringatan ini salah" about something that readers are told of becomes an appeal with its clocks.

Filing one changes no level, nor do a thousand: those about one listing share a case and are decided together. An
objection to something that is not listed is no appeal; `file` says so, and it is filed as a report that says so too.
"""

from __future__ import annotations

from sqlalchemy import select

from cektautan.core.keys import key_digests
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.policy import Policy
from cektautan.desk.readers.filing import Filing
from cektautan.desk.rules.clocks import appeal_due
from cektautan.store.in_force import in_force
from cektautan.store.models import Appeal, Claim, Listing
from cektautan.store.unit_of_work import Work

FILED = "appeal.filed"


def file(work: Work, policy: Policy, filing: Filing, hashed: str) -> bool:
    """File an appeal; False where nothing is listed that it could be against."""
    listing = _listing(work, filing)
    claim_id = listing.claim_id if listing is not None else _claim(work, filing)
    if claim_id is None:
        return False
    key = listing.key if listing is not None else f"claim:{claim_id}"
    case = open_or_merge(
        work,
        policy,
        kind="appeal",
        group="appeal",
        lane="appeal",
        key=key,
        url=filing.url,
        claim_id=claim_id,
        listing_id=None if listing is None else listing.id,
        reports=1,
    )
    due = appeal_due(work.now, policy.numbers, policy.elections)
    made = Appeal(
        case_id=case.id,
        listing_id=None if listing is None else listing.id,
        claim_id=claim_id,
        key=key,
        url=filing.url,
        appellant="owner" if filing.owner else "reader",
        reason_code=filing.reason,
        ticket_hash=hashed,
        language=filing.language,
        filed_at=work.now,
        ack_due=due.acknowledge,
        decide_due=due.decide,
    )
    work.session.add(made)
    work.session.flush()
    commitments = work.keep_personal(("appeal", made.id), filing.personal)
    work.record(
        FILED,
        ("appeal", made.id),
        after={
            "case": case.id,
            "claim": claim_id,
            "listing": made.listing_id,
            "appellant": made.appellant,
            "reason_code": made.reason_code,
            "decide_due": made.decide_due,
            "personal": commitments,
        },
    )
    return True


def _listing(work: Work, filing: Filing) -> Listing | None:
    """Return what a reader of this address is warned of: the most specific key, and of the claim that was named."""
    rows = work.session.execute(
        select(Listing, Claim)
        .join(Claim, Listing.claim_id == Claim.id)
        .where(Listing.sha256.in_(key_digests(filing.keys)))
    ).all()
    told = []
    for listing, claim in rows:
        terms = in_force(listing, claim, work.now)
        if terms is not None and terms.level > 0:
            other = listing.claim_id != filing.claim
            told.append((other, filing.keys.index(listing.key), -terms.level, listing.id))
    return work.session.get(Listing, min(told)[-1]) if told else None


def _claim(work: Work, filing: Filing) -> str | None:
    """Return the claim that was named, where it is on record: an objection may come from its own page."""
    claim = None if filing.claim is None else work.session.get(Claim, filing.claim)
    return claim.id if claim is not None and claim.status == "active" else None

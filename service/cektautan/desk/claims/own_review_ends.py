"""How a check of our own ends: approved by a second person and published, rejected, or taken back by one.

While it is published it stands among the checks of its claim, at an address of ours (docs/adr/0046), in the name of the
desk's own source. What is published is what the second person looked at, by its hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from cektautan.core.days import day_of
from cektautan.desk.cases.leasing import free
from cektautan.desk.cases.second_looks import look_again
from cektautan.desk.claims.own_review_text import Site, brief, digest
from cektautan.desk.claims.own_reviews import claim_of, last_event, require, review_of, waiting
from cektautan.desk.decisions.edits import Edit, apply_edits, edit
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.states import state_of
from cektautan.desk.decisions.who import person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Conflict, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Refuse, Why
from cektautan.desk.rules.facts import Act, Matter
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Case, Claim, Event, Listing, OwnReview, Proposal, Source
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

SOURCE: Final = "meja"
"""The source that our own checks are cited by."""


def decide_review(
    store: Store,
    policy: Policy,
    account: int,
    review_id: str,
    version: int,
    reason: str,
    now: int,
    *,
    site: Site | None,
) -> Done:
    """Approve what was proposed and publish it on a site, or reject it (`site` is None).

    Raises:
        Refused: a rule.
        NotFound: there is no such check.
        Conflict: somebody else decided or changed it.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        review = review_of(work.session, review_id, version)
        claim = claim_of(work.session, review.claim_id)
        proposal = waiting(work.session, review.id)
        if proposal is None:
            raise Refused(Why.DECIDED)
        matter = Matter(proposer=proposal.proposed_by, approves_by="own_review.approve")
        ruling = judge(Act.APPROVE if site else Act.REJECT, person(work.session, policy, account, [claim]), matter)
        if isinstance(ruling, Refuse):
            raise Refused(ruling.why)
        if proposal.payload["text"] != digest(review):
            raise Conflict("own_review", review.id, last_event(work.session, review.id))
        _end(work, proposal, "approved" if site else "rejected", account, words)
        before = brief(review)
        review.version += 1
        if site is None:
            review.status = "draft"
            event = work.record("own_review.rejected", ("own_review", review.id), reason=words, before=before,
                                after=brief(review))  # fmt: skip
            return Done(event.seq, claim_id=claim.id, proposal_id=proposal.id)
        event = _publish(work, claim, review, site, account, words)
        return Done(event.seq, claim_id=claim.id, proposal_id=proposal.id)


def publish_proposed(work: Work, payload: Mapping[str, Any], reason: str) -> bool:
    """Publish what a proposal says, for the desk's own way of approving; False where it is not that any more."""
    review = work.session.get(OwnReview, payload["own_review"])
    if review is None or review.status != "proposed" or digest(review) != payload["text"]:
        return False
    claim = claim_of(work.session, review.claim_id)
    review.version += 1
    _publish(work, claim, review, Site(**payload["site"]), int(work.actor.removeprefix("account:")), reason)
    return True


def withdraw_review(
    store: Store, policy: Policy, account: int, review_id: str, version: int, reason: str, now: int, *, site: Site
) -> Done:
    """Take a check back: one person's act, at once, and a case for another one.

    What was only proposed goes back to its writer. What was published is gone from its claim; its page says so.

    Raises:
        Refused: the role does not allow it, or there is nothing to take back.
        NotFound: there is no such check.
        Conflict: somebody else changed it.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        review = review_of(work.session, review_id, version)
        claim = claim_of(work.session, review.claim_id)
        require(person(work.session, policy, account, [claim]), "own_review.write")
        before = brief(review)
        if review.status == "proposed":
            proposal = waiting(work.session, review.id)
            if proposal is not None:
                _end(work, proposal, "withdrawn", account, words)
            review.status = "draft"
        elif review.status == "published":
            review.status = "withdrawn"
            url = site.address(review.id)
            kept = [each for each in state_of(claim)["reviews"] if each["url"] != url]
            edits = [edit(claim, reviews=kept), *([] if kept else _unchecked(work, policy, claim))]
            apply_edits(work, "claim.check_removed", ("claim", claim.id), edits, reason=words)
            look_again(work, policy, account, f"own_review:{review.id}", claim_id=claim.id,
                       details={"own_review": review.id})  # fmt: skip
        else:
            raise Refused(Why.DECIDED)
        review.version += 1
        event = work.record("own_review.withdrawn", ("own_review", review.id), reason=words, before=before,
                            after=brief(review))  # fmt: skip
        return Done(event.seq, claim_id=claim.id)


def _publish(work: Work, claim: Claim, review: OwnReview, site: Site, account: int, reason: str) -> Event:
    before = brief(review)
    review.status, review.approved_by, review.published_at = "published", account, work.now
    _cite(work, claim, review, site, reason)
    return work.record("own_review.published", ("own_review", review.id), reason=reason, before=before,
                       after=brief(review))  # fmt: skip


def _cite(work: Work, claim: Claim, review: OwnReview, site: Site, reason: str) -> None:
    """Put the check among those of its claim, in the name of the desk's own source."""
    if work.session.get(Source, SOURCE) is None:
        own = Source(
            id=SOURCE, name=site.publisher, site=site.host, other_sites=[], kind="own", reliability="F",
            standing="unknown", notes="", origin="desk",
        )  # fmt: skip
        work.session.add(own)
        work.session.flush()
        work.record("source.written", ("source", SOURCE), reason=reason, after={"name": own.name, "site": own.site,
                                                                                "kind": own.kind})  # fmt: skip
    url = site.address(review.id)
    made = {"source_id": SOURCE, "url": url, "rating": review.rating, "verdict": review.verdict,
            "date": day_of(work.now).isoformat()}  # fmt: skip
    reviews = [*(each for each in state_of(claim)["reviews"] if each["url"] != url), made]
    apply_edits(work, "claim.check_added", ("claim", claim.id), [edit(claim, reviews=reviews)], reason=reason)


def _unchecked(work: Work, policy: Policy, claim: Claim) -> list[Edit]:
    """Suspend what would warn without any check, until somebody has looked at it; an imposter needs none."""
    if claim.verdict == "imposter" and policy.names.named(claim.imitates or "") is not None:
        return []
    warns = select(Listing).where(Listing.claim_id == claim.id, Listing.status.in_(("active", "provisional")))
    return [edit(each, status="suspended") for each in work.session.scalars(warns)]


def _end(work: Work, proposal: Proposal, status: str, account: int, reason: str) -> None:
    proposal.status, proposal.decided_by, proposal.decided_at = status, account, work.now
    proposal.decision_reason = reason
    proposal.version += 1
    case = work.session.get(Case, proposal.case_id) if proposal.case_id else None
    if case is not None and case.status != "closed":
        case.status, case.outcome, case.closed_at, case.closed_by = "closed", "done", work.now, account
        case.version += 1
        free(case)

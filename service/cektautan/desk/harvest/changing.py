"""A check that was known is read again: unchanged, changed, or gone. What rests on it goes on top of the queue.

A warning says what a named checker found. When the checker corrects or withdraws that, a person has to look at once;
until then nothing changes for readers by itself, because a publisher's page that breaks must not clear anything.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digest
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.harvest.offering import offer, says, take_over
from cektautan.desk.policy import Policy
from cektautan.sources.protocol import FoundReview
from cektautan.store.models import Case, Claim, Feed, Finding, Review
from cektautan.store.unit_of_work import Work


def seen_again(
    work: Work, policy: Policy, feed: Feed, finding: Finding, found: FoundReview, verdict: str, *, may_open: bool
) -> list[Case]:
    """Take over what the publisher says now, and open cases where that matters.

    Args:
        work: the decision that it belongs to.
        policy: the rules.
        feed: where it was found.
        finding: what was known.
        found: what the publisher says now.
        verdict: what that means.
        may_open: whether the feed may still open a case today. What is held stays held; what now names something new
            is held where it may not.

    Returns:
        The cases of claims that rest on it, and the one of a check that now names something new.

    """
    before, was, told = finding.fingerprint, says(finding), finding.verdict
    take_over(work.session, policy.reference, finding, feed, found, verdict)
    back = finding.missing > 0 or finding.state == "gone"
    finding.looked_at, finding.missing = work.now, 0
    if finding.state == "gone":
        finding.state = "offered"
    if finding.fingerprint == before and not back:
        return _contradicted(work, policy, finding)
    if finding.fingerprint == before:
        return []
    finding.was = {**was, "until": work.now}
    cases = [_case(work, policy, claim, finding, "changed") for claim in resting_on(work.session, finding.url)]
    another = (finding.verdict, finding.appearances) != (told, was["appearances"])
    if cases or not another or finding.state in ("dismissed", "held"):
        return cases
    if not may_open:
        finding.state = "held"
        return []
    case = offer(work, policy, policy.reference, finding)
    return [] if case is None else [case]


def seen_gone(work: Work, policy: Policy, finding: Finding, times: int) -> list[Case]:
    """Count that a check's page was not there; after so many times in a row it is gone, which opens cases."""
    finding.looked_at = work.now
    finding.missing += 1
    if finding.missing < times or finding.state == "gone":
        return []
    finding.state = "gone"
    return [_case(work, policy, claim, finding, "gone") for claim in resting_on(work.session, finding.url)]


def resting_on(session: Session, check: str) -> list[Claim]:
    """Return the claims in force that cite a check, by their names."""
    query = (
        select(Claim)
        .join(Review, Review.claim_id == Claim.id)
        .where(Review.url_sha256 == key_digest(check), Claim.status == "active")
        .order_by(Claim.id)
    )
    return list(session.scalars(query).unique())


def _contradicted(work: Work, policy: Policy, finding: Finding) -> list[Case]:
    """The claims that were entered by hand with another finding than the one that the page gives."""
    if finding.verdict == "unknown":
        return []
    cases = []
    for claim in resting_on(work.session, finding.url):
        ours = next(each.verdict for each in claim.reviews if each.url_sha256 == finding.url_sha256)
        told: dict[str, str] = finding.was.get("contradicted", {})
        if ours != finding.verdict and told.get(claim.id) != finding.verdict:
            finding.was = {**finding.was, "contradicted": {**told, claim.id: finding.verdict}, "verdict": ours}
            cases.append(_case(work, policy, claim, finding, "contradicted"))
    return cases


def _case(work: Work, policy: Policy, claim: Claim, finding: Finding, how: str) -> Case:
    details: dict[str, Any] = {"finding": finding.id, "how": how, "was": dict(finding.was)}
    return open_or_merge(
        work, policy, kind="changed_check", key=f"check:{finding.url}:{claim.id}", url=finding.url, lane="checked",
        claim_id=claim.id, details=details,
    )  # fmt: skip

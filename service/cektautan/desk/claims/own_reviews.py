"""A check that the desk wrote itself: written by one person, published when another one agrees, taken back at once.

It is what others may rest a warning on, so it has the rule of a strong listing: two people. It never carries level 3
(a desk that checks what it lists would be its own witness): its source is of the kind `own`. It must never name an
address that is listed, or our own page would lead to the hoax. How it ends is `own_review_ends`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.keys import key_digests
from cektautan.desk.cases.leasing import free
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.claims.own_review_text import TEXTS, Site, Written, brief, digest, whole
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Conflict, Invalid, NotFound, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Refuse, Why
from cektautan.desk.rules.facts import Act, Matter, Person
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Claim, Event, Listing, OwnReview, Proposal
from cektautan.store.transaction import Store

CAN_CHANGE: Final = ("draft", "withdrawn")
"""A check that others read is taken back before it is changed, so that it never changes under their eyes."""


def write_review(
    store: Store,
    policy: Policy,
    account: int,
    claim_id: str,
    written: Written,
    now: int,
    review_id: str | None = None,
    version: int | None = None,
) -> tuple[str, Done]:
    """Write a check of a claim, or change one that nobody reads; return its name.

    Raises:
        Refused: the role does not allow it, or it is published or waits for a second person.
        NotFound: there is no such claim, or no such check of it.
        Conflict: somebody else changed it.

    """
    with store.deciding(f"account:{account}", now) as work:
        claim = claim_of(work.session, claim_id)
        require(person(work.session, policy, account, [claim]), "own_review.write")
        if review_id is None:
            review = OwnReview(id=_free_name(work.session, claim_id), claim_id=claim_id, written_by=account, version=0)
            work.session.add(review)
            before = None
        else:
            review = review_of(work.session, review_id, version)
            before = brief(review)
            if review.claim_id != claim_id:
                raise NotFound(f"own_review {review_id}")
            if standing(work.session, review) not in CAN_CHANGE:
                raise Refused(Why.DECIDED)
        for name, text in written.texts.items():
            setattr(review, name, text)
        review.verdict, review.status, review.written_by = written.verdict, "draft", account
        review.version += 1
        event = work.record("own_review.written", ("own_review", review.id), before=before, after=brief(review))
        return review.id, Done(event.seq, claim_id=claim_id)


def propose_review(
    store: Store,
    policy: Policy,
    account: int,
    review_id: str,
    version: int,
    reason: str,
    now: int,
    *,
    site: Site,
    keys: Collection[str] = (),
) -> Done:
    """Ask for a second person to publish it on a site; `keys` are those of every address that its texts name.

    Raises:
        Refused: a rule.
        Invalid: a text is missing, or names an address that is listed.
        NotFound: there is no such check.
        Conflict: somebody else changed it.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        review = review_of(work.session, review_id, version)
        claim = claim_of(work.session, review.claim_id)
        ruling = judge(Act.PUBLISH_OWN_REVIEW, person(work.session, policy, account, [claim]), Matter())
        if isinstance(ruling, Refuse):
            raise Refused(ruling.why)
        if standing(work.session, review) != "draft":
            raise Refused(Why.DECIDED)
        _check_whole(work.session, review, keys)
        case = open_or_merge(
            work, policy, kind="proposal", lane="checked", key=f"own_review:{review.id}", claim_id=claim.id,
            details={"own_review": review.id},
        )  # fmt: skip
        proposal = Proposal(
            case_id=case.id, kind="own_review", reason=words,
            payload={"own_review": review.id, "text": digest(review), "site": asdict(site)},
            why_second=Why.OWN_REVIEW.value, proposed_by=account, proposed_at=now,
        )  # fmt: skip
        work.session.add(proposal)
        case.status = "waiting"
        free(case)
        review.status = "proposed"
        review.version += 1
        work.session.flush()
        event = work.record(
            "own_review.proposed", ("own_review", review.id), reason=words, before={"status": "draft"},
            after=whole(review),
        )  # fmt: skip
        return Done(event.seq, applied=False, case_id=case.id, proposal_id=proposal.id, claim_id=claim.id,
                    why=Why.OWN_REVIEW)  # fmt: skip


def waiting(session: Session, review_id: str) -> Proposal | None:
    """Return the proposal that a check waits with."""
    found = session.scalars(select(Proposal).where(Proposal.kind == "own_review", Proposal.status == "open"))
    return next((each for each in found if each.payload.get("own_review") == review_id), None)


def standing(session: Session, review: OwnReview) -> str:
    """Return where a check stands: one whose proposal was rejected or has become stale is a draft again."""
    return "draft" if review.status == "proposed" and waiting(session, review.id) is None else review.status


def claim_of(session: Session, claim_id: str) -> Claim:
    """Return a claim that there is. Raises NotFound."""
    claim = session.get(Claim, claim_id)
    if claim is None or claim.status == "removed":
        raise NotFound(f"claim {claim_id}")
    return claim


def review_of(session: Session, review_id: str, version: int | None) -> OwnReview:
    """Return a check as it was looked at. Raises NotFound, Conflict."""
    review = session.get(OwnReview, review_id)
    if review is None:
        raise NotFound(f"own_review {review_id}")
    if review.version != version:
        raise Conflict("own_review", review_id, last_event(session, review_id))
    return review


def require(who: Person, act: str) -> None:
    """Raise Refused where somebody may not do an act alone."""
    if act not in who.acts:
        raise Refused(Why.ROLE)
    if who.recused:
        raise Refused(Why.RECUSED)


def last_event(session: Session, review_id: str) -> Event | None:
    """Return what was last done to a check."""
    of = select(Event).where(Event.object_kind == "own_review", Event.object_id == review_id)
    return session.scalar(of.order_by(Event.seq.desc()).limit(1))


def _check_whole(session: Session, review: OwnReview, keys: Collection[str]) -> None:
    for name in TEXTS:
        if not getattr(review, name):
            raise Invalid(name, "empty")
    listed = (
        select(Listing.id)
        .where(Listing.sha256.in_(key_digests(keys)), Listing.status.not_in(("removed", "retracted")))
        .limit(1)
    )
    if keys and session.scalar(listed) is not None:
        raise Invalid("body_id", "names_listed")


def _free_name(session: Session, claim_id: str) -> str:
    """Return a name for a new check of a claim: the claim's own, then with a number."""
    names = [claim_id[:90], *(f"{claim_id[:90]}-{number}" for number in range(2, 100))]
    taken = set(session.scalars(select(OwnReview.id).where(OwnReview.id.in_(names))))
    return next(each for each in names if each not in taken)

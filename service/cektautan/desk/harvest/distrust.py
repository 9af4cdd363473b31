"""Withdrawing trust from a source: what rests on it alone becomes a note, and its feeds are stopped, in one act.

A claim rests on a source alone where no other source's check carries it. What another one carries at a lower level
falls to that; what another one carries as it is stays. The source's standing becomes `distrusted`, so that what it says
from then on carries nothing either. It is one decision with one event, so one undo takes it back, judged like any
raising, and one case is opened in which somebody else looks again. The record of a source in blocklists/ stays in its
file: the distrust is the desk's (docs/adr/0133, docs/adr/0140).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cektautan.blocklists.lint_entry import STRONG
from cektautan.desk.claims.sources import DISTRUSTED
from cektautan.desk.decisions.edits import Edit, apply_edits, edit
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.settling import Wish, settle
from cektautan.desk.decisions.who import require
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Invalid, NotFound
from cektautan.desk.harvest.pages import forget_versions
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Act
from cektautan.store.in_force import in_force
from cektautan.store.models import Claim, Event, Feed, Listing, Review, Source
from cektautan.store.transaction import Store

ACTION: Final = "source.distrusted"
MOST: Final = 5_000
"""Listings that one act changes; a source on which more rests came by imports, which are taken back as such."""
CARRIED_MILDER: Final = 2
"""The level that a check carries whose source cannot carry the warning page."""


@dataclass(frozen=True)
class Resting:
    """What would become of everything that rests on a source."""

    suspended: Mapping[int, int]
    """Listings that become a note, by the level at which readers are told of them now."""
    lowered: int
    """Listings that another check carries, but not at level 3."""
    stay: int
    """Listings that another check carries as they are."""
    notes: int
    """Listings that are notes already, and stay such."""
    claims: int
    """Claims of which something changes."""
    feeds: tuple[str, ...]
    """Feeds that are stopped."""
    edits: tuple[Edit, ...]

    @property
    def changed(self) -> int:
        """How many listings are told more mildly."""
        return sum(self.suspended.values()) + self.lowered

    @property
    def nothing(self) -> bool:
        """Whether it is not trusted already, and nothing rests on it any more."""
        return not self.edits


def resting(session: Session, source_id: str, now: int) -> Resting:
    """Return what would become of everything that rests on a source. Raises NotFound."""
    source = session.get(Source, source_id)
    if source is None:
        raise NotFound(f"source {source_id}")
    able = {each.id for each in session.scalars(select(Source)) if each.can_support_level_3}
    nobody = {each.id for each in session.scalars(select(Source)) if not each.trusted} | {source_id}
    cited = select(Review.claim_id).where(Review.source_id == source_id)
    query = select(Claim).where(Claim.status == "active", Claim.id.in_(cited)).options(selectinload(Claim.reviews))
    claims = {each.id: each for each in session.scalars(query)}
    told = select(Listing).where(
        Listing.status.in_(("active", "provisional")),
        Listing.claim_id.in_(select(Claim.id).where(Claim.status == "active", Claim.id.in_(cited))),
    )
    suspended: Counter[int] = Counter()
    lowered = stay = notes = 0
    edits: list[Edit] = []
    touched: set[str] = set()
    for listing in session.scalars(told.order_by(Listing.id)):
        claim = claims[listing.claim_id]
        terms = in_force(listing, claim, now)
        level = 0 if terms is None else terms.level
        carried = _carried(claim, nobody, able)
        if level <= 1:
            notes += level
            continue
        if carried >= level:
            stay += 1
            continue
        values: dict[str, Any] = {"level": carried} if carried else {"status": "suspended"}
        edits.append(edit(listing, **values))
        touched.add(claim.id)
        if carried:
            lowered += 1
        else:
            suspended[level] += 1
    feeds = list(session.scalars(select(Feed).where(Feed.source_id == source_id, Feed.status != "distrusted")))
    edits += [edit(each, status="distrusted") for each in feeds]
    if source.trusted:
        edits.append(edit(source, standing=DISTRUSTED))
    names = tuple(sorted(each.id for each in feeds))
    return Resting(dict(suspended), lowered, stay, notes, len(touched), names, tuple(edits))


def distrust(store: Store, policy: Policy, account: int, source_id: str, seen: int, reason: str, now: int) -> Done:
    """Withdraw trust from a source.

    Args:
        store: the store.
        policy: the rules.
        account: who does it.
        source_id: the source.
        seen: how many listings the preview said would change.
        reason: why.
        now: Unix seconds.

    Raises:
        Refused: the role does not allow it, or the person is recused from something that rests on it.
        Invalid: the reason; nothing rests on it and no feed reads it; too much; or no longer what was seen.
        NotFound: there is no such source.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        require(work.session, policy, account, "listing.lower")
        found = resting(work.session, source_id, now)
        if found.nothing:
            raise Invalid("source", "nothing_rests")
        if found.changed != seen:
            raise Invalid("source", "rests_otherwise")
        if found.changed > MOST:
            raise Invalid("source", "rests_too_much")
        subject = ("source", source_id)
        if found.feeds:
            forget_versions(work.session)
        if not found.changed:
            # Only what comes from now on is concerned: readers see no difference, so nobody has to look again.
            return Done(apply_edits(work, ACTION, subject, found.edits, reason=words).seq)
        listings = tuple(int(each.id) for each in found.edits if each.kind == "listing")
        wish = Wish(
            Act.SUSPEND, ACTION, subject, found.edits, words, "restore", f"source:{source_id}", listing_ids=listings
        )
        return settle(work, policy, account, wish, None)


def distrusted(session: Session, source_id: str) -> Event | None:
    """Return the decision by which trust was withdrawn from a source; None where it was not, or is given again."""
    source = session.get(Source, source_id)
    if source is None or source.trusted:
        return None
    query = select(Event).where(Event.object_kind == "source", Event.object_id == source_id, Event.action == ACTION)
    return session.scalar(query.order_by(Event.seq.desc()).limit(1))


def _carried(claim: Claim, nobody: set[str], able: set[str]) -> int:
    """Return the level that the checks of sources that are trusted carry a claim at; 0 for none."""
    others = [
        each
        for each in claim.reviews
        if each.source_id not in nobody and (each.verdict == claim.verdict or {each.verdict, claim.verdict} <= STRONG)
    ]
    if not others:
        return 0
    if any(each.verdict in STRONG and each.source_id in able for each in others):
        return 3
    return min(claim.level, CARRIED_MILDER)

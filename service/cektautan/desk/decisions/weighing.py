"""What edits would make readers see, listing by listing, with everything that the rules ask about it.

Reads the store and changes nothing: each listing that the edits touch, or whose claim they touch, is put beside what it
would become, and what is in force of both is compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session, selectinload

from cektautan.blocklists.lint_entry import STRONG
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.days import day_of
from cektautan.core.keys import key_digests
from cektautan.desk.decisions.edits import Edit, found
from cektautan.desk.decisions.states import state_of
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Step
from cektautan.desk.rules.numbers import DAY
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Claim, Listing, Source

MANY = 500
"""More keys than one query names."""

WORDS = ("text_id", "text_en", "statement_id", "statement_en")
"""What a claim says to readers."""

HIGHEST = 50
"""Of a claim with thousands of listings the highest tell what is in force."""


@dataclass(frozen=True)
class Weighed:
    """What edits come to."""

    steps: tuple[Step, ...]
    """Each kind of step once."""
    claims: tuple[Claim, ...]
    """The claims that they are about."""
    raised: int
    """How many listings would warn more strongly."""


def weigh(session: Session, policy: Policy, edits: Sequence[Edit], now: int) -> Weighed:
    """Return what edits come to at a moment. Raises NotFound where a row is gone."""
    session.flush()
    values: dict[str, dict[str, Any]] = {}
    for each in edits:
        values.setdefault(each.name, {}).update(each.values)
    claim_ids = {str(each.id) for each in edits if each.kind == "claim"}
    listings = {each.id: found(session, "listing", each.id) for each in edits if each.kind == "listing"}
    if claim_ids:
        listings |= {each.id: each for each in session.scalars(select(Listing).where(Listing.claim_id.in_(claim_ids)))}
    claim_ids |= {each.claim_id for each in listings.values()}
    claims = {
        each.id: each
        for each in session.scalars(select(Claim).where(Claim.id.in_(claim_ids)).options(selectinload(Claim.reviews)))
    }
    standings = {str(each.id): each.values["standing"] for each in edits if each.kind == "source"}
    facts = StepFacts(session, policy, now, [each.key for each in listings.values()], standings)
    steps: dict[Step, int] = {}
    for listing in listings.values():
        claim = claims[listing.claim_id]
        edited = values.get(f"claim:{claim.id}", {})
        before = in_force(listing, claim, now)
        after = in_force(_edited(listing, values.get(f"listing:{listing.id}", {})), _edited(claim, edited), now)
        own = values.get(f"listing:{listing.id}", {})
        reworded = _rewords(claim, edited) or _rewords(listing, own)
        if before != after or own or (reworded and after is not None):
            step = replace(facts.step(listing, claim, edited, _level(before), _level(after)), reworded=reworded)
            if before is not None and after is None and (left := covering(session, listing, now)) is not None:
                step = replace(step, after=left, uncovers=True)
            if "immune_until" in values.get(f"listing:{listing.id}", {}):
                # Taking back what granted the rest takes the rest back.
                step = replace(step, immune=False)
            steps[step] = steps.get(step, 0) + 1
    return Weighed(
        steps=tuple(steps),
        claims=tuple(claims.values()),
        raised=sum(count for step, count in steps.items() if step.raises),
    )


class StepFacts:
    """What is asked of each listing, looked up once for all of them."""

    def __init__(
        self, session: Session, policy: Policy, now: int, keys: list[str], standings: Mapping[str, str] | None = None
    ) -> None:
        """Look up what may be asked at a moment, in Unix seconds, of listings with these keys.

        Args:
            session: a transaction.
            policy: the rules.
            now: Unix seconds.
            keys: of the listings.
            standings: what sources become by the act itself, such as trusted again.

        """
        self._policy = policy
        self._names = policy.reference.names
        self._window = policy.elections.at(now)
        self._today = day_of(now)
        becomes = standings or {}
        known = [(each, becomes.get(each.id, each.standing)) for each in session.scalars(select(Source))]
        self._trusted = {each.id for each, standing in known if standing != "distrusted"}
        self._able = {each.id for each, standing in known if each.kind == "fact_checker" and standing == "good"}
        marked = select(Listing.key, Listing.immune_until, Listing.provisional_until).where(
            Listing.immune_until.is_not(None) | Listing.provisional_until.is_not(None)
        )
        if len(keys) <= MANY:
            marked = marked.where(Listing.sha256.in_(key_digests(keys)))
        self._immune: dict[str, datetime.date] = {}
        self._provisional: set[str] = set()
        for key, immune, provisional in session.execute(marked):
            if immune is not None:
                self._immune[key] = max(immune, self._immune.get(key, immune))
            if provisional is not None:
                self._provisional.add(key)
        self._of_claims: dict[str, dict[str, Any]] = {}

    def step(
        self, listing: Listing, claim: Claim, edited: dict[str, Any], before: int | None, after: int | None
    ) -> Step:
        """Return what an act makes of one listing.

        Args:
            listing: the row.
            claim: its claim.
            edited: what the act changes of the claim.
            before: the level in force; None where readers are told nothing.
            after: the level in force afterwards.

        """
        return Step(
            before=before,
            after=after,
            kind=listing.kind,
            protected=protects(self._names, listing.key),
            immune=self._is_immune(listing.key, claim),
            provisional_before=listing.key in self._provisional,
            **self._of_claim(claim, edited),
        )

    def _of_claim(self, claim: Claim, edited: dict[str, Any]) -> dict[str, Any]:
        if claim.id in self._of_claims:
            return self._of_claims[claim.id]
        verdict = edited.get("verdict", claim.verdict)
        about = edited.get("about", claim.about)
        texts = [edited.get(name, getattr(claim, name)) for name in WORDS]
        imitates = edited.get("imitates", claim.imitates)
        # What a source says whose trust is withdrawn carries nothing, as if it had never been said.
        reviews = [each for each in reviews_of(claim, edited) if each[0] in self._trusted]
        strong = {source for source, found in reviews if found in STRONG}
        numbers = self._policy.numbers
        found = {
            "verdict": verdict,
            "checked": bool(reviews),
            "supported": bool(strong & self._able),
            "imposter": verdict == "imposter" and bool(imitates) and self._names.named(imitates or "") is not None,
            "procedure": bool(numbers.procedure_tags & set(about))
            and any(source in numbers.procedure_sources and found in STRONG for source, found in reviews),
            "contestant": self._window is not None and self._window.about_contestant(about, texts),
        }
        self._of_claims[claim.id] = found
        return found

    def _is_immune(self, key: str, claim: Claim) -> bool:
        """True within the days after a granted appeal, unless a check was published since."""
        until = self._immune.get(key)
        if until is None or until < self._today:
            return False
        granted = until - datetime.timedelta(days=self._policy.numbers.limits.immunity_days)
        return not any(review.date > granted for review in claim.reviews)


def covering(session: Session, listing: Listing, now: int) -> int | None:
    """Return what readers are told of a key when its own listing is gone: the level of what covers it, or nothing.

    Removing a milder listing from below a stronger one makes readers see the stronger one.
    """
    if not listing.domain:
        return None
    wider = select(Listing).where(
        Listing.domain == listing.domain, Listing.kind.in_(("path", "host", "domain")), Listing.id != listing.id,
        Listing.status.in_(("active", "provisional", "suspended", "retracted")),
    )  # fmt: skip
    place = listing.key.partition(":")[2]
    told = [
        terms.level
        for each in session.scalars(wider)
        if _covers(each.key, place)
        and (terms := in_force(each, session.get_one(Claim, each.claim_id), now)) is not None
    ]
    return max(told, default=None)


def _covers(key: str, place: str) -> bool:
    kind, _, name = key.partition(":")
    if kind == "path":
        return place != name and place.startswith(name)
    host = place.partition("/")[0].partition(":")[0]
    return host == name or (kind == "domain" and host.endswith(f".{name}"))


def reviews_of(claim: Claim, edited: dict[str, Any]) -> list[tuple[str, str]]:
    """Return source and verdict of each check that a claim has, or would have."""
    if "reviews" in edited:
        return [(each["source_id"], each["verdict"]) for each in edited["reviews"]]
    return [(each.source_id, each.verdict) for each in claim.reviews]


def protects(names: ProtectedNames, key: str) -> str:
    """Return the kind of protected name that a key belongs to or covers; empty for none."""
    kind, _, rest = key.partition(":")
    if kind == "content":
        return ""
    host = rest.partition("/")[0]
    if not host.startswith("["):
        host = host.partition(":")[0]
    if (owner := names.legitimate(host)) is not None:
        return owner.kind
    if kind in ("host", "domain"):
        if names.is_public_suffix(host) or ((shared := names.shared(host)) is not None and shared.name == host):
            return "shared"
        if kind == "domain" and (below := names.below(host)) is not None:
            return below.kind
    return ""


def level_in_force(session: Session, listing: Listing | None, claim: Claim | None, now: int) -> int:
    """Return the highest level in force of a listing, or of a claim's listings; 0 for none."""
    listings: Iterable[Listing] = [listing] if listing is not None else []
    if listing is None and claim is not None:
        highest = select(Listing).where(Listing.claim_id == claim.id).order_by(Listing.level.desc()).limit(HIGHEST)
        listings = session.scalars(highest)
    told = [in_force(each, session.get_one(Claim, each.claim_id), now) for each in listings]
    return max((terms.level for terms in told if terms is not None), default=0)


def immune_until(now: int, days: int) -> str:
    """Return the last day of the rest after a granted appeal."""
    return day_of(now + days * DAY).isoformat()


def _rewords(row: Any, edited: dict[str, Any]) -> bool:
    """True if edits change what a row says, apart from its level. A check that joins the others changes none of it."""
    said = edited.keys() & {*WORDS, "verdict", "about", "imitates", "reviews"}
    if not said:
        return False
    was = state_of(row)
    if any(edited[name] != was.get(name) for name in said - {"reviews"}):
        return True
    return "reviews" in said and any(each not in edited["reviews"] for each in was["reviews"])


def _level(terms: Terms | None) -> int | None:
    return None if terms is None else terms.level


def _edited(row: Any, values: dict[str, Any]) -> Any:
    """Return what a row would be, apart from the session."""
    copy = SimpleNamespace()
    for column in inspect(type(row)).column_attrs:
        value = values.get(column.key, getattr(row, column.key))
        if isinstance(value, str) and isinstance(column.columns[0].type, Date):
            value = datetime.date.fromisoformat(value)
        setattr(copy, column.key, value)
    return cast(Any, copy)

"""Everything that the rules ask about one step: what a listing was and would be, what covers it, whose name it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.blocklists.lint_entry import STRONG
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.days import day_of
from cektautan.core.keys import key_digests
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Step
from cektautan.store.in_force import in_force
from cektautan.store.models import Claim, Listing, Source

MANY = 500
"""More keys than one query names."""

WORDS = ("text_id", "text_en", "statement_id", "statement_en")
"""What a claim says to readers."""


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

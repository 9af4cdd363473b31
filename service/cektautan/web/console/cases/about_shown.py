"""What a case is about, in the words of its page: the claim, its checks, and what an objection is to as it stands now.

An address of a listing is text and never a link; a check is linked only where readers would be shown it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cektautan.desk.cases.dossier import Dossier
from cektautan.store.in_force import Terms
from cektautan.store.models import Claim, Listing, Review
from cektautan.web.console.cases.case_shown import claim_words
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.site.names import day
from cektautan.web.site.readable import readable
from cektautan.web.texts import Texts


@dataclass(frozen=True)
class CheckShown:
    """A check of the claim."""

    publisher: str
    found: str
    link: str
    """Its address, where it can be read; empty elsewhere."""


@dataclass(frozen=True)
class DisputedShown:
    """A listing that is objected to."""

    id: int
    shown: Shown
    scope: str
    status: str
    tone: str
    level: str
    """What readers are told of it now."""


@dataclass(frozen=True)
class AboutShown:
    """The panel."""

    claim_id: str
    claim: str
    checks: tuple[CheckShown, ...]
    disputed: tuple[DisputedShown, ...]


def show_about(dossier: Dossier, texts: Texts) -> AboutShown | None:
    """Return what a case is about; None where it is about no claim yet."""
    claim = dossier.claim
    if claim is None:
        return None
    return AboutShown(
        claim_id=claim.id,
        claim=claim_words(claim, texts),
        checks=tuple(_check(each, dossier.sources, texts) for each in claim.reviews),
        disputed=tuple(_disputed(listing, terms, claim, texts) for listing, terms in dossier.disputed),
    )


def _check(review: Review, sources: Any, texts: Texts) -> CheckShown:
    source = sources.get(review.source_id)
    verdict = words.verdict_of(texts, review.verdict)
    found = [show_text(review.rating) or verdict, *([day(review.date, texts)] if review.date else [])]
    return CheckShown(
        publisher=show_text(source.name if source else review.source_id),
        found=", ".join(found),
        link=review.url if readable(review.url) else "",
    )


def _disputed(listing: Listing, terms: Terms | None, claim: Claim, texts: Texts) -> DisputedShown:
    level = None if terms is None else terms.level
    # A listing whose claim was taken back is not in force, whatever its own row says.
    status = "retracted" if claim.status == "withdrawn" else listing.status
    return DisputedShown(
        id=listing.id,
        shown=show_address(listing.url, texts),
        scope=words.say(texts, "scope", listing.kind),
        status=words.say(texts, "listing", status),
        tone=words.LEVEL_TONES.get(level, "plain") if level is not None else "plain",
        level=words.level(texts, level),
    )

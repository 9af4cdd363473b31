"""The listing of a case, in the words of its page: how it stands, and which steps up or down its forms offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cektautan.core.vocabulary import Level
from cektautan.desk.cases.dossier import Dossier
from cektautan.store.models import Listing
from cektautan.web.console.cases.case_shown import claim_words
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.site.names import day
from cektautan.web.texts import Texts


def show_listing(dossier: Dossier, levels: Sequence[int], may_restore: bool, texts: Texts) -> dict[str, Any] | None:
    """The listing with what can be done about it; None where the case is about none.

    Args:
        dossier: the case.
        levels: to which the one who looks may raise it.
        may_restore: whether they may put it back in force.
        texts: of the page.

    """
    listing = dossier.listing
    if listing is None:
        return None
    level = None if dossier.terms is None else dossier.terms.level
    names = [dossier.names.get(each, "") for each in (listing.proposed_by, listing.approved_by) if each]
    claim = dossier.claim
    return {
        "id": listing.id,
        "version": listing.version,
        "claim_id": listing.claim_id,
        "claim_text": claim_words(claim, texts) if claim else listing.claim_id,
        "status": words.say(texts, "listing", listing.status),
        "tone": words.LEVEL_TONES.get(level, "plain") if level is not None else "plain",
        "level": words.level(texts, level),
        "review_by": day(listing.review_by, texts),
        "people": ", ".join(dict.fromkeys(map(show_text, filter(None, names)))),
        "immune": day(listing.immune_until, texts) if listing.immune_until else "",
        "waits": listing.status == "proposed",
        "can_lower": level is not None and level > 0,
        "milder": _milder(level, listing, texts),
        "stronger": _stronger(levels, may_restore, texts),
    }


def _milder(level: int | None, listing: Listing, texts: Texts) -> list[tuple[str, str, str]]:
    lower = [
        (
            f"tingkat-{each}",
            texts.say("desk_milder_lower", level=words.level(texts, each)),
            texts["desk_milder_lower_means"],
        )
        for each in range((level or 0) - 1, 0, -1)
    ]
    suspend = [("tangguhkan", texts["desk_milder_suspend"], texts["desk_milder_suspend_means"])]
    retract = [("cabut", texts["desk_milder_retract"], texts["desk_milder_retract_means"])]
    # What is a note already is no milder by being suspended.
    suspends = listing.status in ("active", "provisional") and (level or 0) > Level.NOTE
    return [*lower, *(suspend if suspends else []), *retract]


def _stronger(levels: Sequence[int], may_restore: bool, texts: Texts) -> list[tuple[str, str]]:
    if may_restore:
        return [("berlaku", texts["desk_stronger_restore"])]
    return [(f"tingkat-{each}", texts.say("desk_stronger_raise", level=words.level(texts, each))) for each in levels]

"""What a patrol saw, in the words of the desk's pages: before and after side by side, and the last look at a listing.

Everything that a page said was written by strangers: it is text, and an address is never a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cektautan.desk.patrol.of_case import LastLook, Patrolled
from cektautan.store.in_force import Terms
from cektautan.store.models import Listing
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.texts import Texts

PARTS: Final = ("at", "title", "text", "address", "words", "fingerprint")
"""What is laid side by side, in the order in which it is read."""


@dataclass(frozen=True)
class PatrolShown:
    """The panel of a case."""

    how: str
    means: str
    facts: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]
    """What it is, before, and now."""
    told: tuple[tuple[int, str, Shown, str, str], ...]
    """What is listed on a domain: number, claim, address, tone, and what readers are told."""
    total: int


def show_patrol(patrolled: Patrolled | None, now: int, texts: Texts) -> PatrolShown | None:
    """Return what a case was opened for as its page shows it; None where no patrol opened it."""
    if patrolled is None:
        return None
    said = patrolled.said
    how = f"{patrolled.how}_item" if said.get("item") else patrolled.how
    return PatrolShown(
        how=texts.texts.get(f"patrol_how_{how}") or texts["patrol_how_changed"],
        means=texts.texts.get(f"patrol_means_{how}") or texts["patrol_means_changed"],
        facts=tuple(_facts(said, now, texts)),
        rows=tuple(_rows(patrolled.how, said.get("before"), said.get("after"), texts)),
        told=tuple(_told(listing, terms, texts) for listing, terms in patrolled.listings),
        total=int(said.get("total") or 0),
    )


def show_look(look: LastLook | None, now: int, texts: Texts) -> str:
    """Return the last look at a listing in a sentence."""
    if look is None:
        return ""
    if look.tried_at is None:
        return texts[f"patrol_not_{look.outcome}"]
    at = when.ago(look.tried_at, now, texts)
    if look.saw:
        return texts.say("patrol_looked", when=at, what=texts[f"patrol_seen_{look.outcome}"])
    why = texts.texts.get(f"patrol_why_{look.outcome}") or show_text(look.outcome)
    tried = texts.say("patrol_tried", when=at, why=why)
    if look.looked_at is None:
        return tried
    return f"{tried} {texts.say('patrol_seen_before', when=when.ago(look.looked_at, now, texts))}"


def _facts(said: Mapping[str, Any], now: int, texts: Texts) -> Iterable[str]:
    if said.get("registered"):
        yield texts.say(
            "patrol_registered", registered=texts.date(str(said["registered"])), listed=texts.date(str(said["listed"]))
        )
        if said.get("known_on", said["listed"]) != said["listed"]:
            yield texts.say("patrol_checked", checked=texts.date(str(said["known_on"])))
        return
    if said.get("since") and said.get("times"):
        yield texts.say("patrol_times", count=said["times"], since=when.ago(said["since"], now, texts))
    if said.get("kept") is not None:
        yield texts.say("patrol_kept", percent=said["kept"])


def _rows(how: str, before: Any, after: Any, texts: Texts) -> Iterable[tuple[str, str, str]]:
    """Both sides of each part; a page that was never seen before, or is gone, has one side only."""
    sides = [each if isinstance(each, dict) else {} for each in (before, after)]
    if not any(sides):
        return
    absent = (texts["patrol_never_seen"], texts["patrol_gone"] if how == "gone" else texts["patrol_never_seen"])
    first, second = (
        _parts(side, texts) if side else (none,) * len(PARTS) for side, none in zip(sides, absent, strict=True)
    )
    for part, one, other in zip(PARTS, first, second, strict=True):
        yield texts[f"patrol_part_{part}"], one, other


def _parts(side: Mapping[str, Any], texts: Texts) -> tuple[str, ...]:
    """One side, part by part as `PARTS` names them."""
    return (
        _at(side, texts),
        *(show_text(str(side.get(name) or "")) or "-" for name in ("title", "excerpt", "address")),
        str(side.get("words", "-")),
        str(side.get("fingerprint") or "-")[:16],
    )


def _at(side: Mapping[str, Any], texts: Texts) -> str:
    at = when.hour(int(side.get("at") or 0), texts)
    return texts.say("patrol_kept_at_proposal", when=at) if side.get("kept_as") == "evidence" else at


def _told(listing: Listing, terms: Terms | None, texts: Texts) -> tuple[int, str, Shown, str, str]:
    level = None if terms is None else terms.level
    tone = words.LEVEL_TONES.get(level, "plain") if level is not None else "plain"
    return listing.id, listing.claim_id, show_address(listing.url, texts), tone, words.level(texts, level)

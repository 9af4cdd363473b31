"""What a look means beside what was there before: nothing, gone, changed, or leading elsewhere.

Pure. A page is the same while it holds half of what it said, whatever stands around it; what is shorter because it is
for subscribers is the same too. The root of a site that is listed as a whole changes every day, so only a root that
has another name as well has changed; of one without a title nothing can be said. One look is a doubt; `noting` says
when it is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.desk.patrol.fingerprint import compare
from cektautan.desk.patrol.observing import GONE, NO_NAME, READ, Seen
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.desk.patrol.snapshot import Snapshot

ROOT: Final = "root"
NO_TITLE: Final = "no_title"
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a look means."""

    how: str = ""
    """gone, changed or elsewhere; empty where nothing is different, or nothing can be said."""
    kept: int | None = None
    """How much of what it said the page still says, in percent."""
    outcome: str = ""
    """Why nothing can be said after all, where comparing shows it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is looked at."""

    key: str
    kind: str
    """page, or root: that of a site which is listed as a whole."""
    domain: str
    """The registrable domain."""


def differs(place: Place, before: Snapshot | None, seen: Seen, patrol: PatrolRules, rules: Rules) -> Difference:
    """Return what a look means; `before` is None where nothing was seen yet."""
    if seen.outcome in (GONE, NO_NAME):
        return Difference("gone")
    page = seen.page
    if seen.outcome != READ or page is None:
        return Difference()
    if before is not None and before.whole and not page.whole:
        return Difference(outcome="cut_off")
    alike = None if before is None else compare(before.mark, page.mark)
    kept = None if alike is None else round(100 * alike.kept)
    is_same_text = kept is not None and kept >= patrol.kept_percent
    if _leads_elsewhere(place, before, page, rules, is_same_text=is_same_text):
        return Difference("elsewhere", kept)
    if before is None or alike is None:
        return Difference()
    if is_same_text:
        return Difference("changed" if _takes_back(before, page, patrol) else "", kept)
    if seen.cut_short and round(100 * alike.part) >= patrol.part_percent:
        return Difference(kept=kept, outcome="paywall")
    if place.kind == ROOT:
        if not before.title.strip() and not page.title.strip():
            return Difference(kept=kept, outcome=NO_TITLE)
        if _share_a_name(before.title, page.title, patrol):
            return Difference(kept=kept)
    return Difference("changed", kept)


def is_again(how: str, one: Snapshot, other: Snapshot, patrol: PatrolRules) -> bool:
    """True if two looks saw one thing, so that the second one confirms the first or tells nothing new."""
    if how == "elsewhere":
        # Where an address leads may hold another number each time.
        return one.key == other.key or _host(one.address) == _host(other.address)
    alike = compare(one.mark, other.mark)
    return round(100 * max(alike.kept, alike.part)) >= patrol.kept_percent


def _leads_elsewhere(
    place: Place, before: Snapshot | None, page: Snapshot, rules: Rules, *, is_same_text: bool
) -> bool:
    """True if what opens is not what the key names, nor where it led when it was first seen."""
    try:
        found = identify(page.address, rules)
    except NotJudgeable:
        return True
    if place.key in found.keys or (before is not None and before.key == page.key):
        return False
    on_site = bool(place.domain) and f"domain:{place.domain}" in found.keys
    if before is None:
        # A permanent address in the place of a number is the page itself; another site, or the front page, is not.
        return not on_site or _is_front(found)
    return not (on_site and is_same_text)


def _host(address: str) -> str:
    try:
        return parse(address, frozenset()).host
    except NotJudgeable:
        return address


def _is_front(found: Identity) -> bool:
    return "/" not in found.key.partition("/")[2] and found.key.endswith("/") and "?" not in found.key


def _takes_back(before: Snapshot, page: Snapshot, patrol: PatrolRules) -> bool:
    """True if the head of the page says that something is corrected, which it did not say before."""
    said = [f"{each.title}\n{each.excerpt}".casefold() for each in (before, page)]
    return any(each in said[1] and each not in said[0] for each in patrol.corrections)


def _share_a_name(one: str, other: str, patrol: PatrolRules) -> bool:
    """True if two titles of a site's root are one, or share a word by which a site is known (`RRI`): it goes by its
    name still.
    """
    first, second = (" ".join(each.casefold().split()) for each in (one, other))
    return first == second or bool(set(_WORD.findall(first)) & set(_WORD.findall(second)) - patrol.no_names)

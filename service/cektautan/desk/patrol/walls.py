"""Recognises a page that stands before another one: a login, a wish for consent, a riddle, a provider's filter.

Whoever meets one has not seen what is behind, so it is never read as a change (rules/patrol.json, with examples). Words
alone decide only about short pages: a report about such pages is longer. Pure.
"""

from __future__ import annotations

from cektautan.core.address import NotJudgeable, parse
from cektautan.desk.patrol.main_text import PageText, count_words
from cektautan.desk.patrol.rules import Condition, PatrolRules, Wall


def find_wall(address: str, markup: str, page: PageText, rules: PatrolRules) -> Wall | None:
    """Return the wall that a page is; None where it is none.

    Args:
        address: where it was found in the end.
        markup: its HTML.
        page: what it says.
        rules: which walls there are.

    """
    host, path = _taken_apart(address)
    parts = {
        "host": host,
        "address": host + path,
        "title": page.title.casefold(),
        "text": page.everything.casefold(),
        "markup": markup.casefold(),
    }
    words = count_words(page.everything)
    for wall in rules.walls:
        if wall.most_words is not None and words > wall.most_words:
            continue
        if all(_holds(each, parts[each.part]) for each in wall.where):
            return wall
    return None


def is_cut_short(page: PageText, rules: PatrolRules) -> bool:
    """True of a page that offers a subscription: it may show the beginning of its text alone."""
    said = page.everything.casefold()
    return any(each in said for each in rules.paywall)


def _holds(condition: Condition, said: str) -> bool:
    match condition.part:
        case "host":
            return any(said == each or said.endswith(f".{each}") for each in condition.has)
        case "address":
            # A path ends where a segment does: /loginhelp is no /login.
            return any(said == each or said.startswith((f"{each}/", f"{each}?")) for each in condition.has)
        case _:
            return any(each in said for each in condition.has)


def _taken_apart(address: str) -> tuple[str, str]:
    try:
        found = parse(address, frozenset())
    except NotJudgeable:
        return "", ""
    return found.host, found.full_path

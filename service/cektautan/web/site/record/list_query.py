"""Reads what somebody looks for from the address of the list, and writes it into one.

The address of a page of the list is stable: parameters stand in a fixed order, and what was not chosen does not stand
there at all. A value that a field cannot have is left out and named, and the rest of the question is answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from cektautan.core.record import Status
from cektautan.core.vocabulary import Level, Verdict
from cektautan.lookup.catalogue import FILTERS, SORTS, Question

MOST_LETTERS = 200

KNOWN: Mapping[str, tuple[str, ...]] = {
    "verdict": tuple(each.word for each in Verdict if each is not Verdict.UNKNOWN),
    "level": tuple(str(each.value) for each in Level),
    "status": tuple(each.value for each in Status),
}
"""The values of the filters that have a vocabulary, in its order."""

_SHAPES = {
    "year": re.compile(r"[0-9]{4}"),
    "topic": re.compile(r"[a-z0-9-]{1,40}"),
    "platform": re.compile(r"[a-z0-9-]{1,40}"),
}
_PAGE = re.compile(r"[1-9][0-9]{0,5}")


def read(arguments: Mapping[str, str]) -> tuple[Question, list[str]]:
    """The question that an address asks, and the names of the fields whose values are none."""
    wrong = []
    text = arguments.get("q", "").strip()
    if len(text) > MOST_LETTERS:
        wrong.append("q")
    filters = {}
    for name in FILTERS:
        value = arguments.get(name, "")
        if _can_be(name, value):
            filters[name] = value
        elif value:
            wrong.append(name)
    sort = arguments.get("sort", "")
    if sort and sort not in SORTS:
        wrong.append("sort")
    page = arguments.get("page", "")
    if page and not _PAGE.fullmatch(page):
        wrong.append("page")
    question = Question(
        text[:MOST_LETTERS],
        filters,
        sort if sort in SORTS else SORTS[0],
        int(page) if _PAGE.fullmatch(page) else 1,
    )
    return question, wrong


def write(question: Question, page: int | None = None) -> str:
    """The query of an address that asks this question, of another page where one is given; without the language."""
    asked = question if page is None else replace(question, page=page)
    pairs = [("q", asked.text), *((name, asked.filters.get(name, "")) for name in FILTERS)]
    pairs.append(("sort", "" if asked.sort == SORTS[0] else asked.sort))
    pairs.append(("page", "" if asked.page == 1 else str(asked.page)))
    return urlencode([(name, value) for name, value in pairs if value])


def _can_be(name: str, value: str) -> bool:
    known = KNOWN.get(name)
    return value in known if known is not None else bool(_SHAPES[name].fullmatch(value))

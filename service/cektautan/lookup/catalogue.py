"""Search over the public record: which claims fit a text and a choice of filters, in which order, page by page.

Pure. What a claim can be found by is prepared once a set. A text is found in either language, in the checkers' names
and ratings, in topics and in the record's name; each of its words has to occur, in whatever order. Beside each filter
stands how many claims each choice would leave, so that nobody has to try. A removed claim is found by its name and its
status alone: nothing else of it is told.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cektautan.lookup.public_record import Claim

FILTERS = ("verdict", "level", "status", "year", "topic", "platform")
SORTS = ("changed", "checked", "listed")
ON_A_PAGE = 20

WEB = "web"
"""The place of whatever lies on no platform that we know."""

_NEVER = date.min


@dataclass(frozen=True)
class Question:
    """What somebody looks for."""

    text: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Values by the names of FILTERS; a filter that is absent is not applied."""
    sort: str = SORTS[0]
    page: int = 1


@dataclass(frozen=True)
class Found:
    """What fits."""

    claims: tuple[Claim, ...]
    """Those of the page that was asked for."""
    total: int
    pages: int
    counts: Mapping[str, Mapping[str, int]]
    """By filter and value, how many claims there would be if that value were chosen and all else stayed."""


@dataclass(frozen=True)
class _Entry:
    claim: Claim
    text: str
    values: Mapping[str, frozenset[str]]
    order: Mapping[str, tuple[date, date]]


def fold(text: str) -> str:
    """Letters and digits only, small, without marks, so that spelling matters as little as it can.

    >>> fold("Réalitas: KPK-Rampas!")
    'realitas kpk rampas'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


class Catalogue:
    """All claims of one published set, ready to be searched."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        # Where the day is the same, the name decides; it is put in order once.
        self._entries = [_entry(claim) for claim in sorted(claims, key=lambda claim: claim.id)]

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, question: Question) -> Found:
        """Answer a question. A page beyond the last one is empty."""
        words = dict.fromkeys(fold(question.text).split())
        fitting: list[_Entry] = []
        counts: dict[str, Counter[str]] = {name: Counter() for name in FILTERS}
        for entry in self._entries:
            if not all(word in entry.text for word in words):
                continue
            refused = [name for name, value in question.filters.items() if value not in entry.values[name]]
            if not refused:
                fitting.append(entry)
            if len(refused) < 2:
                # An entry that a single filter refuses is what another choice in that very filter would show.
                for name in refused or FILTERS:
                    counts[name].update(entry.values[name])
        fitting.sort(key=lambda entry: entry.order[question.sort], reverse=True)
        start = (question.page - 1) * ON_A_PAGE
        shown = tuple(entry.claim for entry in fitting[start : start + ON_A_PAGE])
        return Found(shown, len(fitting), max(1, -(-len(fitting) // ON_A_PAGE)), counts)


def _entry(claim: Claim) -> _Entry:
    level = claim.level_for_readers
    checked = max((check.date for check in claim.reviews), default=_NEVER)
    places = set(claim.platforms)
    if claim.listings > sum(claim.platforms.values()):
        places.add(WEB)
    searched = [
        claim.id,
        *claim.text.values(),
        *claim.statement.values(),
        *claim.about,
        *(word for check in claim.reviews for word in (check.publisher, check.rating)),
    ]
    return _Entry(
        claim,
        fold(" ".join(searched)),
        {
            "verdict": frozenset(() if claim.verdict is None else (claim.verdict,)),
            "level": frozenset(() if level is None else (str(level),)),
            "status": frozenset({claim.status.value}),
            "year": frozenset(str(check.date.year) for check in claim.reviews),
            "topic": frozenset(claim.about),
            "platform": frozenset(places),
        },
        {
            "changed": (claim.changed, checked),
            "checked": (checked, claim.changed),
            "listed": (claim.listed or _NEVER, checked),
        },
    )

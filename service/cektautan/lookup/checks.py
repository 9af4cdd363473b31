"""Search over the checks of the public record: who checked what, the newest first (Fact Check Tools, `claims:search`).

Pure. What a claim is found by is prepared once a set: its text in both languages, the checkers' names, its topics. Each
word of a question has to begin a word there. Claims whose warning was taken back, and removed ones, are in no answer: a
check that did not hold is not handed on as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ada_url import URL

from cektautan.core.record import Check, Status
from cektautan.lookup.catalogue import fold
from cektautan.lookup.public_record import Claim

MOST_WORDS = 20
"""Of a question; further ones are not looked at."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for."""

    text: str = ""
    site: str = ""
    """A host as in an address, lower case: checks published there or below it."""
    since: date | None = None
    """The oldest day of a check."""


@dataclass(frozen=True)
class Published:
    """A check and the site that it stands at."""

    check: Check
    site: str
    """The host of its address without `www.`"""


@dataclass(frozen=True)
class Checked:
    """A claim with the checks that were asked for, newest first."""

    claim: Claim
    checks: tuple[Published, ...]


class Checks:
    """All checks of one published set, ready to be searched."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        told = [each for each in map(_checked, claims) if each is not None]
        told.sort(key=lambda each: each.claim.id)
        told.sort(key=lambda each: each.checks[0].check.date, reverse=True)
        self._all = told
        places: dict[str, list[int]] = {}
        for place, each in enumerate(told):
            for word in _words(each):
                places.setdefault(word, []).append(place)
        self._words = sorted(places)
        self._places = places

    def find(self, wanted: Wanted) -> Sequence[Checked]:
        """Return what fits, by the day of the newest check, then by the claim's name."""
        words = dict.fromkeys(fold(wanted.text).split()[:MOST_WORDS])
        if wanted.text and not words:
            return ()
        found: set[int] | None = None
        for word in words:
            fitting = self._beginning(word)
            found = fitting if found is None else found & fitting
            if not found:
                return ()
        places = range(len(self._all)) if found is None else sorted(found)
        narrowed = (_narrow(self._all[place], wanted) for place in places)
        return [each for each in narrowed if each is not None]

    def _beginning(self, word: str) -> set[int]:
        """Return the places of the claims with a word that begins so."""
        found: set[int] = set()
        for at in range(bisect_left(self._words, word), len(self._words)):
            if not self._words[at].startswith(word):
                break
            found.update(self._places[self._words[at]])
        return found


def _checked(claim: Claim) -> Checked | None:
    if claim.status not in (Status.ACTIVE, Status.REVIEW_DUE):
        return None
    checks = [Published(each, site) for each in claim.reviews if (site := site_of(each.url))]
    checks.sort(key=lambda each: each.check.url)
    checks.sort(key=lambda each: each.check.date, reverse=True)
    return Checked(claim, tuple(checks)) if checks else None


def _words(told: Checked) -> frozenset[str]:
    """Return the words that a claim is found by."""
    searched = [*told.claim.text.values(), *told.claim.about, *(each.check.publisher for each in told.checks)]
    return frozenset(fold(" ".join(searched)).split())


def _narrow(told: Checked, wanted: Wanted) -> Checked | None:
    if not wanted.site and wanted.since is None:
        return told
    checks = tuple(
        each
        for each in told.checks
        if (not wanted.site or each.site == wanted.site or each.site.endswith(f".{wanted.site}"))
        and (wanted.since is None or each.check.date >= wanted.since)
    )
    return Checked(told.claim, checks) if checks else None


def site_of(address: str) -> str:
    """Return the host of an address without `www.`; empty where it has none.

    >>> site_of("https://www.tempo.co/cekfakta/1"), site_of("kata")
    ('tempo.co', '')
    """
    try:
        return URL(address).hostname.removeprefix("www.")
    except ValueError:
        return ""

"""Reads what a fact-checker's page says of itself: title, rating, date and the addresses where the claim appeared.

By the adapter that reads the pages of sources (docs/sources.md), and by the same tables of ratings. Whatever it says is
a suggestion that a moderator confirms, and never becomes a listing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from cektautan.blocklists.limits import LIMITS
from cektautan.core.rules import Rules
from cektautan.sources.claimreview.pages import PageAdapter
from cektautan.sources.protocol import Document, FoundReview, NotThisFormatError, Reading
from cektautan.sources.ratings import RatingTables

LONGEST: Final = 500
"""Characters of a claim that a form is filled in with."""


@dataclass(frozen=True)
class CheckFound:
    """What a page says of the check on it; what it does not say is empty."""

    title: str = ""
    claim: str = ""
    rating: str = ""
    verdict: str = ""
    """Our word for the rating, where it is known."""
    date: date | None = None
    publisher: str = ""
    appearances: tuple[str, ...] = ()
    """Addresses where the claim appeared, as the page gives them."""
    flags: tuple[str, ...] = ()
    """What was mended or is doubtful."""


class CheckReader(Protocol):
    """Reads the page of a check."""

    def read(self, page: str, url: str = "") -> CheckFound:
        """Return what a page at an address says; never raises: an unreadable page says nothing."""
        ...


class PageCheckReader:
    """Reads the first ClaimReview of a page, and its title where there is none."""

    def __init__(self, rules: Rules, ratings: RatingTables) -> None:
        self._adapter = PageAdapter(rules)
        self._ratings = ratings

    def read(self, page: str, url: str = "") -> CheckFound:
        """Return what the page says."""
        body = page.encode("utf-8", "replace")
        try:
            found = self._adapter.read(Document(body, url, "text/html", "utf-8"))
        except NotThisFormatError:
            return CheckFound()
        review = _of_page(found)
        title = found.facts.get("title", "")
        if review is None:
            return CheckFound(title=title)
        word = self._ratings.read(review.rating, review.publisher_site).verdict.word
        return CheckFound(
            title=title or review.title,
            claim=review.claim[:LONGEST],
            rating=review.rating.text,
            verdict=word if word in LIMITS else "",
            date=review.date,
            publisher=review.publisher,
            appearances=review.appearances,
            flags=review.flags,
        )


def _of_page(found: Reading) -> FoundReview | None:
    """The review that a page is about: the first, but one that stands elsewhere only where there is no other."""
    here = (each for each in found.reviews if "url_elsewhere" not in each.flags)
    return next(here, found.reviews[0] if found.reviews else None)

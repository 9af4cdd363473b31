"""Makes a review of a node that says it is one: what the publisher wrote, cleaned, with a flag for each doubt.

The fields are those of schema.org's ClaimReview as publishers use them. A review without a claim and without a rating
says nothing and is a fault; whatever else is missing or odd is a flag and not fatal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cektautan.core.rules import Rules
from cektautan.sources.claimreview.appearances import AppearanceReader, appearance_entities
from cektautan.sources.claimreview.days import read_day
from cektautan.sources.claimreview.limits import LONGEST_ADDRESS, LONGEST_BODY, LONGEST_TEXT
from cektautan.sources.claimreview.sites import same_site
from cektautan.sources.claimreview.values import absolute, has_entities, host_of, without_scheme, words
from cektautan.sources.claimreview.walking import Node, first, many
from cektautan.sources.protocol import FoundReview, RatingGiven

_TEXTS = ("claimReviewed", "headline", "name", "reviewBody", "description")


@dataclass(frozen=True, slots=True)
class Around:
    """What the document around a review says."""

    address: str = ""
    """Where the document was fetched, or what it calls its canonical address."""
    title: str = ""
    language: str = ""


class FieldReader:
    """Reads nodes by the rules of identity."""

    def __init__(self, rules: Rules) -> None:
        self._appearances = AppearanceReader(rules)

    def read(self, node: Node, named: dict[str, Node], around: Around) -> FoundReview | None:
        """Return the review; None where the node says neither a claim nor a rating."""
        claim, rating = _one(node.get("claimReviewed"), LONGEST_BODY), _rating(node, named)
        if not claim and not any((rating.text, rating.value)):
            return None
        flags: list[str] = []
        url = _url(node, around, flags)
        reviewed = first(node.get("itemReviewed"), named)
        found = self._appearances.of_node(reviewed, named, url or around.address)
        day, doubts = read_day(_one(node.get("datePublished")))
        publisher = _publisher(node, named)
        flags += doubts
        if any(has_entities(each) for name in _TEXTS for each in many(node.get(name))) or appearance_entities(reviewed):
            flags.append("html_entities")
        flags += [code for code, is_so in (
            ("claim_missing", not claim),
            ("rating_missing", not rating.text),
            ("date_missing", day is None and not doubts),
            ("appearance_missing", not found.urls),
        ) if is_so]  # fmt: skip
        return FoundReview(
            url=url,
            claim=claim,
            rating=rating,
            title=around.title or _one(node.get("headline")) or _one(node.get("name")),
            publisher=_one(publisher.get("name")),
            publisher_site=_site(publisher) or host_of(url or around.address),
            date=day,
            language=_one(node.get("inLanguage"), 35) or around.language,
            appearances=found.urls,
            text=_one(node.get("reviewBody"), LONGEST_BODY) or _one(node.get("description"), LONGEST_BODY),
            licence=_licence(node),
            flags=tuple(dict.fromkeys((*flags, *found.flags))),
        )


def _one(value: Any, longest: int = LONGEST_TEXT) -> str:
    """The first text of a field, which may hold several."""
    return next((text for each in many(value) if (text := words(each, longest))), "")


def _rating(node: Node, named: dict[str, Node]) -> RatingGiven:
    given = node.get("reviewRating")
    rating = first(given, named)
    if not rating:
        # A bare word, where an object belongs.
        return RatingGiven(text=_one(given))
    return RatingGiven(
        text=_one(rating.get("alternateName")) or _one(rating.get("name")),
        value=_one(rating.get("ratingValue"), 40),
        best=_one(rating.get("bestRating"), 40),
        worst=_one(rating.get("worstRating"), 40),
    )


def _url(node: Node, around: Around, flags: list[str]) -> str:
    given = next((text for each in many(node.get("url")) if (text := _address(each))), "")
    url = absolute(given, around.address)
    if not url:
        flags.append("url_missing" if not given else "url_unreadable")
        return around.address
    if without_scheme(given):
        flags.append("address_without_scheme")
    if around.address and not same_site(host_of(url), host_of(around.address)):
        flags.append("url_elsewhere")
    return url


def _address(value: Any) -> str:
    return _one(value.get("@id") if isinstance(value, dict) else value, LONGEST_ADDRESS)


def _publisher(node: Node, named: dict[str, Node]) -> Node:
    """Who reviewed: the author where it is an organisation, else the publisher, else a person."""
    author, publisher = first(node.get("author"), named), first(node.get("publisher"), named)
    if not author:
        bare = _one(node.get("author"))
        author = {"name": bare} if bare else {}
    is_person = any(_one(each).lower() == "person" for each in many(author.get("@type")))
    return publisher if _one(publisher.get("name")) and (is_person or not author) else author


def _site(publisher: Node) -> str:
    return next((host for each in many(publisher.get("url")) if (host := host_of(absolute(_one(each, 2000))))), "")


def _licence(node: Node) -> str:
    for name in ("sdLicense", "license"):
        for each in many(node.get(name)):
            if found := _address(each.get("url", each) if isinstance(each, dict) else each):
                return found
    return ""

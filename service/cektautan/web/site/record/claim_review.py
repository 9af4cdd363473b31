"""ClaimReview data (schema.org) of a record's page, for search engines: for checks of our own and no others.

Whoever marks a check up claims to have made it, and every other publisher's check is theirs. A check is our own where
it stands at this service's own address (docs/adr/0046); today there is none. The data goes into the page as a script
that is no program: browsers run nothing of it and policies on scripts say nothing of it (HTML, section 4.12.1: a data
block), but its text must not be able to end the element.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from cektautan.core.record import Check
from cektautan.lookup.public_record import Claim
from cektautan.web.site.readable import readable
from cektautan.web.texts import Texts

_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True)
class OwnCheck:
    """What is said of a check of our own."""

    url: str
    date: date
    claim: str
    publisher: str
    rating: str
    title: str = ""


def own_checks(claim: Claim, site: str) -> tuple[Check, ...]:
    """The checks of a claim that this service has published itself."""
    return tuple(each for each in claim.reviews if each.url.startswith(f"{site}/") and readable(each.url))


def claim_reviews(claim: Claim, texts: Texts, site: str) -> Markup:
    """The JSON-LD of a claim's own checks, safe inside a script element; empty where there are none."""
    data = [
        _one(OwnCheck(each.url, each.date, claim.text[texts.language], each.publisher, each.rating), texts, site)
        for each in own_checks(claim, site)
    ]
    return _script(data if len(data) > 1 else data[0]) if data else Markup()


def own_review(check: OwnCheck, texts: Texts, site: str) -> Markup:
    """The JSON-LD of one check on its own page."""
    return _script(_one(check, texts, site))


def data_feed(
    claims: Iterable[Claim], found_at: Mapping[str, Sequence[str]], texts: Texts, site: str
) -> dict[str, Any]:
    """All own checks as a DataFeed (schema.org), newest first; `found_at` are addresses of each claim's appearances."""
    items: list[dict[str, Any]] = []
    for claim in claims:
        appearances = [{"@type": "CreativeWork", "url": url} for url in found_at.get(claim.id, ())]
        for each in own_checks(claim, site):
            check = OwnCheck(each.url, each.date, claim.text[texts.language], each.publisher, each.rating)
            told = _one(check, texts, site)
            told["itemReviewed"] = {"@type": "Claim", "appearance": appearances}
            # Whoever has the feed and not the page is told here where to object.
            told["author"]["contactPoint"] = {
                "@type": "ContactPoint",
                "contactType": texts["claimreview_objections"],
                "url": f"{site}/lapor?kind=wrong&claim={claim.id}",
            }
            items.append({"@type": "DataFeedItem", "dateCreated": each.date.isoformat(), "item": [told]})
    items.sort(key=lambda item: item["item"][0]["url"])
    items.sort(key=lambda item: item["dateCreated"], reverse=True)
    return {"@context": "https://schema.org", "@type": "DataFeed", "name": "CekTautan", "dataFeedElement": items}


def _script(data: Any) -> Markup:
    written = json.dumps(data, ensure_ascii=False)
    return Markup("".join(_ESCAPED.get(sign, sign) for sign in written))  # noqa: S704 -- escaped in this very line


def _one(check: OwnCheck, texts: Texts, site: str) -> dict[str, Any]:
    named = {"headline": check.title} if check.title else {}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": check.url,
        **named,
        "datePublished": check.date.isoformat(),
        "inLanguage": texts.language,
        "claimReviewed": check.claim,
        "author": {"@type": "Organization", "name": check.publisher, "url": f"{site}/"},
        "reviewRating": {"@type": "Rating", "alternateName": check.rating},
    }

"""Reads answers of Google's Fact Check Tools, `claims:search` (v1alpha1): who checked what, and at which address.

The answer never says where a claim appeared, and its rating has no scale. So each review comes without appearances, and
the pages of the checks are named to be fetched and read for themselves. Adapter `claims_search`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from cektautan.sources.claimreview.days import read_day
from cektautan.sources.claimreview.json_data import begins_with, read_json
from cektautan.sources.claimreview.limits import LONGEST_ADDRESS, LONGEST_BODY, MOST_REVIEWS
from cektautan.sources.claimreview.values import absolute, has_entities, host_of, shown, words
from cektautan.sources.claimreview.walking import many
from cektautan.sources.protocol import Document, Fault, FoundReview, NotThisFormatError, RatingGiven, Reading

_FIELDS: Final = re.compile(rb'"claims"|"claimReview"|"textualRating"')


class ClaimsSearchAdapter:
    """Reads answers."""

    name = "claims_search"

    def recognises(self, document: Document) -> bool:
        """Return whether its beginning has the fields of an answer, and none of JSON-LD's."""
        return begins_with(document, _FIELDS) and b'"@type"' not in document.body[:4096]

    def read(self, document: Document) -> Reading:
        """Return the reviews of an answer, and their pages."""
        data, flags = read_json(document)
        found: list[FoundReview] = []
        faults: list[Fault] = []
        for place, claim in enumerate(_claims(data), start=1):
            reviews = many(claim.get("claimReview")) if isinstance(claim, dict) else []
            if not reviews:
                faults.append(Fault(place, "review_missing", "claimReview"))
            for each in reviews:
                if len(found) >= MOST_REVIEWS:
                    faults.append(Fault(place, "too_many_reviews"))
                    break
                url = absolute(words(each.get("url"), LONGEST_ADDRESS)) if isinstance(each, dict) else ""
                if url:
                    found.append(_review(claim, each, url, flags))
                else:
                    faults.append(Fault(place, "url_missing", "url", shown(str(each))))
        facts = {"count": str(len(found))}
        if isinstance(data, dict) and (token := words(data.get("nextPageToken"), 2000)):
            facts["next_page"] = token
        pages = dict.fromkeys(each.url for each in found)
        return Reading(tuple(found), pages=tuple(pages), faults=tuple(faults), facts=facts)


def _claims(data: Any) -> list[Any]:
    if isinstance(data, dict) and "claims" in data:
        return many(data["claims"])
    if isinstance(data, dict) and "claimReview" in data:
        return [data]
    if data == {}:
        # What Google answers when it finds nothing.
        return []
    if isinstance(data, list) and data and all(isinstance(each, dict) and "claimReview" in each for each in data):
        return data
    raise NotThisFormatError("no_claims")


def _review(claim: dict[str, Any], review: dict[str, Any], url: str, letters: tuple[str, ...]) -> FoundReview:
    publisher = review.get("publisher")
    said = publisher if isinstance(publisher, dict) else {}
    site = host_of(absolute(words(said.get("site")))) or host_of(url)
    day, doubts = read_day(review.get("reviewDate"))
    text = words(claim.get("text"), LONGEST_BODY)
    rating = words(review.get("textualRating"))
    flags = [*doubts, "appearance_missing"]
    flags += [code for code, is_so in (
        ("claim_missing", not text),
        ("rating_missing", not rating),
        ("date_missing", day is None and not doubts),
        ("html_entities", has_entities(claim.get("text")) or has_entities(review.get("title"))),
    ) if is_so]  # fmt: skip
    return FoundReview(
        url=url,
        claim=text,
        rating=RatingGiven(rating),
        title=words(review.get("title")),
        publisher=words(said.get("name")) or site,
        publisher_site=site,
        date=day,
        language=words(review.get("languageCode"), 35),
        flags=(*flags, *letters),
    )

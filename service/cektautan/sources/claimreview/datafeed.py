"""Reads JSON-LD that stands alone: Data Commons' DataFeed of ClaimReviews, one item of it, or a bare ClaimReview.

Each item may carry a licence of its own, which is kept. Adapter `datafeed`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from cektautan.core.rules import Rules
from cektautan.sources.claimreview.fields import Around, FieldReader
from cektautan.sources.claimreview.json_data import begins_with, read_json
from cektautan.sources.claimreview.limits import MOST_DATA_NODES, MOST_REVIEWS
from cektautan.sources.claimreview.values import words
from cektautan.sources.claimreview.walking import is_a, walk
from cektautan.sources.protocol import Document, Fault, FoundReview, NotThisFormatError, Reading

_TYPES: Final = re.compile(rb'"@type"|"dataFeedElement"')


class DataFeedAdapter:
    """Reads feeds of data."""

    name = "datafeed"

    def __init__(self, rules: Rules) -> None:
        self._fields = FieldReader(rules)

    def recognises(self, document: Document) -> bool:
        """Return whether its beginning is JSON with types."""
        return begins_with(document, _TYPES)

    def read(self, document: Document) -> Reading:
        """Return the reviews of a feed, in its order."""
        data, flags = read_json(document)
        walked = walk([data], MOST_DATA_NODES)
        faults = [Fault(0, code) for code in walked.limits]
        if not walked.reviews and not _is_feed(data):
            raise NotThisFormatError("no_reviews")
        found: list[FoundReview] = []
        named = dict(walked.named)
        # The feed's own address is not where any of its reviews stands.
        around = Around()
        for place, node in enumerate(walked.reviews, start=1):
            if len(found) >= MOST_REVIEWS:
                faults.append(Fault(place, "too_many_reviews"))
                break
            review = self._fields.read(node, named, around)
            if review is None:
                faults.append(Fault(place, "review_empty"))
            else:
                found.append(replace(review, flags=(*review.flags, *flags)))
        return Reading(tuple(found), faults=tuple(faults), facts=_facts(data, len(found)))


def _is_feed(data: Any) -> bool:
    return isinstance(data, dict) and (is_a(data, "datafeed") or is_a(data, "datafeeditem"))


def _facts(data: Any, count: int) -> dict[str, str]:
    facts = {"count": str(count)}
    if isinstance(data, dict):
        for name, field in (("title", "name"), ("licence", "license"), ("updated", "dateModified")):
            if text := words(data.get(field)):
                facts[name] = text
    return facts

"""Reads answers of Mafindo's interface (Yudistira, v2): the checks of TurnBackHoax as rows of text.

A row gives the hoax's address in `source_link`, as an address, an archive copy or a sentence. Its rating is the word in
brackets before the title, else the kind of hoax that was chosen; `status` is 1 for true and 2 for false by the
interface's documentation. `references` are what the checker consulted, never where a claim appeared; the first of them
on the publisher's own site is the check itself, where no `claim_review` names its page, and that page is to be read.
Names of account holders in the explanation are kept for search alone. Fetching is not done here. Adapter `mafindo`.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ada_url import URL

from cektautan.core.rules import Rules
from cektautan.sources.claimreview.appearances import AppearanceReader
from cektautan.sources.claimreview.days import read_day
from cektautan.sources.claimreview.json_data import begins_with, read_json
from cektautan.sources.claimreview.limits import LONGEST_ADDRESS, LONGEST_BODY, LONGEST_TEXT, MOST_REVIEWS
from cektautan.sources.claimreview.values import absolute, addresses_in, has_entities, host_of, shown, words
from cektautan.sources.claimreview.walking import many
from cektautan.sources.protocol import Document, Fault, FoundReview, NotThisFormatError, RatingGiven, Reading
from cektautan.sources.titles import label_of, without_label

PUBLISHER: Final = "TurnBackHoax (Mafindo)"
SITE: Final = "turnbackhoax.id"

_FIELDS: Final = re.compile(rb'"(?:source_link|source_issue|classification|tanggal)"')
_BREAKS: Final = re.compile(r"[\r\n]+")


class MafindoAdapter:
    """Reads rows."""

    name = "mafindo"

    def __init__(self, rules: Rules) -> None:
        self._appearances = AppearanceReader(rules)

    def recognises(self, document: Document) -> bool:
        """Return whether its beginning has the fields of a row."""
        return begins_with(document, _FIELDS)

    def read(self, document: Document) -> Reading:
        """Return the reviews of an answer, in its order."""
        data, letters = read_json(document)
        found: list[FoundReview] = []
        faults: list[Fault] = []
        rows = _rows(data)
        for place, row in enumerate(rows, start=1):
            if len(found) >= MOST_REVIEWS:
                faults.append(Fault(place, "too_many_reviews"))
                break
            review = self._review(row, letters) if isinstance(row, dict) else None
            if review is None:
                faults.append(Fault(place, "review_empty", "title", shown(str(row))))
            else:
                found.append(review)
        own = [each for each in found if host_of(each.url) == SITE]
        return Reading(
            tuple(found),
            pages=tuple(dict.fromkeys(each.url for each in own)),
            faults=tuple(faults),
            facts={"count": str(len(found)), "publisher": PUBLISHER},
            days={each.url: each.date for each in own if each.date},
        )

    def _review(self, row: dict[str, Any], letters: tuple[str, ...]) -> FoundReview | None:
        title, said = words(row.get("title")), words(row.get("content"), LONGEST_BODY)
        if not title and not said:
            return None
        markup = next((each for each in many(row.get("claim_review")) if isinstance(each, dict)), {})
        named = absolute(words(markup.get("claim_url"), LONGEST_ADDRESS))
        url = named or _own_page(words(row.get("references"), LONGEST_ADDRESS))
        link = row.get("source_link")
        lines = _BREAKS.split(link) if isinstance(link, str) else [link]
        texts = [*lines, *many(markup.get("claimed_item_url"))]
        given = [text for each in texts if (text := words(each, LONGEST_ADDRESS))]
        places = self._appearances.of_texts(given, url)
        day, doubts = read_day(row.get("tanggal"))
        rating = label_of(title) or words(row.get("classification"), LONGEST_TEXT)
        flags = [*doubts, *places.flags]
        flags += [code for code, is_so in (
            ("url_missing", not url),
            ("url_from_references", bool(url) and not named),
            ("rating_missing", not rating),
            ("rating_from_title", bool(label_of(title))),
            ("date_missing", day is None and not doubts),
            ("html_entities", has_entities(row.get("title")) or has_entities(row.get("content"))),
            ("appearance_missing", not places.urls),
        ) if is_so]  # fmt: skip
        return FoundReview(
            url=url,
            claim=without_label(title) or said,
            rating=RatingGiven(rating, words(row.get("status"), 40), best="1", worst="2"),
            title=title,
            publisher=PUBLISHER,
            publisher_site=SITE,
            date=day,
            language="id",
            appearances=places.urls,
            text=words(row.get("fact"), LONGEST_BODY) or words(row.get("conclusion"), LONGEST_BODY),
            flags=(*dict.fromkeys(flags), *letters),
        )


def _own_page(references: str) -> str:
    """The first address of the publisher's own site, unless it is the whole site."""
    found = (absolute(each) for each in addresses_in(references))
    return next((each for each in found if host_of(each) == SITE and URL(each).pathname != "/"), "")


def _rows(data: Any) -> list[Any]:
    """The rows of an answer: alone, in a list, or in the only list that an object holds."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict) and ("source_link" in data or "title" in data):
        return [data]
    lists = [each for each in data.values() if isinstance(each, list)] if isinstance(data, dict) else []
    if len(lists) == 1:
        return lists[0]
    raise NotThisFormatError("no_rows")

"""Reads what a fact-checker's page says of itself: title, rating, date and the addresses where the claim appeared.

From ClaimReview markup in JSON-LD (schema.org), which may stand alone, in a list or in a graph. Whatever it says is a
suggestion that a moderator confirms, and never becomes a listing by itself. Input of strangers: its size, its depth and
its number of nodes are bounded, and one broken block never spoils another. `CheckReader` is what the desk asks; readers
that know more shapes take its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any, Final, Protocol

from cektautan.blocklists.limits import LIMITS

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_DEPTH: Final = 32
MOST_NODES: Final = 20_000
LONGEST: Final = 500

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


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


class CheckReader(Protocol):
    """Reads the page of a check."""

    def read(self, page: str) -> CheckFound:
        """Return what the page says; never raises: an unreadable page says nothing."""
        ...


class JsonLdReader:
    """Reads the first ClaimReview of a page, and its title where there is none."""

    def read(self, page: str) -> CheckFound:
        """Return what the page says."""
        parser = _Page()
        parser.feed(page[:MOST_BYTES])
        parser.close()
        for block in parser.blocks:
            try:
                data = json.loads(block, strict=False)
            except (ValueError, RecursionError):
                continue
            for node in _nodes(data):
                if _is(node, "ClaimReview"):
                    return _found(node, parser.title)
        return CheckFound(title=_clean(parser.title))


VERDICTS: Final[Mapping[str, str]] = {
    "salah": "false", "false": "false", "hoaks": "false", "hoax": "false", "keliru": "false", "tidak benar": "false",
    "menyesatkan": "misleading", "sesat": "misleading", "misleading": "misleading", "missing context": "misleading",
    "false context": "misleading", "konteks yang salah": "misleading", "hasil suntingan": "altered",
    "altered": "altered", "manipulated": "altered", "dimanipulasi": "altered", "konten yang dimanipulasi": "altered",
    "tiruan": "imposter", "imposter": "imposter", "konten tiruan": "imposter", "penipuan": "scam", "scam": "scam",
    "satire": "satire", "satir": "satire", "parodi": "satire", "opini": "opinion", "opinion": "opinion",
    "belum terbukti": "unproven", "tidak terbukti": "unproven", "unproven": "unproven",
    "sebagian benar": "mixed", "partly true": "mixed", "half true": "mixed", "benar": "true", "true": "true",
}  # fmt: skip
"""Ratings that fact-checkers write, and our word for each. Numbers run either way, so only words count."""


def verdict_of(rating: str) -> str:
    """Our verdict for a rating; empty where a person has to choose."""
    plain = re.sub(r"[\[\]().!:]", " ", rating).casefold().strip()
    found = VERDICTS.get(" ".join(plain.split()), "")
    return found if found in LIMITS else ""


class _Page(HTMLParser):
    """The blocks of JSON-LD of a page, and its title."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.title = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a block or the title begins."""
        kind = next((value or "" for name, value in attrs if name == "type"), "")
        if tag == "script" and kind.partition(";")[0].strip().lower() == "application/ld+json":
            self._inside = "block"
            self.blocks.append("")
        elif tag == "title" and not self.title:
            self._inside = "title"

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        if tag in ("script", "title"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        """Collect what stands inside."""
        if self._inside == "block":
            self.blocks[-1] += data
        elif self._inside == "title":
            self.title += data


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    waiting, seen = [(data, 0)], 0
    while waiting and seen < MOST_NODES:
        value, depth = waiting.pop(0)
        seen += 1
        if isinstance(value, dict):
            yield value
        if depth < MOST_DEPTH:
            inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            waiting += [(each, depth + 1) for each in inside if isinstance(each, dict | list)]


def _is(node: Mapping[str, Any], name: str) -> bool:
    kinds = node.get("@type", "")
    return any(isinstance(each, str) and each.rpartition("/")[2] == name for each in _many(kinds))


def _found(node: Mapping[str, Any], title: str) -> CheckFound:
    rating = _first(node.get("reviewRating"))
    reviewed = _first(node.get("itemReviewed"))
    words = _clean(rating.get("alternateName")) or _clean(rating.get("name"))
    where = [*_many(reviewed.get("appearance")), *_many(reviewed.get("firstAppearance"))]
    addresses = [_clean(each.get("url") if isinstance(each, dict) else each, 2_000) for each in where]
    return CheckFound(
        title=_clean(title) or _clean(node.get("headline")) or _clean(node.get("name")),
        claim=_clean(node.get("claimReviewed")),
        rating=words,
        verdict=verdict_of(words),
        date=_day(node.get("datePublished")),
        publisher=_clean(_first(node.get("author")).get("name")),
        appearances=tuple(dict.fromkeys(each for each in addresses if each.startswith(("http://", "https://")))),
    )


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(value: Any) -> Mapping[str, Any]:
    return next((each for each in _many(value) if isinstance(each, dict)), {})


def _clean(value: Any, longest: int = LONGEST) -> str:
    return " ".join(str(value).split())[:longest] if isinstance(value, str | int | float) else ""


def _day(value: Any) -> date | None:
    match = _DATE.match(value) if isinstance(value, str) else None
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None

"""What a request of TAXII 2.1 asks for: the media type, which objects, and where a page begins (OASIS, section 3).

A list of media types without an end is not read, and a parameter with a value that it cannot have is refused, never
guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from flask import Request
from werkzeug.http import parse_accept_header

from cektautan.web.lists.negotiate import MOST_ACCEPTED

MEDIA: Final = "application/taxii+json;version=2.1"
MOST: Final = 1000
MATCHED: Final = ("id", "type", "version", "spec_version")
_TAKEN: Final = ("application/taxii+json", "application/*", "*/*")
_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z\Z")
_NEXT: Final = re.compile(r"(\d{1,15})-([a-z-]{1,30}--[0-9a-f-]{36})\Z")


class Refused(Exception):  # noqa: N818 -- an answer, as TAXII words it
    """Why a request is not answered."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(title)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """What a request wants of the collection."""

    after: int
    """Objects that came later than this second."""
    place: tuple[int, str]
    """Behind which object the page begins."""
    limit: int
    matches: dict[str, frozenset[str]]


def takes_taxii(asked: Request) -> bool:
    """True if the client takes TAXII 2.1, or says nothing about what it takes. A list without an end is not read."""
    accept = asked.headers.get("Accept", "")
    if len(accept) > MOST_ACCEPTED:
        return False
    for media, weight in parse_accept_header(accept):
        name, *parameters = (part.strip() for part in media.lower().split(";"))
        versions = [part for part in parameters if part.startswith("version")]
        if weight > 0 and name in _TAKEN and versions in ([], ["version=2.1"]):
            return True
    return not accept.strip()


def read_query(asked: Request) -> Asked:
    """What the query asks for. A parameter that TAXII does not know is ignored, as it says.

    Raises:
        Refused: a parameter has a value that it cannot have.

    """
    given = asked.args
    limit = given.get("limit", str(MOST))
    if not (limit.isascii() and limit.isdigit() and 0 < len(limit) < 10 and int(limit) > 0):
        raise Refused(HTTPStatus.BAD_REQUEST, "limit is a whole number above zero")
    return Asked(
        _seconds(given["added_after"]) if "added_after" in given else -1,
        _place(given["next"]) if "next" in given else (-1, ""),
        min(int(limit), MOST),
        {name: frozenset(given[key].split(",")) for name in MATCHED if (key := f"match[{name}]") in given},
    )


def _seconds(text: str) -> int:
    match = _TIME.match(text)
    try:
        if match is not None:
            return int(datetime.fromisoformat(f"{match[1]}+00:00").timestamp())
    except ValueError:
        pass
    raise Refused(HTTPStatus.BAD_REQUEST, "added_after is a time such as 2026-10-14T18:00:00Z")


def _place(text: str) -> tuple[int, str]:
    match = _NEXT.match(text)
    if match is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "next is what the page before gave")
    return int(match[1]), match[2]

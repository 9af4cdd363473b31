"""Real pages: the same page on another day is no change, and no two pages are one."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

import pytest
from tests.support.desk import shipped_policy

from cektautan.core.rules import Rules
from cektautan.desk.patrol.comparing import Place, differs
from cektautan.desk.patrol.observing import Seen, observe
from cektautan.desk.patrol.snapshot import Snapshot
from cektautan.outbound.protocol import Answer, Fetched

RULES = shipped_policy().patrol
PLACE = Place("url:kabar.example/1", "page", "kabar.example")
DAY = re.compile(rb"\b(20[0-2]\d)([-/.]\d\d[-/.]\d\d)?|\b\d{1,2}[.:]\d\d\b")


@cache
def rules() -> Rules:
    return shipped_policy().rules


def seen(body: bytes) -> Seen:
    answer = Answer("https://kabar.example/1", 200, "OK", ())
    fetched = Fetched((answer,), body, "text/html", "", "", "", not_modified=False)
    return observe(fetched, RULES, rules(), 1_790_000_000)


def how(before: Seen, after: Seen) -> str:
    return differs(PLACE, before.page, after, RULES, rules()).how


@pytest.fixture(scope="module")
def pages(shared: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted((shared / "claimreview" / "pages").glob("*.html"))}


def on_another_day(body: bytes) -> bytes:
    """Every year, day and hour that a page shows is another one, and so is every number of comments."""
    later = DAY.sub(lambda found: found[0].translate(bytes.maketrans(b"0123456789", b"1234567890")), body)
    return later.replace(b"comments", b"7 comments")


def test_every_page_is_read_and_is_no_wall(pages: dict[str, bytes]) -> None:
    assert len(pages) >= 10
    assert {name: seen(body).outcome for name, body in pages.items()} == dict.fromkeys(pages, "read")


def test_the_same_page_on_another_day_is_no_change(pages: dict[str, bytes]) -> None:
    for name, body in pages.items():
        later = on_another_day(body)
        assert later != body, name
        assert how(seen(body), seen(later)) == "", name


def test_the_same_page_with_another_advertisement_above_it_is_no_change(pages: dict[str, bytes]) -> None:
    advertisement = (
        b"<body><div class='ads'><p>" + b"Belanja hemat hari ini hanya di toko kami saja. " * 20 + b"</p></div>"
    )
    for name, body in pages.items():
        later = re.sub(rb"<body[^>]*>", advertisement, body, count=1)
        assert later != body, name
        assert how(seen(body), seen(later)) == "", name


def test_two_pages_are_two(pages: dict[str, bytes]) -> None:
    read = {name: seen(body) for name, body in pages.items()}
    for one, other in itertools.permutations(read, 2):
        assert how(read[one], read[other]) == "changed", (one, other)


def test_what_is_kept_of_a_page_comes_back_as_it_was(pages: dict[str, bytes]) -> None:
    for body in pages.values():
        page = seen(body).page
        assert page is not None
        assert Snapshot.of(page.members()) == page
        assert len(page.excerpt) <= 500

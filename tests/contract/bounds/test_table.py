"""Every public route has a line in bounds.json, with the numbers of the code, and docs/operations.md has it too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from tests.contract.bounds.worst import WORST
from tests.support.service import Service

from cektautan.core.address import MAX_BYTES
from cektautan.core.expressions import MAX_DOMAINS, MAX_PATHS
from cektautan.lookup.catalogue import ON_A_PAGE
from cektautan.lookup.checks import MOST_WORDS
from cektautan.running.server import MOST_HEAD
from cektautan.web.api import batch, changes
from cektautan.web.bounds import Line, largest_bodies, lines
from cektautan.web.compat import claims_search
from cektautan.web.compat.safe_browsing import bounds, v4, v5
from cektautan.web.compat.taxii import asked as taxii_asked
from cektautan.web.lists.bodies import KEPT_BYTES
from cektautan.web.site.check import check_page
from cektautan.web.site.record import list_query

DOCS = Path(__file__).resolve().parents[3] / "docs/operations.md"


def whole(number: int) -> str:
    return f"{number:,}"


NUMBERS = {
    "GET /v1/check": [MAX_BYTES],
    "POST /v1/check": [batch.MOST],
    "GET /v1/changes": [changes.MOST, changes.LONGEST_WAIT],
    "GET /taxii2/list/collections/<collection>/objects/": [taxii_asked.MOST],
    "GET /v1alpha1/claims:search": [claims_search.MOST_LETTERS, MOST_WORDS, claims_search.MOST],
    "POST /v4/threatListUpdates:fetch": [v4.MOST_LISTS, v4.MOST_OFFERED, v4.MOST_DIFFERENT],
    "POST /v4/fullHashes:find": [bounds.MOST_ENTRIES, bounds.MOST_NAMED, bounds.MOST_PLATFORMS],
    "POST /v4/threatMatches:find": [
        bounds.MOST_ENTRIES, bounds.MOST_NAMED, bounds.MOST_PLATFORMS, bounds.MOST_REPEATED >> 20
    ],
    "GET /v5/hashLists:batchGet": [v4.MOST_LISTS],
    "GET /v5/hashes:search": [v5.MOST_PREFIXES, v5.PREFIX_BYTES],
    "POST /": [check_page.MOST_LINKS, check_page.MOST_SIGNS],
    "GET /daftar": [list_query.MOST_LETTERS, ON_A_PAGE],
}  # fmt: skip


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return Service(tmp_path_factory.mktemp("var"), settings={"CEKTAUTAN_DESK": "on"}).app()


def routes(application: Flask) -> set[str]:
    """The public ones; what is below /meja asks who somebody is first."""
    found = [rule for rule in application.url_map.iter_rules() if not rule.rule.startswith("/meja")]
    return {f"{method} {rule.rule}" for rule in found for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


def line(route: str) -> Line:
    (found,) = [each for each in lines() if route in each.routes]
    return found


def test_every_public_route_has_one_line_and_one_largest_request(application: Flask) -> None:
    told = [route for each in lines() for route in each.routes]
    assert len(told) == len(set(told))
    assert set(told) == routes(application)
    assert set(told) == set(WORST)


def test_whatever_reads_a_body_has_an_end(application: Flask) -> None:
    posts = {route.partition(" ")[2] for route in routes(application) if route.startswith("POST ")}
    assert set(largest_bodies()) == posts
    assert all(0 < most <= application.config["MAX_CONTENT_LENGTH"] for most in largest_bodies().values())


@pytest.mark.parametrize("route", NUMBERS)
def test_the_numbers_of_a_line_are_those_of_the_code(route: str) -> None:
    said = re.findall(r"\d[\d,]*", line(route).most)
    assert [whole(each) for each in NUMBERS[route]] == said[: len(NUMBERS[route])]


def test_an_address_has_as_many_keys_as_is_told() -> None:
    # The page itself, its folders, its host, and that host's domains.
    assert f"{1 + MAX_PATHS + 1 + MAX_DOMAINS} at most" in line("GET /v1/check").work


def size(count: int) -> str:
    if not count:
        return ""
    return f"{count >> 20} MiB" if count >> 20 else f"{count >> 10} KiB"


def row(each: Line) -> str:
    named = ", ".join(f"`{route}`" for route in each.routes)
    return f"| {named} | {size(each.body)} | {each.most} | {each.work} | {each.beyond} |"


def test_the_table_for_operators_is_the_file() -> None:
    text = DOCS.read_text("utf-8")
    assert [each for each in map(row, lines()) if each not in text] == []
    assert len(re.findall(r"^\| `(?:GET|POST) /", text, re.MULTILINE)) == len(lines())
    assert f"a head of {MOST_HEAD >> 10} KiB" in text
    assert f"{KEPT_BYTES >> 20} MiB of them" in line("GET /lists/<name>").work

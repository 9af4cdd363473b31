"""The largest request of each public route is made, and its work is counted: it stays below what counts.json says.

Counts are the same on any machine, however busy. Each request is made twice: what is written once a set or once a
process is bounded too, but is not what a request costs.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.contract.bounds.worst import LISTS, SEARCH, WORST
from tests.support.counting import COUNTED, Work, ask

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
FILE = Path(__file__).with_name("counts.json")
COUNTS: dict[str, list[int]] = json.loads(FILE.read_text("utf-8"))["routes"]
FOUND_NOTHING = {
    "GET /app/<digest>/<path:name>", "GET /static/<version>/<path:name>", "GET /lists/files/<name>",
    "GET /taxii2/list/collections/<collection>/objects/<name>/", "GET /uji/<path:slug>", "GET /uji/cek/<path:slug>",
    "GET /taxii2/list/collections/<collection>/objects/<name>/versions/", "POST /v1/reports/status", "POST /laporan",
}  # fmt: skip
"""Where the longest name leads nowhere, and costs as much."""
REFUSED = {"POST /v1/resolve": 422, "GET /v1/owner-addresses": 401}
"""Far hosts are asked in tests/unit/web/api/test_resolve.py; reading an address costs the same where it is none.
That what names owners is written once a set is shown in tests/unit/web/api/test_owner_addresses.py, with a key.
"""
MOST_AT_FIRST = 1_000_000
"""Calls of the first request of all to a route, which makes templates and files."""
MOST_STATEMENTS = 40
ELSEWHERE = ("/exports", "/taxii2", "/unduh")


@pytest.mark.parametrize("route", WORST)
def test_the_largest_request_of_a_route_costs_no_more_than_is_told(
    route: str, told: Application, exported: Application
) -> None:
    method, _, rule = route.partition(" ")
    path, given = WORST[route]
    headers = {**LISTS, **SEARCH} if rule.startswith("/taxii2") else LISTS
    application = exported if rule.startswith(ELSEWHERE) else told
    made: list[Work] = []
    for _ in range(2):
        answer, work = ask(application, method, path, headers=headers, **copy.deepcopy(given))
        expected = 404 if route in FOUND_NOTHING else REFUSED.get(route, 200)
        assert answer.status_code in (expected, 201 if expected == 200 else expected, *_elsewhere(rule)), answer.data
        made.append(work)
    if where := os.environ.get("COUNTS"):
        note(Path(where), route, made[-1])
    first, again = made
    assert (first.calls < MOST_AT_FIRST, first.statements < MOST_STATEMENTS) == (True, True)
    assert again.over(dict(zip(COUNTED, COUNTS[route], strict=True))) == {}


def _elsewhere(rule: str) -> tuple[int, ...]:
    """Pages that lead to another one."""
    return (303, 308) if rule in ("/bagikan", "/uji") else ()


def note(file: Path, route: str, work: Work) -> None:
    """Write down what was counted, with a third to spare, for whoever changes what a route does (COUNTS=FILE)."""
    data = json.loads(file.read_text("utf-8")) if file.exists() else {"routes": {}}
    data["routes"][route] = [rounded(getattr(work, each)) for each in COUNTED]
    file.write_text(json.dumps(data), "utf-8")


def rounded(count: int) -> int:
    """A number of two digits and noughts, a third above what was counted; small ones stay what they are."""
    if count < 40:
        return count
    more = count * 4 // 3
    unit: int = 10 ** (len(str(more)) - 2)
    return -(-more // unit) * unit

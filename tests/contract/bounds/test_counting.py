"""What counts the work of a request does count: a bound that nothing is held against would hold for ever."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from tests.contract.bounds.worst import WORST
from tests.support.counting import Work, ask

from cektautan.core.expressions import MAX_DOMAINS, MAX_PATHS
from cektautan.web import desk_state
from cektautan.web.api.batch import MOST

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
KEYS = 1 + MAX_PATHS + 1 + MAX_DOMAINS


def test_each_key_of_each_address_is_a_digest_and_a_lookup(told: Application) -> None:
    path, given = WORST["POST /v1/check"]
    answer, work = ask(told, "POST", path, data=json.dumps(given["json"]), content_type="application/json")
    assert work.lookups == MOST * KEYS
    # Its domains are asked for first, and here they spare nothing.
    assert work.digests >= work.lookups + MOST * MAX_DOMAINS
    assert work.calls > work.digests
    assert (work.read, work.answered) == (len(json.dumps(given["json"])), len(answer.data))


def test_statements_are_counted_also_of_a_thread_that_was_started_for_them(
    told: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_state, "KEPT_SECONDS", 0.0)
    assert ask(told, "GET", "/periksa/klaim-uji-2026")[1].statements > 0
    assert ask(told, "GET", "/healthz")[1].statements > 0
    assert ask(told, "GET", "/readyz")[1].statements == 0


def test_what_is_more_than_its_bound_is_named() -> None:
    bounds = {"calls": 3, "digests": 0, "lookups": 0, "statements": 0, "read": 0, "answered": 0}
    assert Work(calls=4).over(bounds) == {"calls": (4, 3)}
    assert Work(calls=3).over(bounds) == {}


@pytest.mark.parametrize("route", ["GET /taxii2/list/collections/<collection>/objects/", "GET /exports/<name>"])
def test_what_exports_tell_is_told_in_the_largest_requests(exported: Application, route: str) -> None:
    path, given = WORST[route]
    answer, _ = ask(exported, "GET", path, headers={"Accept": "application/taxii+json;version=2.1"}, **given)
    assert b"indicator" in answer.data

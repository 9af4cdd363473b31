"""`GET /v1/changes?wait=` of a running service: woken by a decision, never at the cost of who checks an address."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
import requests
from sqlalchemy import select
from tests.e2e.lists import VIDEO, write_lists
from tests.support.processes import serving

from cektautan.store.models import Listing
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

HOAX = f"https://youtu.be/{VIDEO}"
MANY = 60


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {
        "CEKTAUTAN_DESK": "on",
        "CEKTAUTAN_VAR_DIR": str(tmp_path / "var"),
        "CEKTAUTAN_BLOCKLISTS_DIR": str(write_lists(tmp_path / "blocklists")),
        "CEKTAUTAN_EXTENSION_DIR": str(tmp_path / "extension"),
        "CEKTAUTAN_LIMIT_LISTS": "10000/minute",
    }


@pytest.fixture
def address(settings: dict[str, str]) -> Iterator[str]:
    with serving(settings) as (address, _):
        yield address


@pytest.fixture
def store(settings: dict[str, str], address: str) -> Store:
    store, _ = open_store("", Path(settings["CEKTAUTAN_VAR_DIR"]))
    return store


def retract(store: Store) -> None:
    """Decide as somebody at the desk does."""
    with store.deciding("account:1", int(time.time())) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == f"content:youtube:{VIDEO}")).one()
        row.status = "retracted"
        work.record("listing.retracted", ("listing", row.id), reason="Sudah diralat.")


def last(address: str) -> int:
    """Return the number of the last line."""
    return int(json.loads(requests.get(f"{address}/v1/changes?limit=10000", timeout=5).text.splitlines()[-1])["seq"])


def asks(address: str, after: int) -> tuple[requests.Response, float]:
    """Wait for what comes after a line; the answer, and how many seconds it took."""
    began = time.monotonic()
    answer = requests.get(f"{address}/v1/changes", params={"after": after, "wait": 30}, timeout=60)
    return answer, time.monotonic() - began


def test_a_retraction_reaches_who_waits_for_it_within_seconds_and_checks_are_answered_meanwhile(
    address: str, store: Store
) -> None:
    after = last(address)
    with ThreadPoolExecutor(MANY) as pool:
        asked = [pool.submit(asks, address, after) for _ in range(MANY)]
        # All but those who hold a place, two of one network, are answered at once.
        done: set[object] = set()
        deadline = time.monotonic() + 25
        while len(done) < MANY - 2:
            assert time.monotonic() < deadline
            done = wait(asked, timeout=0.1).done
        for _ in range(50):
            assert requests.get(f"{address}/v1/check", params={"url": HOAX}, timeout=20).json()["level"] == 3
        assert len(wait(asked, timeout=0).not_done) == 2
        retract(store)
        told = [each.result() for each in asked]
    refused = [answer for answer, _ in told if answer.headers.get("Retry-After") == "5"]
    woken = [answer for answer, _ in told if answer.text]
    assert (len(refused), len(woken)) == (MANY - 2, 2)
    assert all(answer.status_code == 200 for answer, _ in told)
    (line,) = woken[0].text.splitlines()
    assert json.loads(json.loads(line)["body"])["op"] == "retract"
    assert woken[1].text == woken[0].text


def test_a_service_that_is_stopped_lets_nobody_wait_to_the_end(settings: dict[str, str]) -> None:
    with serving(settings) as (address, process), ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(asks, address, last(address))
        assert not wait([waiting], timeout=1).done
        process.terminate()
        assert process.wait(29) == 0
        assert isinstance(waiting.exception(10) or waiting.result()[0], (requests.RequestException, requests.Response))

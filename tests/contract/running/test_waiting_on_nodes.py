"""`GET /v1/changes?wait=` on many nodes: whoever waits at one is told of what was decided elsewhere.

The publisher answers nobody here. However many wait, a worker's threads are there for those who check an address.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from tests.contract.running.world import BUSY_SECONDS, World, check
from tests.support.processes import free_port, redis_server
from tests.support.stores import Database

from cektautan.running.notices import POLL_SECONDS
from cektautan.web.api.changes import ASK_AGAIN

WORKERS, THREADS = 2, 8
PLACES = WORKERS * THREADS // 4
"""For those who wait on one node."""
MANY = 60
WAIT = 30
CHECKS = 50


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


@dataclass(frozen=True)
class Told:
    """One answer, and the seconds after which it came."""

    answer: requests.Response
    took: float


def asks(node: str, after: int, network: int = 1) -> Told:
    """Wait at a node for what comes after a line, as somebody of a network does."""
    begun = time.monotonic()
    answer = requests.get(
        f"{node}/v1/changes",
        params={"after": after, "wait": WAIT},
        headers={"X-Forwarded-For": f"203.0.113.{network}"},
        timeout=90,
    )
    return Told(answer, time.monotonic() - begun)


def last(node: str) -> int:
    """Return the number of the last line."""
    return int(json.loads(requests.get(f"{node}/v1/changes?limit=10000", timeout=10).text.splitlines()[-1])["seq"])


def settled(asked: list[Future[Told]], count: int) -> set[Future[Told]]:
    """Wait until all but so many were answered, well before the time of those who wait is over; return who waits."""
    until = time.monotonic() + WAIT - 5
    while len(waiting := wait(asked, timeout=0.1).not_done) > count:
        assert time.monotonic() < until
    return waiting


@pytest.fixture
def world(postgres_database: Database, tmp_path: Path) -> Iterator[World]:
    with redis_server(free_port(), tmp_path) as far:
        made = World(tmp_path, postgres_database.url, far)
        yield made
        made.store.engine.dispose()


def test_who_waits_at_any_node_is_told_of_a_decision_and_nobody_is_kept_from_checking(world: World) -> None:
    several = {"CEKTAUTAN_WORKERS": str(WORKERS), "CEKTAUTAN_THREADS": str(THREADS)}
    with ExitStack() as running:
        running.enter_context(world.publisher())
        nodes = [running.enter_context(world.node(name, several))[0] for name in ("node-1", "node-2")]
        pool = running.enter_context(ThreadPoolExecutor(len(nodes) * MANY))
        after = last(nodes[0])
        one = [pool.submit(asks, node, after) for node in nodes]
        assert len(wait(one, timeout=1).not_done) == len(nodes)
        decided = time.monotonic()
        world.decide()
        for node, future in zip(nodes, one, strict=True):
            (line,) = future.result().answer.text.splitlines()
            assert json.loads(line)["seq"] == after + 1, node
        say(f"who waited at each of two nodes was told {time.monotonic() - decided:.2f} s after the decision")
        assert time.monotonic() - decided < POLL_SECONDS + 2 * BUSY_SECONDS

        after = last(nodes[1])
        asked = [pool.submit(asks, node, after, number) for node in nodes for number in range(1, MANY + 1)]
        waiting = settled(asked, len(nodes) * PLACES)
        checks = []
        for number in range(CHECKS):
            begun = time.monotonic()
            assert check(nodes[number % 2]).status_code == 200
            checks.append(time.monotonic() - begun)
        assert {each.result().answer.headers.get("Retry-After") for each in asked if each not in waiting} == {
            str(ASK_AGAIN)
        }
        held = len([each for each in waiting if not each.done()])
        decided = time.monotonic()
        world.decide()
        told = [each.result().answer for each in waiting]
        say(
            f"{len(asked)} readers of {MANY} networks at two nodes of {WORKERS} workers with {THREADS} threads: {held} "
            f"waited and were told {time.monotonic() - decided:.2f} s after the decision, the others were answered at "
            f"once; the slowest of {CHECKS} checks meanwhile took {max(checks):.3f} s"
        )
        assert len(nodes) <= held <= len(nodes) * PLACES
        assert {json.loads(each.text.splitlines()[0])["seq"] for each in told} == {after + 1}

"""A publisher and two nodes as processes, over a real PostgreSQL and a real Redis, while readers never stop asking.

What is decided reaches both nodes, with Redis and without; limits are shared; the publisher is killed, Redis and the
database are stopped and started: no reader's request fails, and health says what is away. `pytest -s` prints figures.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import requests
from tests.contract.running.readers import Readers
from tests.contract.running.world import HOAX, PAGES, World
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.processes import free_port, redis_server, until

from cektautan.running.notices import POLL_SECONDS

DECISIONS = 5
BUSY_SECONDS = 8
"""What verifying, loading and answering may take where a dozen processes share two cores; else about one."""
KILLS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.9)
"""Seconds between a decision and the kill of the publisher: before, while and after it publishes and sends."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


@pytest.fixture
def postgres_of_its_own() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server
        if server.process.poll() is not None:
            server.start()


def level(node: str) -> Any:
    return requests.get(f"{node}/v1/check", params={"url": HOAX}, timeout=10).json()["level"]


def health(node: str) -> Any:
    return requests.get(f"{node}/healthz", timeout=10).json()


def seconds_until(condition: Callable[[], bool], most: float) -> float:
    begun = time.monotonic()
    until(condition, most)
    return time.monotonic() - begun


def kill(process: subprocess.Popen[str]) -> None:
    """Kill the parent, which publishes; its workers end when they see that it is gone."""
    process.send_signal(signal.SIGKILL)
    process.communicate()


@contextmanager
def no_request_fails(nodes: tuple[str, ...], what: str) -> Iterator[None]:
    with Readers(nodes, HOAX) as readers:
        yield
    say(f"{what}: {readers.asked} readers' requests, {len(readers.failed)} failed")
    assert readers.failed == []
    assert readers.asked > 0


def decisions(world: World, nodes: tuple[str, ...], how: str) -> list[float]:
    """Decide several times; return the seconds from a decision, and from its publication, to both nodes' answers."""
    after = []
    for _ in range(DECISIONS):
        before, begun = world.published(), time.monotonic()
        wanted = world.decide()
        until(lambda before=before: world.published() != before, 20)  # type: ignore[misc]
        out = time.monotonic()
        until(lambda wanted=wanted: all(level(node) == wanted for node in nodes), 20)  # type: ignore[misc]
        after.append(time.monotonic() - out)
        say(f"  {how}: published {out - begun:.2f} s after the decision, on both nodes {after[-1]:.2f} s later")
    return after


def test_readers_of_two_nodes_are_answered_whatever_is_away(
    postgres_of_its_own: PostgresServer, tmp_path: Path
) -> None:
    postgres, port = postgres_of_its_own, free_port()
    world = World(tmp_path, postgres, f"redis://127.0.0.1:{port}/0")
    with ExitStack() as running:
        far = running.enter_context(ExitStack())
        far.enter_context(redis_server(port, tmp_path))
        publishing = running.enter_context(ExitStack())
        _, process = publishing.enter_context(world.publisher())
        nodes = tuple(running.enter_context(world.node(name))[0] for name in ("node-1", "node-2"))
        for name in ("node-1", "node-2"):
            assert {path.name for path in (tmp_path / name / "keys").glob("*")} <= {"desk.json"}

        with no_request_fails(nodes, "decisions with Redis"):
            # That Redis wakes a node before it would have looked is shown by test_carrying, on any machine.
            assert median(decisions(world, nodes, "with Redis")) < POLL_SECONDS + BUSY_SECONDS
        say(f"  health: {health(nodes[0])}")

        asked = [requests.get(f"{nodes[0]}/tentang", timeout=10).status_code for _ in range(PAGES)]
        assert asked == [200] * PAGES
        refused = requests.get(f"{nodes[1]}/tentang", timeout=10)
        assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)

        with no_request_fails(nodes, "Redis stopped and started"):
            far.close()
            until(lambda: all(health(node)["limits"] == "local (Redis does not answer)" for node in nodes))
            say(f"  health: {health(nodes[0])}")
            assert max(decisions(world, nodes, "without Redis")) < POLL_SECONDS + BUSY_SECONDS
            far.enter_context(redis_server(port, tmp_path))
            until(lambda: all(health(node)["limits"] == "redis" for node in nodes))

        with no_request_fails(nodes, "database stopped and started"):
            postgres.stop()
            away = "the database does not answer"
            until(lambda: all({health(node)["desk"], health(node)["set"]} == {away} for node in nodes))
            say(f"  health: {health(nodes[0])}")
            assert requests.get(f"{nodes[0]}/readyz", timeout=10).status_code == 200
            desk = requests.get(f"{nodes[0]}/meja", timeout=30, cookies={"__Host-meja": "x"}, allow_redirects=True)
            assert desk.status_code in (200, 503)
            assert "Traceback" not in desk.text
            changes = requests.get(f"{nodes[0]}/v1/changes", timeout=30)
            assert (changes.status_code, "Retry-After" in changes.headers) == (503, True)
            postgres.start()
            until(lambda: all(health(node)["set"] == health(node)["desk"] == "ok" for node in nodes))
            world.store.engine.dispose()
            wanted = world.decide()
            took = seconds_until(lambda: all(level(node) == wanted for node in nodes), 30)
            say(f"  a decision after it: on both nodes in {took:.2f} s")

        with no_request_fails(nodes, f"publisher killed {len(KILLS)} times"):
            for moment in KILLS:
                wanted = world.decide()
                threading.Event().wait(moment)
                kill(process)
                left = {requests.get(f"{node}/readyz", timeout=10).json()["seq"] for node in nodes}
                published = world.published()
                publishing.pop_all()
                _, process = publishing.enter_context(world.publisher())
                took = seconds_until(lambda wanted=wanted: all(level(node) == wanted for node in nodes), 30)  # type: ignore[misc]
                say(
                    f"  killed {moment:.2f} s after a decision: folder at {published}, nodes at {sorted(left)}; "
                    f"decision on both nodes {took:.2f} s after the new publisher was ready"
                )
            assert all(requests.get(f"{node}/readyz", timeout=10).json()["error"] is None for node in nodes)
    world.store.engine.dispose()

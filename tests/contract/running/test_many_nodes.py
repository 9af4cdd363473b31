"""A publisher and two nodes as processes, over a real PostgreSQL and a real Redis, while readers never stop asking.

What is decided reaches both nodes, with Redis and without; limits, keys and their shares are one over both; the
publisher is killed, Redis and the database are stopped and started: no reader's request fails, no key loses its share,
and health says what is away. `pytest -s` prints figures.
"""

from __future__ import annotations

import datetime
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import pytest
import requests
from tests.contract.running.readers import Readers
from tests.contract.running.world import BUSY_SECONDS, HOAX, PAGES, World, check, health, level, seconds_until
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.processes import free_port, redis_server, until

from cektautan.core.api_keys import key_of
from cektautan.desk.api_keys.shown import keys
from cektautan.running.notices import POLL_SECONDS

DECISIONS = 5
STRANGER = key_of("abcd2345", bytes(32))
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


def left_of_day(answer: requests.Response) -> int:
    """What is left of a key's day, of all its limits together."""
    return int(re.findall(r'"day";r=(\d+)', answer.headers["RateLimit"])[0])


def keys_come_and_go(world: World, nodes: tuple[str, ...], how: str) -> list[str]:
    """Make two keys and a third that is ended, all at another place; say how long the nodes took, return the two."""
    most = POLL_SECONDS + BUSY_SECONDS
    ended, first, second = (world.new_key("--quota", "1000") for _ in range(3))
    took = seconds_until(lambda: all(check(node, second["key"]).ok for node in nodes), most)
    world.api_key("revoke", ended["name"], "--reason", "uji")
    gone = seconds_until(
        lambda: all(check(node, ended["key"]).json().get("reason") == "revoked" for node in nodes), most
    )
    say(
        f"  {how}: a key that the command printed counted on both nodes in {took:.2f} s, and one that it revoked "
        f"was refused on both in {gone:.2f} s"
    )
    return [first["key"], second["key"]]


def spend_the_day(nodes: tuple[str, ...], key: str) -> None:
    """Use all that is left of a key's day at one node; it is used up at the other then."""
    left = left_of_day(check(nodes[0], key))
    headers = {"Authorization": f"Bearer {key}"}
    for some in (left // 2, left - left // 2):
        answer = requests.post(f"{nodes[0]}/v1/check", json={"urls": [HOAX] * some}, headers=headers, timeout=30)
        assert answer.status_code == 200
    assert left_of_day(answer) == 0
    for node in nodes:
        refused = check(node, key)
        assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
        assert check(node).status_code == 200, "the network has its share still"


def test_readers_of_two_nodes_are_answered_whatever_is_away(
    postgres_of_its_own: PostgresServer, tmp_path: Path
) -> None:
    postgres, port, begun = postgres_of_its_own, free_port(), datetime.datetime.now(datetime.UTC).date()
    world = World(tmp_path, postgres.url(), f"redis://127.0.0.1:{port}/0")
    with ExitStack() as running:
        far = running.enter_context(ExitStack())
        far.enter_context(redis_server(port, tmp_path))
        publishing = running.enter_context(ExitStack())
        _, process = publishing.enter_context(world.publisher())
        nodes = tuple(running.enter_context(world.node(name))[0] for name in ("node-1", "node-2"))
        for name in ("node-1", "node-2"):
            assert {path.name for path in (tmp_path / name / "keys").glob("*")} <= {"desk.json"}

        # Both keys are used from now on, each on a node of its own, so that its day can be noted meanwhile.
        used = keys_come_and_go(world, nodes, "with Redis")
        for node, key in zip(nodes, used, strict=True):
            left = [left_of_day(check(each, key)) for each in (*nodes, *nodes, node)]
            assert [left[0] - each for each in left] == [0, 1, 2, 3, 4], "one account over both"
            say(f"  what a key had left, asked at both nodes in turn: {left}")
        spend_the_day(nodes, used.pop())

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
            keys_come_and_go(world, nodes, "without Redis")
            far.enter_context(redis_server(port, tmp_path))
            until(lambda: all(health(node)["limits"] == "redis" for node in nodes))

        with no_request_fails(nodes, "database stopped and started"):
            postgres.stop()
            away = "the database does not answer"
            until(lambda: all({health(node)[each] for each in ("desk", "set", "api_keys")} == {away} for node in nodes))
            say(f"  health: {health(nodes[0])}")
            assert requests.get(f"{nodes[0]}/readyz", timeout=10).status_code == 200
            desk = requests.get(f"{nodes[0]}/meja", timeout=30, cookies={"__Host-meja": "x"}, allow_redirects=True)
            assert desk.status_code in (200, 503)
            assert "Traceback" not in desk.text
            changes = requests.get(f"{nodes[0]}/v1/changes", timeout=30)
            assert (changes.status_code, "Retry-After" in changes.headers) == (503, True)
            for node in nodes:
                known, unknown = check(node, used[0]), check(node, STRANGER)
                assert (known.status_code, unknown.status_code) == (200, 200)
                assert '"day"' in known.headers["RateLimit-Policy"]
                assert '"day"' not in unknown.headers["RateLimit-Policy"], "it is the network's share"
            postgres.start()
            until(lambda: all({health(node)[each] for each in ("desk", "set", "api_keys")} == {"ok"} for node in nodes))
            assert {check(node, STRANGER).status_code for node in nodes} == {401}
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

        # They were used on both nodes more than a minute ago, and noted by both.
        with world.store.reading() as session:
            day = {each.name: each.last_used for each in keys(session, 0)}[used[0].split("_")[1]]
        assert day in {begun, datetime.datetime.now(datetime.UTC).date()}
        say(f"a key that was used on both nodes was used last on {day}, as is told of it")
    world.store.engine.dispose()

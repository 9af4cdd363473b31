"""A publisher and two nodes as processes, over a real PostgreSQL and a real Redis, while readers never stop asking.

What is decided reaches both nodes, with Redis and without; limits are shared; the publisher is killed, Redis and the
database are stopped and started: no reader's request fails, and health says what is away. `pytest -s` prints figures.
"""

from __future__ import annotations

import json
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
from cryptography.fernet import Fernet
from sqlalchemy import select
from tests.contract.running.readers import Readers
from tests.e2e.lists import VIDEO, write_lists
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.processes import free_port, redis_server, serving, until

from cektautan.running.notices import POLL_SECONDS
from cektautan.store.models import Listing
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

HOAX, KEY = f"https://youtu.be/{VIDEO}", f"content:youtube:{VIDEO}"
PAGES = 20
"""Pages that one network may open in this test."""
DECISIONS = 5
BUSY_SECONDS = 8
"""What verifying, loading and answering may take where a dozen processes share two cores; else about one."""
KILLS = (0.0, 0.15, 0.3, 0.45, 0.6, 0.9)
"""Seconds between a decision and the kill of the publisher: before, while and after it publishes and sends."""


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


class World:
    """What is run for one test."""

    def __init__(self, folder: Path, postgres: PostgresServer, redis: str) -> None:
        self.folder = folder
        made = {"session": "s" * 40, "tickets": "t" * 40, "sealing": [Fernet.generate_key().decode()]}
        self.common = {
            "CEKTAUTAN_DESK": "on",
            "CEKTAUTAN_BLOCKLISTS_DIR": str(write_lists(folder / "blocklists")),
            "CEKTAUTAN_EXTENSION_DIR": str(folder / "extension"),
            "CEKTAUTAN_PUBLIC_URL": "https://cek.example",
            "CEKTAUTAN_RESOLVE": "off",
            "CEKTAUTAN_DESK_SECRETS": json.dumps(made),
            "CEKTAUTAN_LIMIT_CHECK": "100000 per minute",
            "CEKTAUTAN_LIMIT_LISTS": "100000 per minute",
            "CEKTAUTAN_LIMIT_PAGES": f"{PAGES} per hour",
            "DATABASE_URL": postgres.url(),
            "REDIS_URL": redis,
        }
        self.store: Store = open_store(postgres.url(), folder / "var", self.common["CEKTAUTAN_DESK_SECRETS"])[0]

    def publisher(self) -> Any:
        return serving({**self.common, "CEKTAUTAN_VAR_DIR": str(self.folder / "publisher")})

    def node(self, name: str) -> Any:
        root = (self.folder / "publisher/keys/root.pub").read_text().splitlines()[-1]
        var = str(self.folder / name)
        return serving(
            {
                **self.common,
                "CEKTAUTAN_VAR_DIR": var,
                "CEKTAUTAN_PUBLISH": "off",
                "CEKTAUTAN_ROOT_KEY": root,
                "CEKTAUTAN_TRUSTED_PROXIES": "1",
            }
        )

    def decide(self) -> int:
        """Suspend the listing, or put it in force again, as somebody at the desk does; return the level then."""
        with self.store.deciding("account:1", int(time.time())) as work:
            row = work.session.scalars(select(Listing).where(Listing.key == KEY)).one()
            row.status = "suspended" if row.status == "active" else "active"
            work.record("listing.changed", ("listing", row.id), reason="Ditinjau.")
            return 3 if row.status == "active" else 1

    def published(self) -> str:
        return (self.folder / "publisher/public/current").resolve().name


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

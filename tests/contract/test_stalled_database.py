"""A PostgreSQL that stands still and refuses nobody: a worker's threads go on answering what needs no database."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from tests.contract.running.world import World, check, health
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.processes import until

THREADS = 8
MANY = 40
CHECKS = 50


def of(server: PostgresServer) -> list[int]:
    """The processes of a server: it may be started by a program that became another one."""
    asked = ["ps", "-o", "pid=", "--ppid", str(server.process.pid)]
    children = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return [server.process.pid, *map(int, children.split())]


@contextmanager
def stands_still(server: PostgresServer) -> Iterator[None]:
    """Stop every process of a server where it is; it keeps its connections and says nothing."""
    stopped = of(server)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def ask(url: str, key: str) -> int | None:
    """Ask for what the database knows; the status of the answer, None where there was none in time."""
    try:
        return requests.get(url, headers={"Authorization": f"Bearer {key}"}, timeout=20).status_code
    except requests.RequestException:
        return None


@pytest.mark.parametrize("path", ["/v1/changes?limit=1", "/v1/owner-addresses"])
def test_checks_are_answered_while_a_database_that_stands_still_holds_whoever_asks_it(
    path: str, tmp_path: Path
) -> None:
    with postgres_server() as server:
        world = World(tmp_path, server.url(), "")
        world.common |= {"CEKTAUTAN_THREADS": str(THREADS), "REDIS_URL": ""}
        with world.publisher() as (address, _), ThreadPoolExecutor(MANY) as pool:
            url, key = f"{address}{path}", world.new_key("--scope", "owner_addresses")["key"]
            until(lambda: check(address, key).status_code == 200)
            with stands_still(server):
                asked = [pool.submit(ask, url, key) for _ in range(MANY)]
                # Whoever finds no place is refused; those who have one wait for the database, or for who asks it.
                until(lambda: len([each for each in asked if each.done() and each.result() == 503]) >= MANY - THREADS)
                begun = time.monotonic()
                for _ in range(CHECKS):
                    assert check(address).status_code == 200
                assert time.monotonic() - begun < 10
                assert [each for each in asked if not each.done()], "somebody still waits for the database"
                until(
                    lambda: health(address)["desk"] == health(address)["api_keys"] == "the database does not answer", 60
                )
            until(lambda: ask(url, key) == 200 and health(address)["api_keys"] == "ok", 60)
        world.store.engine.dispose()

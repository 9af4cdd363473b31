"""Keys of callers on many nodes: told through Redis at once, by looking without it, and on a node that has no desk."""

from __future__ import annotations

import datetime
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from tests.contract.running.world import BUSY_SECONDS, WITHOUT_DESK, World, check, health, level
from tests.support.api_keys import new_key
from tests.support.processes import free_port, redis_server, until
from tests.support.stores import Database

from cektautan.app import notices_of, tells_of_keys
from cektautan.desk.api_keys.ending import restore, revoke
from cektautan.desk.api_keys.making import rotate
from cektautan.desk.api_keys.shown import keys
from cektautan.desk.people.acting import OPERATOR
from cektautan.running.notices import KEYS, POLL_SECONDS
from cektautan.settings import Settings, from_environment
from cektautan.store.opening import open_without_secrets
from cektautan.store.transaction import Store
from cektautan.web.guards.keys import OK, KeyTable, StoredKeys
from cektautan.web.problems import Problem

NOW = int(time.time())


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def settings(database: Database, far: str) -> Settings:
    return from_environment({"DATABASE_URL": database.url, "REDIS_URL": far, "CEKTAUTAN_DESK": "off"})


@contextmanager
def worker(settings: Settings) -> Iterator[KeyTable]:
    """What a worker of a node knows, asking as a worker does."""
    store, stop = open_without_secrets(settings.database_url), threading.Event()
    table = KeyTable(StoredKeys(store), time.time, notices_of(settings, KEYS).wait)
    thread = threading.Thread(target=table.run, args=(stop,))
    thread.start()
    try:
        until(lambda: table.state == OK)
        yield table
    finally:
        stop.set()
        thread.join()
        store.engine.dispose()


def counts(table: KeyTable, text: str) -> bool:
    """Say whether a key counts there."""
    try:
        return table.caller(text) is not None
    except Problem:
        return False


def changes(store: Store, nodes: tuple[KeyTable, ...]) -> list[float]:
    """Make, renew, revoke and restore a key; return the seconds until all nodes knew of each."""
    took = []

    def wait(text: str, wanted: bool) -> None:
        begun = time.monotonic()
        until(lambda: all(counts(node, text) == wanted for node in nodes), POLL_SECONDS + BUSY_SECONDS)
        took.append(time.monotonic() - begun)

    made = new_key(store, NOW)
    wait(made.text, True)
    renewed = rotate(store, OPERATOR, made.id, 0, "bocor", NOW)
    wait(made.text, False)
    assert all(counts(node, renewed.text) for node in nodes)
    revoke(store, OPERATOR, made.id, "tidak dipakai", NOW)
    wait(renewed.text, False)
    restore(store, OPERATOR, made.id, "keliru", NOW)
    wait(renewed.text, True)
    return took


def test_with_redis_nodes_know_of_a_key_before_they_would_have_looked(
    store: Store, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cektautan.running.notices.POLL_SECONDS", 60.0)
    with redis_server(free_port(), tmp_path) as far, redis.Redis.from_url(far) as client:
        asks = settings(database, far)
        tells_of_keys(asks, store)
        with worker(asks) as one, worker(asks) as two:
            until(lambda: client.pubsub_numsub(KEYS)[0][1] == 2)
            took = changes(store, (one, two))
            # What is told there is not believed, whoever tells it.
            client.publish(KEYS, "ct_abcd2345 is revoked; DROP TABLE api_keys")
            took += changes(store, (one, two))
    say(f"through Redis two nodes knew of a key made, renewed, revoked, restored after {[round(t, 3) for t in took]} s")
    assert max(took) < POLL_SECONDS + BUSY_SECONDS


@pytest.mark.parametrize("where", ["no-redis", "redis-away"])
def test_without_redis_nodes_know_of_a_key_by_looking(store: Store, database: Database, where: str) -> None:
    asks = settings(database, "" if where == "no-redis" else f"redis://127.0.0.1:{free_port()}/0")
    tells_of_keys(asks, store)
    with worker(asks) as one, worker(asks) as two:
        took = changes(store, (one, two))
    say(f"{where}: two nodes knew of a key made, renewed, revoked, restored after {[round(t, 3) for t in took]} s")


def test_a_node_without_a_desk_has_set_and_keys_from_the_database_and_none_of_its_secrets(
    postgres_database: Database, tmp_path: Path
) -> None:
    with redis_server(free_port(), tmp_path) as far:
        world = World(tmp_path, postgres_database.url, far)
        with world.publisher(), world.node("node", WITHOUT_DESK) as (node, _):
            assert health(node) == {"status": "ok", "limits": "redis", "set": "ok", "api_keys": "ok"}
            made = world.new_key("--tier", "partner")
            until(lambda: check(node, made["key"]).ok, POLL_SECONDS + BUSY_SECONDS)
            assert '"check";q=5000000;w=60' in check(node, made["key"]).headers["RateLimit-Policy"]
            wanted = world.decide()
            until(lambda: level(node) == wanted)
            world.api_key("revoke", made["name"], "--reason", "uji")
            until(lambda: check(node, made["key"]).status_code == 401, POLL_SECONDS + BUSY_SECONDS)
            assert not (tmp_path / "node" / "keys").exists()
        world.store.engine.dispose()


def test_a_day_of_use_that_two_nodes_note_stands_once(store: Store, database: Database) -> None:
    made, asks = new_key(store, NOW), settings(database, "")
    with worker(asks) as one, worker(asks) as two:
        for node in (one, two, one):
            until(lambda node=node: counts(node, made.text))  # type: ignore[misc]
            node.note()
    with store.reading() as session:
        (shown,) = keys(session, NOW)
    today = datetime.datetime.now(datetime.UTC).date()
    assert shown.last_used in {today, datetime.datetime.fromtimestamp(NOW, datetime.UTC).date()}

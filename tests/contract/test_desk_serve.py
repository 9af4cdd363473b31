"""The service with a desk: what is decided is published within seconds and survives kills; the database may be away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import func, select
from tests.e2e.lists import VIDEO, write_lists
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.processes import answers, serving, start, until

from cektautan.store.models import Event, JobRun, Listing
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

HOAX = f"https://youtu.be/{VIDEO}"
KEY = f"content:youtube:{VIDEO}"
SHIPPED_HOAX, SHIPPED_KEY = "https://youtu.be/GPdzHkn5M6M", "content:youtube:GPdzHkn5M6M"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {
        "CEKTAUTAN_DESK": "on",
        "CEKTAUTAN_VAR_DIR": str(tmp_path / "var"),
        "CEKTAUTAN_BLOCKLISTS_DIR": str(write_lists(tmp_path / "blocklists")),
        "CEKTAUTAN_EXTENSION_DIR": str(tmp_path / "extension"),
    }


def store_of(settings: dict[str, str]) -> Store:
    store, _ = open_store(settings.get("DATABASE_URL", ""), Path(settings["CEKTAUTAN_VAR_DIR"]))
    return store


def suspend(store: Store, key: str = KEY) -> int:
    """Decide as somebody at the desk does, and return the number of the event."""
    with store.deciding("account:1", int(time.time())) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == key)).one()
        row.status = "suspended" if row.status == "active" else "active"
        return work.record("listing.changed", ("listing", row.id), reason="Ditinjau.").seq


def manifest(settings: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (Path(settings["CEKTAUTAN_VAR_DIR"]) / "public/current/manifest.json").read_text()
    )
    return found


def published(settings: dict[str, str], store: Store) -> int:
    """Return the number of the last event that the published set holds; periodic work adds events of its own."""
    with store.reading() as session:
        return session.scalars(select(Event.seq).where(Event.hash == manifest(settings)["log_head"])).one()


def run(settings: dict[str, str], *command: str) -> tuple[int, str, str]:
    process = start(settings, *command)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def level(address: str, hoax: str = HOAX) -> int:
    found: int = requests.get(f"{address}/v1/check", params={"url": hoax}, timeout=5).json()["level"]
    return found


def test_a_decision_is_in_a_new_manifest_within_two_seconds(settings: dict[str, str]) -> None:
    del settings["CEKTAUTAN_BLOCKLISTS_DIR"]  # Measured with the shipped lists.
    with serving(settings) as (address, _):
        assert level(address, SHIPPED_HOAX) == 3
        store = store_of(settings)
        waits = []
        for _ in range(5):
            seq, begun = suspend(store, SHIPPED_KEY), time.monotonic()
            until(lambda seq=seq: published(settings, store) >= seq, 10)  # type: ignore[misc]
            waits.append(time.monotonic() - begun)
        sys.stdout.write(f"from commit to manifest: {', '.join(f'{wait:.2f}' for wait in waits)} s\n")
        assert sorted(waits)[2] < 2
        until(lambda: level(address, SHIPPED_HOAX) == 1, 5)
        store.engine.dispose()


def test_what_was_committed_before_a_kill_is_published_at_the_next_start(settings: dict[str, str]) -> None:
    with serving(settings) as (_, process):
        store = store_of(settings)
        seq = suspend(store)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    with serving(settings) as (address, _):
        assert level(address) == 1
        assert published(settings, store) >= seq
    store.engine.dispose()
    code, out, err = run(settings, "audit")
    assert (code, err) == (0, "")
    assert out.startswith("whole: ")
    assert "the published set of this log" in out


def test_periodic_work_is_started_again_and_ends_with_its_parent(settings: dict[str, str]) -> None:
    with serving(settings) as (_, process):
        until(lambda: len(jobs_of(process)) == 1)
        (first,) = jobs_of(process)
        os.kill(first, signal.SIGKILL)
        until(lambda: jobs_of(process) not in ([], [first]))
        (second,) = jobs_of(process)
        process.kill()
        process.communicate()
        until(lambda: not Path(f"/proc/{second}").exists() or state(second) == "Z", 15)


def test_when_the_publisher_is_killed_a_node_that_does_not_publish_goes_on_with_the_jobs(
    settings: dict[str, str], own_postgres: PostgresServer
) -> None:
    settings["DATABASE_URL"] = own_postgres.url()
    with serving(settings) as (_, publisher):
        root = (Path(settings["CEKTAUTAN_VAR_DIR"]) / "keys/root.pub").read_text().splitlines()[-1]
        with serving({**settings, "CEKTAUTAN_PUBLISH": "off", "CEKTAUTAN_ROOT_KEY": root}) as (_, reader):
            until(lambda: len(jobs_of(reader)) == len(jobs_of(publisher)) == 1)
            (first,) = jobs_of(publisher)
            os.killpg(publisher.pid, signal.SIGKILL)
            publisher.communicate()
            # It has a group of its own, and ends when it sees that its parent is gone.
            until(lambda: state(first) == "Z")
            store = store_of(settings)
            before = runs(store)
            until(lambda: runs(store) > before, 90)
            store.engine.dispose()


def runs(store: Store) -> int:
    """Return how many jobs have ended."""
    with store.reading() as session:
        return session.scalar(select(func.count()).where(JobRun.ended_at.is_not(None))) or 0


def jobs_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes of periodic work, which call themselves so."""
    found = []
    # A child belongs to the thread that started it.
    for pid in "\n".join(path.read_text() for path in Path(f"/proc/{process.pid}/task").glob("*/children")).split():
        try:
            name = Path(f"/proc/{pid}/comm").read_text().strip()
        except OSError:
            continue
        if name == "cektautan-jobs":
            found.append(int(pid))
    return found


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_publish_syncs_and_audit_names_what_does_not_fit(settings: dict[str, str]) -> None:
    code, out, err = run(settings, "publish")
    assert code == 0, err
    assert out.startswith("published ")
    assert "the store begins with the" in err
    assert run(settings, "sync", "--check")[0] == 0
    store = store_of(settings)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_never_changed")
        connection.exec_driver_sql("UPDATE events SET reason = 'lain' WHERE seq = 1")
    store.engine.dispose()
    code, _, err = run(settings, "audit")
    assert (code, err) == (1, "cektautan audit: event 1 was changed: its content has another hash\n")


def test_a_log_that_the_published_set_does_not_know_is_named(settings: dict[str, str], tmp_path: Path) -> None:
    run(settings, "publish")
    store = store_of(settings)
    before = (tmp_path / "var" / "desk.sqlite3").read_bytes()
    suspend(store)
    store.engine.dispose()
    run(settings, "publish")
    # A backup from before the last publication.
    for file in (tmp_path / "var").glob("desk.sqlite3*"):
        file.unlink()
    (tmp_path / "var" / "desk.sqlite3").write_bytes(before)
    code, _, err = run(settings, "audit")
    assert code == 1
    assert "the published set names an event that is not in the log" in err


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server
        if server.process.poll() is not None:
            server.start()


def test_while_the_database_is_away_readers_are_answered_and_decisions_follow_later(
    settings: dict[str, str], own_postgres: PostgresServer
) -> None:
    settings["DATABASE_URL"] = own_postgres.url()
    with serving(settings) as (address, _):
        assert level(address) == 3
        assert requests.get(f"{address}/healthz", timeout=5).json()["desk"] == "ok"
        own_postgres.stop()
        until(lambda: requests.get(f"{address}/healthz", timeout=15).json()["desk"] == "the database does not answer")
        assert level(address) == 3
        assert answers(f"{address}/readyz")
        own_postgres.start()
        store = store_of(settings)
        suspend(store)
        store.engine.dispose()
        until(lambda: level(address) == 1, 20)
        until(lambda: requests.get(f"{address}/healthz", timeout=15).json()["desk"] == "ok")


def test_a_start_while_the_database_is_away_serves_the_list_before(
    settings: dict[str, str], own_postgres: PostgresServer
) -> None:
    settings["DATABASE_URL"] = own_postgres.url()
    own_postgres.stop()
    code, _, err = run(settings, "serve")
    assert code == 1
    assert err.splitlines()[-1].startswith("cektautan serve: the database does not answer")
    own_postgres.start()
    assert run(settings, "publish")[0] == 0
    own_postgres.stop()
    with serving(settings) as (address, _):
        assert level(address) == 3
        own_postgres.start()
        store = store_of(settings)
        suspend(store)
        store.engine.dispose()
        until(lambda: level(address) == 1, 20)

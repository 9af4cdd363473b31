"""Two nodes over one PostgreSQL and one Redis, as processes: each slot of a job is run once, whatever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import redis
from sqlalchemy import select
from tests.support.processes import ROOT, free_port, redis_server, until
from tests.support.stores import Database

from cektautan.running.lead import KEY
from cektautan.store.models import JobRun

SLOTS = 6
AWAY = "Redis does not answer: each node looks after the jobs, the store says who runs them"


@contextmanager
def nodes(database: Database, far: str, folder: Path, every: int = 1) -> Iterator[list[Path]]:
    """Run two nodes; give the files of what they say."""
    said = [folder / "node-1", folder / "node-2"]
    command = [sys.executable, "-m", "tests.contract.running.node", database.url, far, str(folder), str(every)]
    processes = []
    try:
        for path in said:
            with path.open("w") as out:
                processes.append(subprocess.Popen(command, cwd=ROOT, stdout=out))
        until(lambda: all("looks" in path.read_text() for path in said))
        yield said
    finally:
        for process in processes:
            process.kill()
            process.wait()


def runs(folder: Path) -> list[tuple[int, int]]:
    """Return the process and the slot of each run, as the job itself wrote them."""
    try:
        lines = (folder / "runs").read_text().splitlines()
    except FileNotFoundError:
        return []
    return [(int(pid), int(slot)) for pid, slot in map(str.split, lines)]


def slots(folder: Path) -> list[int]:
    return [slot for _, slot in runs(folder)]


def logged(database: Database) -> list[JobRun]:
    store = database.open()
    with store.reading() as session:
        found = list(session.scalars(select(JobRun).order_by(JobRun.id)))
    store.engine.dispose()
    return found


def test_with_redis_one_node_runs_each_slot_and_the_other_leaves_the_database_alone(
    postgres_database: Database, tmp_path: Path
) -> None:
    with redis_server(free_port(), tmp_path) as far, nodes(postgres_database, far, tmp_path):
        until(lambda: len(runs(tmp_path)) >= SLOTS)
        done = runs(tmp_path)
        client = redis.Redis.from_url(far)
        # The token of the lead is chance, and names neither machine nor process.
        assert len(client.get(f"{KEY}uji")) == 32
        client.close()
    assert len({pid for pid, _ in done}) == 1
    assert len({slot for _, slot in done}) == len(done)


def test_without_redis_both_look_and_each_slot_is_run_once_all_the_same(
    postgres_database: Database, tmp_path: Path
) -> None:
    with nodes(postgres_database, f"redis://127.0.0.1:{free_port()}/0", tmp_path) as said:
        until(lambda: len(runs(tmp_path)) >= SLOTS)
        assert all(AWAY in path.read_text() for path in said)
    done = slots(tmp_path)
    assert sorted(set(done)) == done


def test_a_redis_that_comes_and_stops_neither_stops_nor_doubles_a_job(
    postgres_database: Database, tmp_path: Path
) -> None:
    port = free_port()
    with ExitStack() as far, nodes(postgres_database, f"redis://127.0.0.1:{port}/0", tmp_path) as said:
        far.enter_context(redis_server(port, tmp_path))
        until(lambda: all(path.read_text().endswith("Redis answers again\n") for path in said))
        until(lambda: len(runs(tmp_path)) >= 2)
        far.close()
        until(lambda: all(path.read_text().count(AWAY) == 2 for path in said))
        before = len(runs(tmp_path))
        until(lambda: len(runs(tmp_path)) >= before + SLOTS)
    done = slots(tmp_path)
    assert sorted(set(done)) == done


@pytest.mark.parametrize("answers", [True, False], ids=["redis", "no-redis"])
def test_what_a_killed_node_was_doing_is_cut_off_and_taken_up_by_the_other(
    answers: bool, postgres_database: Database, tmp_path: Path
) -> None:
    hold = tmp_path / "hold"
    hold.touch()
    port = free_port()
    far = f"redis://127.0.0.1:{port}/0"
    # Its next turn is an hour away: what takes it up does not wait for that.
    with redis_server(port if answers else free_port(), tmp_path), nodes(postgres_database, far, tmp_path, every=3600):
        until(lambda: len(runs(tmp_path)) == 1)
        assert [run.outcome for run in logged(postgres_database)] == ["running"]
        os.kill(runs(tmp_path)[0][0], signal.SIGKILL)
        until(lambda: len(runs(tmp_path)) == 2)
        hold.unlink()
        until(lambda: [run.outcome for run in logged(postgres_database)] == ["cut_off", "done"])
    first, second = runs(tmp_path)
    assert first[0] != second[0]
    last = logged(postgres_database)[-1]
    assert (last.counts, last.problem) == ({"rows": 1}, "")
    assert last.ended_at is not None

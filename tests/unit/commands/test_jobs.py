"""The command for periodic work: the list of jobs, and one of them done now or refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cektautan.cli import main
from cektautan.store.models import JobRun
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store
from cektautan.store.turns import turns_of


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("CEKTAUTAN_RESOLVE", "off")
    opened, _ = open_store("", tmp_path)
    yield opened
    opened.engine.dispose()


def test_jobs_are_listed_before_and_after_they_ran(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jobs"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "provisional\tnever\t-\t-\tnext -\tnothing to do"
    assert "harvest" not in {line.split("\t")[0] for line in lines}
    assert main(["jobs", "run", "queue"]) == 0
    assert capsys.readouterr().out == "queue: nothing to do\n"
    assert main(["jobs", "list"]) == 0
    (line,) = [each for each in capsys.readouterr().out.splitlines() if each.startswith("queue\t")]
    assert line.split("\t")[1] == "done"
    assert line.endswith(" WIB\tnothing to do")


def test_what_somebody_should_look_at_is_an_exit_code(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    now = int(time.time())
    with store.noting() as session:
        session.add(JobRun(name="queue", slot=1, started_at=now - 9000, ended_at=now - 8999, outcome="done"))
        session.add(
            JobRun(
                name="imports", slot=now // 60, started_at=now, ended_at=now, outcome="failed", problem="defect",
                counts={"batches": 2},
            )
        )  # fmt: skip
    assert main(["jobs"]) == 3
    lines = {line.split("\t")[0]: line.split("\t") for line in capsys.readouterr().out.splitlines()}
    assert lines["queue"][-1] == "late"
    assert lines["imports"][1] == "failed (defect)"
    assert lines["imports"][-1] == "batches 2"


def test_a_job_that_another_process_does_is_refused(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with turns_of(store).take("queue"):
        assert main(["jobs", "run", "queue"]) == 1
    said = "cektautan jobs: another process is doing queue; nothing was done here\n"
    assert capsys.readouterr().err == said
    assert main(["jobs", "run", "queue"]) == 0


def test_a_job_that_is_not_there_is_told_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jobs", "run", "harvest"]) == 1
    said = "cektautan jobs: there is no job harvest; there are provisional, imports, "
    assert capsys.readouterr().err.startswith(said)


def test_a_database_that_is_away_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://cektautan@127.0.0.1:1/none")
    for command in (["jobs"], ["jobs", "run", "queue"]):
        assert main(command) == 1
        assert capsys.readouterr().err == "cektautan jobs: the database does not answer: OperationalError\n"

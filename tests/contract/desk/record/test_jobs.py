"""How jobs fare: what failed, was cut off or stands still is told from what runs and from what is done."""

from __future__ import annotations

from collections.abc import Mapping

from tests.contract.store.builders import NOW

from cektautan.desk.record.jobs import GRACE_SECONDS, LONG_SECONDS, JobState, job_states
from cektautan.store.job_log import begin, end
from cektautan.store.models import JobRun
from cektautan.store.transaction import Store
from cektautan.store.turns import turns_of

RHYTHMS = {"imports": 60, "harvest": 60, "checks": 600}


def states(store: Store, now: int = NOW) -> Mapping[str, JobState]:
    return {each.name: each for each in job_states(store, RHYTHMS, now)}


def ran(store: Store, name: str, at: int, outcome: str, problem: str = "") -> None:
    with store.noting() as session:
        slot = at // RHYTHMS.get(name, 60)
        session.add(JobRun(name=name, slot=slot, started_at=at, ended_at=at + 3, outcome=outcome, problem=problem))


def test_a_job_that_never_ran_is_told_as_that(store: Store) -> None:
    assert list(states(store)) == ["imports", "harvest", "checks"]
    assert {(each.outcome, each.next_at, each.urgent) for each in states(store).values()} == {("never", None, False)}


def test_the_last_run_says_how_a_job_fares(store: Store) -> None:
    ran(store, "imports", NOW - 120, "done")
    ran(store, "imports", NOW - 60, "failed", "defect")
    ran(store, "harvest", NOW - 60, "failed", "database")
    ran(store, "harvest", NOW, "done")
    # A job that this installation does not have, or no longer, is nobody's trouble.
    ran(store, "patrol", NOW - 86_400, "done")
    found = states(store)
    assert set(found) == set(RHYTHMS)
    imports, harvest = found["imports"], found["harvest"]
    assert (imports.outcome, imports.problem, imports.urgent) == ("failed", "defect", True)
    assert (imports.good_at, imports.seconds) == (NOW - 117, 3)
    assert (harvest.outcome, harvest.urgent) == ("done", False)
    assert harvest.next_at == (NOW // 60 + 1) * 60


def test_a_job_whose_turns_are_left_out_is_late(store: Store) -> None:
    ran(store, "harvest", NOW, "done")
    ran(store, "checks", NOW, "done")
    after = NOW + 2 * 60 + GRACE_SECONDS
    assert not states(store, after)["harvest"].late
    assert states(store, after + 1)["harvest"].late
    assert not states(store, after + 1)["checks"].late


def test_what_runs_is_told_from_what_was_cut_off(store: Store) -> None:
    begin(store, "harvest", NOW // 60, NOW)
    assert states(store)["harvest"].outcome == "cut_off"
    with turns_of(store).take("harvest"):
        running = states(store, NOW + LONG_SECONDS)["harvest"]
        assert (running.outcome, running.urgent) == ("running", False)
        assert states(store, NOW + LONG_SECONDS + 1)["harvest"].late
    number = begin(store, "harvest", NOW // 60, NOW)
    end(store, number, {"feeds": 2})
    assert states(store)["harvest"].counts == {"feeds": 2}

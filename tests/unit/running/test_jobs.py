"""The jobs of an installation: which there are, and which of them ask far hosts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.desk import shipped_policy

from cektautan.app import make_jobs
from cektautan.running.jobs import Job
from cektautan.settings import Settings
from cektautan.store.transaction import Store

NOW = 1_792_000_800


def names(settings: Settings) -> list[str]:
    return [job.name for job in make_jobs(settings, shipped_policy())]


def test_no_two_jobs_have_one_name() -> None:
    assert len(names(Settings())) == len(set(names(Settings())))


def test_where_no_far_host_is_asked_no_job_does() -> None:
    assert set(names(Settings())) - set(names(replace(Settings(), resolve=False))) == {"harvest", "checks", "patrol"}


@pytest.mark.parametrize("job", make_jobs(Settings(), shipped_policy()), ids=lambda job: job.name)
def test_each_job_does_nothing_in_an_empty_desk_and_says_so_in_numbers(job: Job, sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        assert job.asked is None or not job.asked(session, NOW)
    counts = job.run(sqlite_store, NOW)
    assert counts
    assert set(counts.values()) == {0}

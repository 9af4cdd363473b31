"""Runs a job once, if it is due and nobody else does: under its turn, and with a row in the log of jobs.

Whether it is due is looked at again under the turn, by the clock that all nodes share, so each of its slots is run once
however many nodes look (docs/adr/0134). A run that was cut off is taken up at once, unless the one before was cut off
as well: what kills its process must not do so every second. A failure is told by its kind, for the words of an unknown
error might hold what a reader sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from cektautan.running.jobs import Counts, Job
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.job_log import CUT_OFF, FAILED, RUNNING, begin, end, mark_cut_off, newest_runs, shared_now
from cektautan.store.migrate import SchemaError
from cektautan.store.transaction import Store
from cektautan.store.turns import Turns, turns_of

AFTER_FAILURE_SECONDS: Final = 30
"""How long a job that failed waits, where somebody waits for it; else it waits for its next slot."""
END_TRIES: Final = 5
"""How often the end of a run is written, where a long decision is in the way (SQLite)."""
END_PAUSE: Final = 1.0


@dataclass(frozen=True)
class Run:
    """What came of one run."""

    counts: Counts = field(default_factory=dict)
    problem: str = ""
    """A code of `job_problem_*`; empty where it was done."""
    told: str = ""
    """The same in words for an operator."""


class Runner:
    """Runs jobs over one store."""

    def __init__(self, store: Store, clock: Callable[[Session], int] = shared_now) -> None:
        self._store = store
        self._turns: Turns = turns_of(store)
        self._clock = clock

    def run_if_due(self, job: Job) -> Run | None:
        """Run a job if its slot is free; None where it is not, or where somebody else has the turn.

        Raises:
            StoreUnavailableError: the database does not answer, before the job began.
            SchemaError: it is of another version.

        """
        with self._store.reading() as session:
            if not self._due(session, job):
                return None
        with self._turns.take(job.name) as ours:
            if not ours:
                return None
            if self._was_cut_off(job):
                with self._store.noting() as session:
                    mark_cut_off(session, job.name)
            with self._store.reading() as session:
                if not self._due(session, job):
                    return None
            return self._run(job)

    def run_now(self, job: Job) -> Run | None:
        """Run a job whether it is due or not; None where somebody else has the turn. Raises as `run_if_due`."""
        with self._turns.take(job.name) as ours:
            return self._run(job) if ours else None

    def _due(self, session: Session, job: Job) -> bool:
        runs = newest_runs(session, job.name, 2)
        if not runs:
            return True
        last, now = runs[0], self._clock(session)
        slot = now // job.every_seconds
        # A slot ahead of now is left by a clock that was set back since; a little is what clocks are allowed.
        if last.slot < slot or last.slot > slot + 1:
            return True
        if last.outcome == RUNNING:
            # It runs, or its process was killed: the turn tells.
            return True
        if last.outcome == CUT_OFF:
            return len(runs) == 1 or runs[1].outcome != CUT_OFF
        asked = job.asked is not None and job.asked(session, now)
        return asked and (last.outcome != FAILED or now - last.started_at >= AFTER_FAILURE_SECONDS)

    def _was_cut_off(self, job: Job) -> bool:
        with self._store.reading() as session:
            return any(run.outcome == RUNNING for run in newest_runs(session, job.name, 1))

    def _run(self, job: Job) -> Run:
        with self._store.reading() as session:
            now = self._clock(session)
        number = begin(self._store, job.name, now // job.every_seconds, now)
        try:
            run = Run(job.run(self._store, now))
        except StoreUnavailableError as problem:
            run = Run(problem="database", told=str(problem))
        except Exception as problem:
            run = Run(problem="defect", told=f"a defect ({type(problem).__name__})")
        self._end(number, run)
        return run

    def _end(self, number: int, run: Run) -> None:
        """Write the end. Where that cannot be, the run counts as cut off, and is run again."""
        with suppress(StoreUnavailableError, SchemaError):
            for tries in range(1, END_TRIES + 1):
                try:
                    end(self._store, number, run.counts, run.problem)
                    return
                except StoreUnavailableError:
                    if tries == END_TRIES:
                        raise
                    time.sleep(END_PAUSE)

"""How the periodic work fares: of each job the last run, the next one, and whether somebody should look at it.

Read from the log of jobs (`store.job_log`), for the board, for health and for the command line alike. A run whose
process was killed is told as cut off as soon as nobody has its turn, also before anybody takes it up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.store.job_log import CUT_OFF, DONE, FAILED, RUNNING
from cektautan.store.models import JobRun
from cektautan.store.transaction import Store
from cektautan.store.turns import turns_of

NEVER: Final = "never"
GRACE_SECONDS: Final = 60
"""What a turn may be late, beyond a whole one that was left out."""
LONG_SECONDS: Final = 3600
"""How long a run may take before somebody should look at it."""


@dataclass(frozen=True)
class JobState:
    """One job."""

    name: str
    every_seconds: int
    outcome: str
    """Of the last run: done, failed, cut_off or running; never where there was none."""
    started_at: int | None
    ended_at: int | None
    counts: Mapping[str, int]
    problem: str
    good_at: int | None
    """When a run last ended as it should."""
    next_at: int | None
    """When its next turn begins."""
    late: bool
    """Whether it stands still: turns were left out, or the run does not end."""

    @property
    def urgent(self) -> bool:
        """Whether somebody should look at it."""
        return self.late or self.outcome in (FAILED, CUT_OFF)

    @property
    def seconds(self) -> int | None:
        """How long the last run took."""
        return None if self.started_at is None or self.ended_at is None else max(self.ended_at - self.started_at, 0)


def job_states(store: Store, rhythms: Mapping[str, int], now: int) -> tuple[JobState, ...]:
    """Return how each job fares, in the order of the jobs.

    Args:
        store: the store.
        rhythms: the seconds between two turns of each job of this installation.
        now: Unix seconds.

    Raises:
        StoreUnavailableError: the database does not answer.

    """
    with store.reading() as session:
        last, good = _last(session), _good(session)
    waits = [name for name, run in last.items() if run.outcome == RUNNING and name in rhythms]
    taken = turns_of(store).taken(waits) if waits else frozenset()
    return tuple(
        _state(name, every, last.get(name), good.get(name), now, alive=name in taken) for name, every in rhythms.items()
    )


def _last(session: Session) -> dict[str, JobRun]:
    newest = select(func.max(JobRun.id)).group_by(JobRun.name)
    return {run.name: run for run in session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}


def _good(session: Session) -> dict[str, int]:
    query = select(JobRun.name, func.max(JobRun.ended_at)).where(JobRun.outcome == DONE).group_by(JobRun.name)
    return {name: at for name, at in session.execute(query) if at is not None}


def _state(name: str, every: int, run: JobRun | None, good_at: int | None, now: int, *, alive: bool) -> JobState:
    if run is None:
        return JobState(name, every, NEVER, None, None, {}, "", None, None, late=False)
    outcome = CUT_OFF if run.outcome == RUNNING and not alive else run.outcome
    most = max(every, LONG_SECONDS) if outcome == RUNNING else 2 * every + GRACE_SECONDS
    return JobState(
        name, every, outcome, run.started_at, run.ended_at, run.counts, run.problem, good_at,
        next_at=(run.slot + 1) * every, late=now - run.started_at > most,
    )  # fmt: skip

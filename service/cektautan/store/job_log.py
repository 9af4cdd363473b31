"""The log of the desk's periodic work: what begins is written before it begins, and its end with what came of it.

A run whose process was killed stays `running`. Whoever has the turn for its job next (`store.turns`) knows by that that
it was cut off. The newest runs of each job are kept; writing them waits for no decision.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from cektautan.store.models import JobRun
from cektautan.store.transaction import Store

KEPT: Final = 500
"""Runs of each job."""
RUNNING: Final = "running"
DONE: Final = "done"
FAILED: Final = "failed"
CUT_OFF: Final = "cut_off"


def shared_now(session: Session) -> int:
    """The time by the clock that all processes of this store share, in Unix seconds: PostgreSQL's, or the machine's."""
    if session.get_bind().dialect.name == "postgresql":
        return int(session.scalar(select(func.extract("epoch", func.clock_timestamp()))) or 0)
    return int(time.time())


def newest_runs(session: Session, name: str, most: int) -> tuple[JobRun, ...]:
    """Return the newest runs of a job, the last one first."""
    query = select(JobRun).where(JobRun.name == name).order_by(JobRun.id.desc()).limit(most)
    return tuple(session.scalars(query))


def begin(store: Store, name: str, slot: int, now: int) -> int:
    """Note that a job begins, and return the number of the run. To be called with its turn alone.

    Whatever is noted as running was cut off.
    """
    with store.noting() as session:
        mark_cut_off(session, name)
        row = JobRun(name=name, slot=slot, started_at=now, outcome=RUNNING)
        session.add(row)
        session.flush()
        ids = select(JobRun.id).where(JobRun.name == name).order_by(JobRun.id.desc())
        oldest = session.scalar(ids.offset(KEPT - 1).limit(1))
        if oldest is not None:
            session.execute(delete(JobRun).where(JobRun.name == name, JobRun.id < oldest))
        return row.id


def mark_cut_off(session: Session, name: str) -> None:
    """Note that the run that did not end was cut off. To be called with the job's turn alone."""
    session.execute(update(JobRun).where(JobRun.name == name, JobRun.outcome == RUNNING).values(outcome=CUT_OFF))


def end(store: Store, run_id: int, counts: Mapping[str, int], problem: str = "") -> None:
    """Note how a run ended: with a problem it failed. One that somebody took for cut off meanwhile stays so."""
    with store.noting() as session:
        session.execute(
            update(JobRun)
            .where(JobRun.id == run_id, JobRun.outcome == RUNNING)
            .values(
                ended_at=shared_now(session),
                outcome=FAILED if problem else DONE,
                counts=dict(counts),
                problem=problem,
            )
        )

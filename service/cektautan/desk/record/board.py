"""The board: all figures of one moment together, read in one transaction so that they fit each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from cektautan.core.days import day_of
from cektautan.desk.claims.sources import Known, sources
from cektautan.desk.harvest.health import Health, healths
from cektautan.desk.record.figures.appeals import Appeals, appeals, open_appeals
from cektautan.desk.record.figures.months import Month, months
from cektautan.desk.record.figures.speed import DAY, SPANS, Speed, outcomes, speed
from cektautan.desk.record.figures.told import Told, told
from cektautan.desk.record.figures.waiting import Queue, queue
from cektautan.store.models import Batch
from cektautan.store.transaction import Store

BATCHES: Final = 8


@dataclass(frozen=True)
class Board:
    """Every figure of a moment."""

    at: int
    queue: Queue
    speed: Mapping[str, Mapping[int, Speed]]
    """By kind and span."""
    outcomes: Mapping[int, Mapping[str, int]]
    """By span."""
    told: Told
    months: tuple[Month, ...]
    appeals: Appeals
    """Of all time."""
    appeals_lately: Appeals
    """Of the longest span."""
    appeals_open: int
    appeals_late: int
    sources: tuple[Known, ...]
    """Those on which listings rest."""
    batches: tuple[Batch, ...]
    feeds: tuple[Health, ...]
    """Those that need somebody first."""


def read_board(store: Store, now: int) -> Board:
    """Return the figures of now."""
    today = day_of(now)
    with store.reading() as session:
        waiting, late = open_appeals(session, now)
        return Board(
            at=now,
            queue=queue(session, now),
            speed=speed(session, now),
            outcomes=outcomes(session, now),
            told=told(session, now),
            months=months(session, now),
            appeals=appeals(session),
            appeals_lately=appeals(session, now - max(SPANS) * DAY),
            appeals_open=waiting,
            appeals_late=late,
            sources=tuple(each for each in sources(session, today) if each.record.listings),
            feeds=healths(session, now),
            batches=tuple(
                session.scalars(select(Batch).order_by(Batch.uploaded_at.desc(), Batch.id.desc()).limit(BATCHES))
            ),
        )

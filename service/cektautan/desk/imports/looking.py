"""What the pages show of batches: all of them, one with its counts, its lines page by page. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from cektautan.desk.imports.judged import TAKEN, RowClass
from cektautan.store.models import Batch, BatchRow

PAGE: Final = 50
MOST_BATCHES: Final = 100

SECOND: Final = "second"
EXCLUDED: Final = "excluded"
LEFT: Final = "left"
REFUSED: Final = "refused"
VIEWS: Final = (SECOND, EXCLUDED, LEFT, REFUSED)
"""Ways to look at rows that are no class; the last two are what applying left out after all."""


@dataclass(frozen=True)
class Rows:
    """One page of lines."""

    rows: Sequence[BatchRow]
    page: int
    pages: int
    total: int


def batches(session: Session) -> Sequence[Batch]:
    """Return the newest batches."""
    return session.scalars(select(Batch).order_by(Batch.id.desc()).limit(MOST_BATCHES)).all()


def counts(session: Session, batch_id: int) -> dict[str, int]:
    """Return how many lines each class has, in the order in which they are shown, and the other views."""
    asked = select(BatchRow.verdict, func.count()).where(BatchRow.batch_id == batch_id).group_by(BatchRow.verdict)
    found: dict[str, int] = {row[0]: row[1] for row in session.execute(asked)}
    known = {class_.value: found[class_] for class_ in RowClass if class_ in found}
    for view in VIEWS:
        count = session.scalar(select(func.count()).select_from(BatchRow).where(*_chosen(batch_id, view)))
        if count:
            known[view] = count
    return known


def rows(session: Session, batch_id: int, view: str, page: int) -> Rows:
    """Return one page of the lines of a class or a view; all of them where it is empty."""
    chosen = _chosen(batch_id, view)
    total = session.scalar(select(func.count()).select_from(BatchRow).where(*chosen)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    asked = select(BatchRow).where(*chosen).order_by(BatchRow.line, BatchRow.id).limit(PAGE).offset((page - 1) * PAGE)
    return Rows(session.scalars(asked).all(), page, pages, total)


def _chosen(batch_id: int, view: str) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [BatchRow.batch_id == batch_id]
    if view == SECOND:
        chosen += [BatchRow.second.is_not(None), BatchRow.verdict.in_(sorted(TAKEN)), BatchRow.excluded.is_(False)]
    elif view == EXCLUDED:
        chosen.append(BatchRow.excluded.is_(True))
    elif view in (LEFT, REFUSED):
        chosen.append(BatchRow.act == view)
    elif view:
        chosen.append(BatchRow.verdict == view)
    return chosen

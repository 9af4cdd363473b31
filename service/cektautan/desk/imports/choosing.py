"""Which lines of a preview are taken: all that would list or change something, but for what somebody left out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from cektautan.desk.decisions.who import require
from cektautan.desk.errors import Invalid
from cektautan.desk.imports.finding_batches import expect_batch
from cektautan.desk.imports.judged import TAKEN, RowClass
from cektautan.desk.policy import Policy
from cektautan.store.models import BatchRow
from cektautan.store.transaction import Store

TAKEN_ROWS: Final = (BatchRow.verdict.in_(sorted(TAKEN)), BatchRow.excluded.is_(False))


def exclude(
    store: Store,
    policy: Policy,
    account: int,
    batch_id: int,
    version: int,
    now: int,
    *,
    rows: Collection[int] = (),
    classes: Collection[str] = (),
    second: bool = False,
    back: bool = False,
) -> int:
    """Leave lines out of a batch, or take them back in; return how many.

    Args:
        store: the store.
        policy: the rules.
        account: who does it.
        batch_id: the batch.
        version: the batch's, as the page showed it.
        now: Unix seconds.
        rows: numbers of rows.
        classes: whole classes.
        second: every line that needs a second person.
        back: take them in again.

    Raises:
        Refused: the role does not allow it.
        Conflict: somebody has changed the batch meanwhile.
        Invalid: there is no preview to choose from, or a class that does not exist.

    """
    if unknown := set(classes) - set(RowClass):
        raise Invalid("classes", sorted(unknown)[0])
    with store.deciding(f"account:{account}", now) as work:
        require(work.session, policy, account, "import.upload")
        batch = expect_batch(work.session, batch_id, version, ("previewed",))
        chosen = BatchRow.id.in_(list(rows)) | BatchRow.verdict.in_(list(classes))
        if second:
            chosen |= BatchRow.second.is_not(None)
        count = work.session.scalar(
            select(func.count()).select_from(BatchRow).where(BatchRow.batch_id == batch_id, chosen)
        )
        work.session.execute(
            update(BatchRow)
            .where(BatchRow.batch_id == batch_id, chosen)
            .values(excluded=not back)
            .execution_options(synchronize_session=False)
        )
        batch.version += 1
        return count or 0


def taken(session: Session, batch_id: int) -> int:
    """How many lines are taken."""
    asked = select(func.count()).select_from(BatchRow).where(BatchRow.batch_id == batch_id, *TAKEN_ROWS)
    return session.scalar(asked) or 0


def seconds(session: Session, batch_id: int) -> dict[str, int]:
    """Why a second person is needed, and for how many of the lines that are taken."""
    asked = (
        select(BatchRow.second, func.count())
        .where(BatchRow.batch_id == batch_id, *TAKEN_ROWS, BatchRow.second.is_not(None))
        .group_by(BatchRow.second)
        .order_by(BatchRow.second)
    )
    return {str(why): count for why, count in session.execute(asked)}

"""What taking a batch back comes to, found out and written down before the one transaction that does it.

What the batch listed is removed, what it changed is as it was before. What somebody decided about one of its listings
later stays, and is counted. Whatever would warn more strongly by that than now is judged like any restoring: it waits
for a second person, or stays where nobody may restore it, and the rest is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from cektautan.desk.decisions.who import person
from cektautan.desk.errors import Refused
from cektautan.desk.imports.agreeing import claims_of, matter_of
from cektautan.desk.imports.restoring import steps, values
from cektautan.desk.imports.telling import COLUMNS, Claims, Lines, claims_told, lines_of
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import APPLY, NeedsSecond, Refuse, Why
from cektautan.desk.rules.facts import Act
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Batch, BatchRow, Listing, LogHead

ACTS: Final = ("added", "changed")
"""What a batch did to the listings that it put in force."""

TOLD: Final = 5000
"""After how many listings the page is told how far it is."""

ROWS: Final = (
    select(BatchRow.id.label("row_id"), BatchRow.act, BatchRow.applied_version,
           BatchRow.before, Listing.id, Listing.key, Listing.version, Listing.batch_id)
    .join(Listing, Listing.id == BatchRow.listing_id)
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What taking a batch back comes to, and what is told of it."""

    remove: frozenset[int]
    """Listings."""
    restore: tuple[Any, ...]
    wait: tuple[Any, ...]
    """Restored only when a second person agrees."""
    kept: int
    """What was decided later stays."""
    why: Why | None
    lines: Lines
    claims: Claims
    head: int
    """The event up to which the log was when this was found out."""


def plan(
    session: Session, policy: Policy, batch: Batch, now: int, progress: Callable[[int], None] = lambda _done: None
) -> Plan:
    """Return what taking a batch back would do now, in the name of whoever asked for it. Raises Refused."""
    head = session.get_one(LogHead, 1).seq
    applied = session.scalar(select(func.count()).where(BatchRow.batch_id == batch.id, BatchRow.act.in_(ACTS)))
    added = frozenset(session.scalars(select(Listing.id).where(still_as_added(batch.id))))
    rows = session.execute(ROWS.where(BatchRow.batch_id == batch.id, BatchRow.act == "changed")).all()
    changed = [row for row in rows if row.version == row.applied_version and row.batch_id == batch.id]
    who = person(session, policy, batch.reverted_by or 0, claims_of(session, batch))
    whole = judge(Act.REVERT_IMPORT, who, matter_of(None))
    if isinstance(whole, Refuse):
        raise Refused(whole.why)
    weighed = steps(session, policy, changed, now)
    ruled = {id_: judge(Act.REVERT_IMPORT, who, matter_of(None), [step]) for id_, step in weighed.items()}
    restore = tuple(row for row in changed if ruled[row.id] == APPLY)
    wait = tuple(row for row in changed if isinstance(ruled[row.id], NeedsSecond))
    refused = sum(isinstance(ruling, Refuse) for ruling in ruled.values())
    claims = claims_told(session)
    return Plan(
        remove=added,
        restore=restore,
        wait=wait,
        kept=(applied or 0) - len(added) - len(changed) + refused,
        why=next((ruling.why for ruling in ruled.values() if isinstance(ruling, NeedsSecond)), None),
        lines=lines(session, batch.id, added, restore, claims, now, progress),
        claims=claims,
        head=head,
    )


def lines(
    session: Session,
    batch_id: int,
    remove: frozenset[int],
    restore: Sequence[Any],
    claims: Claims,
    now: int,
    progress: Callable[[int], None] = lambda _done: None,
) -> Lines:
    """Write out what is told of the listings that are removed and restored."""
    restored = {row.id for row in restore}
    asked = (
        select(*COLUMNS, BatchRow.before)
        .join(Listing, Listing.id == BatchRow.listing_id)
        .where(BatchRow.batch_id == batch_id, BatchRow.act.in_(ACTS))
    )

    def becomes(row: Any) -> dict[str, Any]:
        if row.id in remove:
            return {"status": "removed"}
        return values(row.before) if row.id in restored else {}

    made: Lines = {}
    for count, (row, line) in enumerate(lines_of(session, asked, becomes, (claims, claims), now), 1):
        if row.id in remove or row.id in restored:
            made[row.id] = line
        if not count % TOLD:
            progress(count)
    return made


def kept_up(session: Session, policy: Policy, batch: Batch, planned: Plan, now: int) -> Plan:
    """What a plan comes to after what was decided since it was made."""
    if session.get_one(LogHead, 1).seq == planned.head:
        return planned
    if planned.restore or planned.wait or claims_told(session) != planned.claims:
        # What may be restored, and what is told, depends on more than the listings themselves.
        return plan(session, policy, batch, now)
    still = frozenset(session.scalars(select(Listing.id).where(still_as_added(batch.id))))
    gone = planned.remove - still
    if not gone:
        return planned
    left = {id_: line for id_, line in planned.lines.items() if id_ in still}
    return replace(planned, remove=still, kept=planned.kept + len(gone), lines=left)


def still_as_added(batch_id: int) -> ColumnElement[bool]:
    """The listings that a batch added and nobody has decided about since."""
    ours = select(BatchRow.id).where(
        BatchRow.listing_id == Listing.id,
        BatchRow.batch_id == batch_id,
        BatchRow.act == "added",
        BatchRow.applied_version == Listing.version,
    )
    return and_(Listing.batch_id == batch_id, ours.correlate(Listing).exists())

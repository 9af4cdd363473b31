"""What is kept how long: the steps that delete what has served its purpose, run once a minute by the periodic work.

docs/operations.md says the same in a table, and a test compares the two. Decisions, cases and objections are kept, for
they are the record of what the desk did; what readers wrote, their tickets, sign-ins and uploads are not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from sqlalchemy import ColumnElement, Select, Text, and_, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from cektautan.desk.patrol.choosing import untold
from cektautan.desk.patrol.noting import DETAIL
from cektautan.desk.patrol.snapshot import without_words
from cektautan.desk.policy import Policy
from cektautan.desk.readers.addresses import hide, unlisted
from cektautan.desk.readers.erasing import erase_fields
from cektautan.desk.rules.numbers import HOUR
from cektautan.store.models import Appeal, Batch, Case, LoginSession, PageLook, Personal, Report
from cektautan.store.transaction import Store

DAY: Final = 86_400

OPEN_CASE_DAYS: Final = 180
"""How long a reader's text and contact are kept at most while the case is open. The contact goes when it closes, the
text some hours later (`written_grace_hours` in rules/desk.json): a decision that is taken back finds its grounds."""

REPORT_DAYS: Final = 180
"""How long a report with its address and ticket is kept after its case was closed, so that its sender can ask."""

SEEN_DAYS: Final = 180
"""How long the case of a listed page that is not what it was keeps the beginning of both texts after it was closed."""

SESSION_DAYS: Final = 30
"""How long a sign-in is listed after it ended."""

UPLOAD_DAYS: Final = 30
"""How long an uploaded file is kept at most; it goes when its import ended."""

AT_ONCE: Final = 500
"""How many rows one transaction deletes, so that no decision waits for it."""

_ENDED = ("applied", "reverted")
_UNDECIDED = ("previewed", "failed")
"""What failed can be tried again while its file is there."""
RETENTION: Final = "retention"
"""The reason that the log gives for it."""


def run(store: Store, policy: Policy, now: int) -> int:
    """Delete everything that is due; return how many rows and fields that were."""
    grace = policy.numbers.limits.written_grace_hours * HOUR
    total = 0
    for step in (partial(erase_personal, grace=grace), *STEPS):
        count = AT_ONCE
        while count == AT_ONCE:
            count = step(store, now)
            total += count
    return total


def erase_personal(store: Store, now: int, grace: int) -> int:
    """Erase contacts of closed cases, texts `grace` seconds later, and what has waited too long; return how many."""
    count = 0
    over = and_(Case.status == "closed", or_(Personal.field == "contact", Case.closed_at <= now - grace))
    for kind, model in (("report", Report), ("appeal", Appeal)):
        due = (
            select(Personal.id)
            .join(model, Personal.owner_id == model.id)
            .join(Case, Case.id == model.case_id)
            .where(
                Personal.owner_kind == kind,
                Personal.sealed.is_not(None),
                or_(over, Personal.written_at < now - OPEN_CASE_DAYS * DAY),
            )
            .limit(AT_ONCE)
        )
        with store.reading() as session:
            ids = list(session.scalars(due))
        if not ids:
            continue
        with store.deciding("system", now) as work:
            fields = work.session.scalars(select(Personal).where(Personal.id.in_(ids))).all()
            count += len(erase_fields(work, fields, (kind, "many"), RETENTION))
    return min(count, AT_ONCE)


def forget_reports(store: Store, now: int) -> int:
    """Delete reports whose case was closed long ago; the case keeps their number."""
    old = select(Report.id).join(Case, Case.id == Report.case_id).where(
        Case.status == "closed", Case.closed_at < now - REPORT_DAYS * DAY
    )  # fmt: skip

    def drop(session: Session, ids: list[int]) -> None:
        session.execute(delete(Personal).where(Personal.owner_kind == "report", Personal.owner_id.in_(ids)))
        session.execute(delete(Report).where(Report.id.in_(ids)))

    return _each(store, now, old.limit(AT_ONCE), drop)


def forget_addresses(store: Store, now: int) -> int:
    """Leave a hash of the key in the cases of tips that were closed long ago and listed nothing."""
    old = select(Case.id).where(unlisted(), Case.status == "closed", Case.closed_at < now - REPORT_DAYS * DAY)

    def drop(session: Session, ids: list[int]) -> None:
        for case in session.scalars(select(Case).where(Case.id.in_(ids))):
            hide(case)

    return _each(store, now, old.limit(AT_ONCE), drop)


def forget_seen(store: Store, now: int) -> int:
    """Leave a fingerprint of what a patrol saw in cases that were closed long ago; the words were a stranger's."""
    old = select(Case.id).where(
        Case.status == "closed", Case.closed_at < now - SEEN_DAYS * DAY, cast(Case.details, Text).like('%"excerpt"%')
    )

    def drop(session: Session, ids: list[int]) -> None:
        for case in session.scalars(select(Case).where(Case.id.in_(ids))):
            case.details = {**case.details, DETAIL: without_words(case.details[DETAIL])}

    return _each(store, now, old.limit(AT_ONCE), drop)


def forget_looks(store: Store, now: int) -> int:
    """Delete what is known of pages of which nothing is told any more, also where no patrol runs by now."""
    return _each(
        store,
        now,
        untold().limit(AT_ONCE),
        lambda session, ids: session.execute(delete(PageLook).where(PageLook.id.in_(ids))),
    )


def forget_sessions(store: Store, now: int) -> int:
    """Delete sign-ins that ended long ago."""
    limit = now - SESSION_DAYS * DAY
    ended: ColumnElement[bool] = or_(LoginSession.expires_at < limit, LoginSession.revoked_at < limit)
    old = select(LoginSession.id).where(ended).limit(AT_ONCE)
    return _each(
        store, now, old, lambda session, ids: session.execute(delete(LoginSession).where(LoginSession.id.in_(ids)))
    )


def empty_uploads(store: Store, now: int) -> int:
    """Delete the bytes of uploads whose import ended, or which lie about; what each line came to is kept."""
    old = select(Batch.id).where(
        Batch.data.is_not(None),
        or_(Batch.status.in_(_ENDED), and_(Batch.uploaded_at < now - UPLOAD_DAYS * DAY, Batch.status.in_(_UNDECIDED))),
    )
    return _each(
        store,
        now,
        old.limit(AT_ONCE),
        lambda session, ids: session.execute(update(Batch).where(Batch.id.in_(ids)).values(data=None)),
    )


def _each(store: Store, now: int, due: Select[int], drop: Callable[[Session, list[int]], object]) -> int:
    """Look for rows without holding anybody up, and delete those that are there. It leaves no event: nothing is lost
    that anybody decided.
    """
    with store.reading() as session:
        ids = list(session.scalars(due))
    if ids:
        with store.deciding("system", now) as work:
            drop(work.session, ids)
    return len(ids)


STEPS: Final = (forget_reports, forget_addresses, forget_seen, forget_looks, forget_sessions, empty_uploads)

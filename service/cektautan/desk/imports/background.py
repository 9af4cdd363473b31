"""What the desk does with batches by itself: it takes back, applies and reads as it was asked, and forgets files."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from cektautan.desk.imports.applying import apply_agreed
from cektautan.desk.imports.reading import READABLE, read_uploads
from cektautan.desk.imports.taking_back import take_back_asked
from cektautan.desk.policy import Policy
from cektautan.store.models import Batch
from cektautan.store.transaction import Store

KEEP_FILE_SECONDS: Final = 30 * 86_400
"""How long the file of an import is kept that nobody applied: its rows stay, but it cannot be read anew."""


ASKED: Final = ("taking_back", "applying", *READABLE)
"""The states in which somebody waits for the background."""


def is_asked(session: Session, _now: int) -> bool:
    """Whether a batch is to be taken back, applied or read."""
    return waiting(session) > 0


def waiting(session: Session) -> int:
    """Return how many batches are to be taken back, applied or read."""
    return session.scalar(select(func.count()).select_from(Batch).where(Batch.status.in_(ASKED))) or 0


def run(store: Store, policy: Policy, now: int) -> int:
    """Do what is due. What warns wrongly goes first, then what was agreed to: somebody has decided about it already.

    Returns how many batches waited.
    """
    with store.reading() as session:
        asked = waiting(session)
    take_back_asked(store, policy, now)
    apply_agreed(store, policy, now)
    read_uploads(store, policy, now)
    forget_files(store, now)
    return asked


def forget_files(store: Store, now: int) -> None:
    """Delete the files of imports that nobody applied in a month."""
    old = (Batch.data.is_not(None), Batch.uploaded_at < now - KEEP_FILE_SECONDS, Batch.status != "applying")
    with store.reading() as session:
        found = list(session.scalars(select(Batch.id).where(*old)))
    if found:
        with store.deciding("system", now) as work:
            work.session.execute(update(Batch).where(Batch.id.in_(found), *old).values(data=None))

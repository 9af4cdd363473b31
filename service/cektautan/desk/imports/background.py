"""What the desk does with batches by itself: it takes back, applies and reads as it was asked, and forgets files."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select, update

from cektautan.desk.imports.applying import apply_agreed
from cektautan.desk.imports.reading import read_uploads
from cektautan.desk.imports.taking_back import take_back_asked
from cektautan.desk.policy import Policy
from cektautan.store.models import Batch
from cektautan.store.transaction import Store

KEEP_FILE_SECONDS: Final = 30 * 86_400
"""How long the file of an import is kept that nobody applied: its rows stay, but it cannot be read anew."""


def run(store: Store, policy: Policy, now: int) -> None:
    """Do what is due. What warns wrongly goes first, then what was agreed to: somebody has decided about it already."""
    take_back_asked(store, policy, now)
    apply_agreed(store, policy, now)
    read_uploads(store, policy, now)
    forget_files(store, now)


def forget_files(store: Store, now: int) -> None:
    """Delete the files of imports that nobody applied in a month."""
    old = (Batch.data.is_not(None), Batch.uploaded_at < now - KEEP_FILE_SECONDS, Batch.status != "applying")
    with store.reading() as session:
        found = list(session.scalars(select(Batch.id).where(*old)))
    if found:
        with store.deciding("system", now) as work:
            work.session.execute(update(Batch).where(Batch.id.in_(found), *old).values(data=None))

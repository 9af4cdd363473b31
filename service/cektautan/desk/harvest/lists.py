"""A list that changed becomes an import: read, previewed and waiting, like one that somebody uploaded.

The whole list is the batch, however much of it is new: the preview tells new lines from known ones, and nothing of it
is in force before a person has applied it. A batch of the same feed that nobody applied yet is replaced by the newer
one.
"""

from __future__ import annotations

import hashlib
from typing import Final

from sqlalchemy import delete, select

from cektautan.desk.harvest.feeds import find_feed
from cektautan.store.models import Batch, BatchRow
from cektautan.store.transaction import Store

WAITING: Final = ("uploaded", "previewed", "failed")
"""Statuses of a batch that nobody has worked with: a newer list takes its place."""


def take_list(store: Store, feed_id: str, body: bytes, now: int) -> int:
    """Take a list in as a batch and return its number."""
    with store.deciding("system", now) as work:
        feed = find_feed(work.session, feed_id)
        name = f"{feed.id}"
        older = select(Batch).where(Batch.name == name, Batch.uploaded_by.is_(None), Batch.status.in_(WAITING))
        for batch in work.session.scalars(older):
            work.session.execute(delete(BatchRow).where(BatchRow.batch_id == batch.id))
            batch.status, batch.data = "replaced", None
            batch.version += 1
            work.record("import.replaced", ("batch", batch.id))
        defaults = {"claim": "", "scope": "", "level": None, "verdict": "", "source": feed.source_id,
                    "format": feed.adapter, "review_by": None, "draft": None, **feed.defaults}  # fmt: skip
        made = Batch(
            name=name, format=feed.adapter, file_name="", file_sha256=hashlib.sha256(body).hexdigest(), data=body,
            source_id=feed.source_id, claim_id=defaults["claim"] or None, defaults=defaults, status="uploaded",
            uploaded_by=None, uploaded_at=now,
        )  # fmt: skip
        work.session.add(made)
        work.session.flush()
        after = {"feed": feed.id, "file_sha256": made.file_sha256, "bytes": len(body)}
        work.record("import.harvested", ("batch", made.id), after=after)
        return made.id

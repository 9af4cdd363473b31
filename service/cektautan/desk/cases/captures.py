"""Keeps a page as it was when it was proposed for listing: what was warned of can be looked at when it is gone.

A proposal asks for it and never waits; the periodic process fetches right after (docs/adr/0128). The log holds the hash
of what was kept. What cannot be fetched stops nothing and is said in the case. Items of platforms and short links are
never fetched: their pages show a login, and their evidence is what people add.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan import __version__
from cektautan.desk.cases.warc import MEDIA_TYPE, write_warc
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import OutboundError, TooSlow, Unreachable
from cektautan.outbound.protocol import Fetched, Fetcher
from cektautan.store.models import Evidence, Listing
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

MOST_BYTES: Final = 5 * 1024 * 1024
SECONDS: Final = 8.0
"""For one page, and for all that one run begins with: what is proposed meanwhile is seen by the next one."""
KIND: Final = "page"
WAITING: Final = "waiting"
KEPT: Final = "kept"
OFF: Final = "off"
"""The state of a page that was asked for where the service fetches none."""


def ask_for_pages(work: Work, listings: Iterable[Listing], case_id: int | None, by: int) -> None:
    """Ask that the pages of these listings are kept, where they are pages that can be fetched."""
    for listing in listings:
        if listing.platform or listing.opaque:
            continue
        waits = select(Evidence.id).where(Evidence.listing_id == listing.id, Evidence.state == WAITING).limit(1)
        if work.session.scalar(waits) is None:
            work.session.add(
                Evidence(
                    case_id=case_id, claim_id=listing.claim_id, listing_id=listing.id, kind=KIND, state=WAITING,
                    url=listing.url, by=by, at=work.now,
                )
            )  # fmt: skip


def is_asked(session: Session, _now: int) -> bool:
    """Whether a page is waited for."""
    return session.scalar(select(Evidence.id).where(Evidence.state == WAITING).limit(1)) is not None


def run(store: Store, fetcher: Fetcher | None, now: int) -> int:
    """Fetch pages that are waited for, the oldest first, for as long as one run may take; return how many."""
    deadline, count = Deadline(SECONDS), 0
    with suppress(TooSlow):
        while deadline.left():
            with store.reading() as session:
                waiting = select(Evidence.id, Evidence.url).where(Evidence.state == WAITING)
                row = session.execute(waiting.order_by(Evidence.id).limit(1)).first()
            if row is None:
                break
            _keep(store, row.id, _take(fetcher, row.url), now)
            count += 1
    return count


def _take(fetcher: Fetcher | None, url: str) -> Fetched | str:
    """Return what the address gives, or why it gives nothing."""
    if fetcher is None:
        return OFF
    try:
        try:
            return _fetch(fetcher, url)
        except Unreachable:
            # Keys know no difference between http and https; a page may stand at the former alone.
            return _fetch(fetcher, url.replace("https://", "http://", 1))
    except OutboundError as failed:
        return failed.reason


def _fetch(fetcher: Fetcher, url: str) -> Fetched:
    # Somebody looks at this one page and wants it kept, so robots.txt is not asked; what nobody waits for asks it.
    return fetcher.fetch(url, most_bytes=MOST_BYTES, seconds=SECONDS, polite=False)


def _keep(store: Store, evidence_id: int, taken: Fetched | str, now: int) -> None:
    data = write_warc(taken, f"CekTautan/{__version__}", now) if isinstance(taken, Fetched) else b""
    with store.deciding("system", now) as work:
        row = work.session.get(Evidence, evidence_id)
        if row is None or row.state != WAITING:
            # Another node was faster.
            return
        about = {"kind": KIND, "case": row.case_id, "listing": row.listing_id}
        if isinstance(taken, str):
            row.state = taken
            if taken != OFF:
                work.record("evidence.not_captured", ("evidence", row.id), after={**about, "problem": taken})
            return
        row.state, row.data, row.size, row.media_type = KEPT, data, len(data), MEDIA_TYPE
        row.sha256 = hashlib.sha256(data).hexdigest()
        row.text = f"HTTP {taken.status}"
        after = {**about, "sha256": row.sha256, "bytes": row.size, "http": taken.status}
        work.record("evidence.captured", ("evidence", row.id), after=after)

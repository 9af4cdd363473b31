"""What a page was when it was proposed: read from the WARC that was kept then, so that "before" is what people saw.

Where no page was kept, or only a wall was, the first good look is the beginning.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from cektautan.core.keys import key_digest
from cektautan.core.rules import Rules
from cektautan.desk.cases.captures import KEPT, KIND
from cektautan.desk.patrol.observing import observe
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.desk.patrol.snapshot import Snapshot
from cektautan.outbound.head import read_kind
from cektautan.outbound.protocol import Answer, Fetched
from cektautan.store.models import Evidence, Listing

MOST_TRIED: Final = 3


def kept_before(session: Session, key: str, patrol: PatrolRules, rules: Rules) -> Snapshot | None:
    """Return the first page that was kept as evidence for a key and could be read; None where there is none."""
    query = (
        select(Evidence.data, Evidence.at)
        .join(Listing, Listing.id == Evidence.listing_id)
        .where(Listing.sha256 == key_digest(key), Evidence.kind == KIND, Evidence.state == KEPT)
        .order_by(Evidence.id)
        .limit(MOST_TRIED)
    )
    for data, at in session.execute(query):
        fetched = _read(data or b"")
        page = None if fetched is None else observe(fetched, patrol, rules, at).page
        if page is not None:
            return replace(page, kept_as="evidence")
    return None


def _read(data: bytes) -> Fetched | None:
    """Return the last answer of a WARC of ours."""
    found: Fetched | None = None
    try:
        for record in ArchiveIterator(BytesIO(data)):
            if record.rec_type != "response":
                continue
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            status = int(record.http_headers.get_statuscode())
            kind, charset = read_kind(record.http_headers.get_header("Content-Type") or "")
            body = record.content_stream().read()
            found = Fetched((Answer(address, status, "", ()),), body, kind, charset, "", "", not_modified=False)
    except (ArchiveLoadFailed, ValueError):
        return None
    return found

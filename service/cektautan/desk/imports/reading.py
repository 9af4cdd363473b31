"""An uploaded batch -> its preview: every line read, judged and kept with what came of it. Nothing is listed here.

Runs in the background. It may be cut off anywhere and is begun anew then, because the lines of a preview say nothing
to anybody until the whole of it is there. A file that cannot be read fails with words, never with a half preview.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import Any, Final

from sqlalchemy import delete, insert, select

from cektautan.desk.decisions.who import require
from cektautan.desk.errors import Invalid
from cektautan.desk.imports.claims import Draft
from cektautan.desk.imports.finding_batches import expect_batch
from cektautan.desk.imports.judged import Judged
from cektautan.desk.imports.previewing import look
from cektautan.desk.imports.rows import Defaults
from cektautan.desk.imports.vanished import vanished
from cektautan.desk.policy import Policy
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.formats import BY_NAME
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import Batch, BatchRow
from cektautan.store.transaction import Store

CHUNK: Final = 2000
"""Rows that are written in one transaction: a decision that waits for it waits for a tenth of a second."""

ACTOR: Final = "system"

READABLE: Final = ("uploaded", "reading")


def read_uploads(store: Store, policy: Policy, now: int) -> None:
    """Read every batch that waits for it."""
    with store.reading() as session:
        asked = select(Batch.id).where(Batch.status.in_(READABLE)).order_by(Batch.id)
        waiting = list(session.scalars(asked))
    for batch_id in waiting:
        try:
            read_batch(store, policy, batch_id, now)
        except StoreUnavailableError:
            raise
        except Exception:
            # A defect with one file must not hold up the others for ever. What it was may hold an address, so it is
            # told by a word; the file is there to be read anew.
            _end(store, batch_id, now, status="failed", findings={"refused": {"code": "not_readable"}})


def reread(
    store: Store, policy: Policy, account: int, batch_id: int, version: int, now: int, *, form: str | None = None
) -> None:
    """Have a batch read anew, because the list has moved on since its preview or the file has another form.

    Args:
        store: the store.
        policy: the rules.
        account: who asks for it.
        batch_id: the batch.
        version: the batch's, as the page showed it.
        now: Unix seconds.
        form: the form of the file; empty to know it by its content, None for as before.

    Raises:
        Refused: the role does not allow it.
        Conflict: somebody has changed the batch meanwhile.
        Invalid: it is being read, or was applied; or there is no such form.

    """
    if form and form not in BY_NAME:
        raise Invalid("format", "unknown_word")
    with store.deciding(f"account:{account}", now) as work:
        require(work.session, policy, account, "import.upload")
        batch = expect_batch(work.session, batch_id, version, ("previewed", "failed"))
        if form is not None:
            batch.defaults = {**batch.defaults, "format": form}
        batch.status, batch.version = "uploaded", batch.version + 1
        batch.applied_by = batch.approved_by = None


def read_batch(store: Store, policy: Policy, batch_id: int, now: int) -> None:
    """Make the preview of one batch, or say why there is none."""
    with store.reading() as session:
        batch = session.get_one(Batch, batch_id)
        data, name, kept = batch.data, batch.file_name, batch.defaults
    draft = draft_of(kept["draft"]) if kept.get("draft") else None
    try:
        looked = look(store, policy, data, name, kept.get("format", ""), defaults_of(kept), now, draft)
    except FileRefusedError as refused:
        _end(store, batch_id, now, status="failed", findings={"refused": refused.finding.members()})
        return
    opened = looked.opened
    counts = _write(store, batch_id, now, len(opened.rows), looked.judged)
    with store.reading() as session:
        gone = vanished(session, session.get_one(Batch, batch_id), now)
    _end(
        store,
        batch_id,
        now,
        status="previewed",
        format=opened.format,
        counts=dict(counts),
        claims={id_: members_of(made) for id_, made in looked.drafts.by_id.items()},
        findings={"notices": [notice.members() for notice in (*opened.notices, *([gone] if gone else ()))]},
    )


def _write(store: Store, batch_id: int, now: int, total: int, judged: Iterable[Judged]) -> Counter[str]:
    with store.deciding(ACTOR, now) as work:
        work.session.execute(delete(BatchRow).where(BatchRow.batch_id == batch_id))
        batch = work.session.get_one(Batch, batch_id)
        if batch.status not in READABLE:
            return Counter()
        batch.status, batch.total, batch.done = "reading", total, 0
    counts: Counter[str] = Counter()
    waiting = iter(judged)
    while values := [_values(batch_id, each) for each in islice(waiting, CHUNK)]:
        counts.update(each["verdict"] for each in values)
        with store.deciding(ACTOR, now) as work:
            batch = work.session.get_one(Batch, batch_id)
            if batch.status not in READABLE:
                return counts
            work.session.execute(insert(BatchRow), values)
            batch.done += len(values)
    return counts


def _values(batch_id: int, judged: Judged) -> dict[str, Any]:
    problem, terms = judged.problem, judged.terms
    details: dict[str, Any] = {} if problem is None else dict(problem.finding.values)
    if judged.notes:
        details["notes"] = [note.members() for note in judged.notes]
    if judged.row.public_note:
        details["public_note"] = judged.row.public_note
    kept: dict[str, Any] = {}
    if terms is not None:
        kept = {
            "claim": terms.claim,
            "listed": terms.listed.isoformat(),
            "review_by": terms.review_by.isoformat(),
            "url": terms.url,
            "scope": terms.scope,
            "domain": terms.domain,
            "opaque": terms.opaque,
        }
        if judged.listing is not None:
            kept["version"] = judged.listing.version
            kept["before"] = judged.listing.in_force
    return {
        "batch_id": batch_id,
        "line": judged.row.line,
        "subject": judged.row.subject,
        "key": judged.key or None,
        "verdict": judged.class_.value,
        "second": judged.second or None,
        "field": None if problem is None else problem.field,
        "problem": None if problem is None else problem.finding.code,
        "details": details,
        "level": None if terms is None else terms.level,
        "terms": kept,
        "excluded": False,
        "listing_id": None if judged.listing is None else judged.listing.id,
    }


def _end(store: Store, batch_id: int, now: int, **values: Any) -> None:
    with store.deciding(ACTOR, now) as work:
        batch = work.session.get_one(Batch, batch_id)
        if batch.status not in READABLE:
            return  # Somebody threw it away meanwhile.
        for name, value in values.items():
            setattr(batch, name, value)
        batch.read_at = now
        batch.version += 1


def defaults_of(members: dict[str, Any]) -> Defaults:
    """What empty cells mean, from what the batch keeps."""
    day = members.get("review_by")
    draft = members.get("draft") or {}
    return Defaults(
        claim=members.get("claim") or draft.get("id", ""),
        scope=members.get("scope", ""),
        level=members.get("level"),
        verdict=members.get("verdict", ""),
        source=members.get("source", ""),
        review_by=date.fromisoformat(day) if day else None,
    )


def members_of(draft: Draft) -> dict[str, Any]:
    """A new claim as the batch keeps it."""
    return {
        name: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in asdict(draft).items()
    }


def draft_of(members: dict[str, Any]) -> Draft:
    """A new claim from what the batch keeps."""
    days = {name: date.fromisoformat(members[name]) for name in ("review_date", "listed", "review_by")}
    return Draft(**{**members, **days, "about": tuple(members.get("about", ()))})

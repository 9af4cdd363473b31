"""What a claim's public history says of an objection that changed something: that it was granted, and when.

The reasons are told to whoever objected; they may speak of that person's affairs, so the history has words of its own
(`notes.json`). Whether the claim was withdrawn or only lowered is read from the public chain as it stood then, so that
the same history comes out whatever happens later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.blocklists.entry import Change, Text
from cektautan.core.record import ChangeKind
from cektautan.store import models


def objection_changes(session: Session) -> Iterator[tuple[str, Change]]:
    """Yield what is told of granted objections, with the claim that each is about."""
    claim_id = func.coalesce(models.Listing.claim_id, models.Appeal.claim_id)
    asked = (
        select(claim_id, models.Appeal.decided_at, models.Appeal.outcome)
        .outerjoin(models.Listing, models.Listing.id == models.Appeal.listing_id)
        .where(models.Appeal.outcome.in_(tuple(_notes())))
        .distinct()
        .order_by(models.Appeal.decided_at, claim_id)
    )
    for claim, decided_at, outcome in session.execute(asked):
        if claim is None or decided_at is None:
            continue
        kind = ChangeKind.WITHDRAWN if _withdrawn(session, claim, decided_at) else ChangeKind.LOWERED
        note = _notes()[str(outcome)]
        yield claim, Change(datetime.fromtimestamp(decided_at, UTC).date(), kind.value, note, 1)


def _withdrawn(session: Session, claim: str, at: int) -> bool:
    """Say whether every listing of a claim that readers knew of was cleared at a moment."""
    told: dict[int, int | None] = {}
    mark = f'"claim":{json.dumps(claim)}'
    asked = select(models.Change.body).where(models.Change.body.contains(mark, autoescape=True))
    for body in session.scalars(asked.order_by(models.Change.seq)):
        line = json.loads(body)
        if line["at"] <= at and line["claim"] == claim:
            told[line["listing"]] = line["level"]
    levels = [level for level in told.values() if level is not None]
    return bool(levels) and not any(levels)


@cache
def _notes() -> dict[str, Text]:
    data: dict[str, Any] = json.loads((files("cektautan.publish") / "notes.json").read_text("utf-8"))
    return {outcome: Text(each["id"], each["en"]) for outcome, each in data.items()}

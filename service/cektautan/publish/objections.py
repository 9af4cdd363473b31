"""What a claim's public history says of an objection that changed something: that it was granted, and when.

The reasons are told to whoever objected; they may speak of that person's affairs, so the history has words of its own
(`notes.json`). Whether the claim was withdrawn or only lowered is read from the public chain as it stood then, so that
the same history comes out whatever happens later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.blocklists.entry import Change, Text
from cektautan.core.days import day_of
from cektautan.core.record import ChangeKind
from cektautan.store import models


def objection_changes(session: Session) -> Iterator[tuple[str, Change]]:
    """Yield what is told of granted objections, with the claim that each is about."""
    claim_id = func.coalesce(models.Listing.claim_id, models.Appeal.claim_id)
    asked = (
        select(claim_id, models.Appeal.decided_at, models.Appeal.outcome)
        .outerjoin(models.Listing, models.Listing.id == models.Appeal.listing_id)
        .where(models.Appeal.outcome.in_(tuple(_notes())), claim_id.is_not(None))
        .distinct()
        .order_by(models.Appeal.decided_at, claim_id)
    )
    granted = [(str(claim), int(at or 0), str(outcome)) for claim, at, outcome in session.execute(asked)]
    chain = _chain_of(session, {claim for claim, _, _ in granted})
    for claim, at, outcome in granted:
        kind = ChangeKind.WITHDRAWN if _withdrawn(chain[claim], at) else ChangeKind.LOWERED
        yield claim, Change(day_of(at), kind.value, _notes()[outcome], 1)


def _chain_of(session: Session, claims: set[str]) -> Mapping[str, list[dict[str, Any]]]:
    """Return the lines of the public chain about some claims, in one pass however many there are."""
    chain: dict[str, list[dict[str, Any]]] = {claim: [] for claim in claims}
    if claims:
        for body in session.scalars(select(models.Change.body).order_by(models.Change.seq)):
            line = orjson.loads(body)
            if line["claim"] in chain:
                chain[line["claim"]].append(line)
    return chain


def _withdrawn(chain: Iterable[Mapping[str, Any]], at: int) -> bool:
    """Say whether every listing of a claim that readers knew of was cleared at a moment."""
    told = {line["listing"]: line["level"] for line in chain if line["at"] <= at}
    levels = [level for level in told.values() if level is not None]
    return bool(levels) and not any(levels)


@cache
def _notes() -> dict[str, Text]:
    data: dict[str, Any] = orjson.loads((files("cektautan.publish") / "notes.json").read_text("utf-8"))
    return {outcome: Text(each["id"], each["en"]) for outcome, each in data.items()}

"""What a claim's public history says of a decided objection: how it ended, when, and why (docs/adr/0116).

The reasons are those that were written for everybody, after words of our own (`notes.json`). Nothing of whoever
objected is read here: not their words, nor on which side they stood. Whether the claim was withdrawn or only lowered is
read from the public chain as it stood then, so that the same history comes out whatever happens later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.blocklists.entry import Change, Text
from cektautan.core.days import day_of
from cektautan.core.record import ChangeKind
from cektautan.store import models

REJECTED: Final = "rejected"


def objection_changes(session: Session) -> Iterator[tuple[str, Change]]:
    """Yield what is told of decided objections, with the claim that each is about; those of a case are one."""
    claim_id = func.coalesce(models.Listing.claim_id, models.Appeal.claim_id)
    appeal = models.Appeal
    asked = (
        select(claim_id, appeal.decided_at, appeal.outcome, appeal.reasons_id, appeal.reasons_en)
        .outerjoin(models.Listing, models.Listing.id == appeal.listing_id)
        .where(appeal.outcome.in_(tuple(_notes())), claim_id.is_not(None))
        .distinct()
        .order_by(appeal.decided_at, claim_id, appeal.reasons_id)
    )
    decided = [
        (str(claim), int(at or 0), str(outcome), reasons_id or "", reasons_en or "")
        for claim, at, outcome, reasons_id, reasons_en in session.execute(asked)
    ]
    chain = _chain_of(session, {claim for claim, _, outcome, *_ in decided if outcome != REJECTED})
    for claim, at, outcome, reasons_id, reasons_en in decided:
        kind = ChangeKind.UPHELD
        if outcome != REJECTED:
            kind = ChangeKind.WITHDRAWN if _withdrawn(chain[claim], at) else ChangeKind.LOWERED
        ours = _notes()[outcome]
        note = Text(f"{ours.id} {reasons_id}".rstrip(), f"{ours.en} {reasons_en}".rstrip())
        yield claim, Change(day_of(at), kind.value, note, 1)


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

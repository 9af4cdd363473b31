"""What the desk holds of a reader, found by the ticket alone: handed out, or erased (UU 27/2022, articles 7 and 8).

Without a ticket nobody's data can be found, and the desk does not know whose they are. Erasing takes what the reader
wrote and the ticket, and the address where nobody else reported it and it is not listed; an objection itself stays,
because a decision rests on it, and so does every event.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cektautan.core.rules import Rules
from cektautan.desk.readers.addresses import forget_with_last_report
from cektautan.desk.readers.erasing import erase_fields
from cektautan.desk.readers.told import told
from cektautan.store.models import Appeal, Personal, Report
from cektautan.store.sealing import Sealer
from cektautan.store.transaction import Store

Filed = Report | Appeal


@dataclass(frozen=True)
class Erased:
    """What an erasing came to."""

    went: list[str]
    kept: list[str]
    """Of an address: in a case that has other reports, or an objection, or because it is listed."""


def held(session: Session, sealer: Sealer, hashed: str, now: int, rules: Rules) -> dict[str, Any] | None:
    """Return what is held under the ticket of this hash, or None where there is nothing."""
    found = _find(session, hashed)
    state = told(session, hashed, now, rules)
    if found is None or state is None:
        return None
    written: dict[str, str | None] = {}
    for each in _fields(session, found):
        written[each.field] = None if each.sealed is None else sealer.open(each.sealed)
    return {
        "kind": state.kind,
        "reason": found.reason_code,
        "address": found.url,
        "key": found.key,
        "language": found.language,
        "filed_at": found.filed_at,
        "state": state.state,
        "outcome": state.outcome,
        "written": written,
        **({"appellant": found.appellant, "claim": found.claim_id} if isinstance(found, Appeal) else {}),
    }


def erase(store: Store, actor: str, hashed: str, now: int) -> Erased | None:
    """Erase what a reader sent and return what went and what did not, or None where there is nothing under this ticket.

    Raises:
        StoreUnavailableError: nothing was erased.

    """
    with store.deciding(actor, now) as work:
        found = _find(work.session, hashed)
        if found is None:
            return None
        kind, kept = _kind(found), list[str]()
        fields = _fields(work.session, found)
        went = erase_fields(work, fields, (kind, found.id), "asked for by whoever holds the ticket")
        if isinstance(found, Report):
            work.session.execute(delete(Personal).where(Personal.owner_kind == kind, Personal.owner_id == found.id))
            case_id = found.case_id
            work.session.delete(found)
            work.session.flush()
            went += ["report", "ticket"]
            if forget_with_last_report(work, case_id):
                went.append("address")
            else:
                kept.append("address")
        else:
            # Nobody holds the ticket of these bytes, so nobody can ask about the objection any more.
            found.ticket_hash = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
            found.url = ""
            went.append("ticket")
            kept.append("address")
        work.record(
            "reader.erased",
            (kind, found.id),
            reason="asked for by whoever holds the ticket",
            after={"went": went, "kept": kept},
        )
        return Erased(went, kept)


def _find(session: Session, hashed: str) -> Filed | None:
    report = session.scalar(select(Report).where(Report.ticket_hash == hashed))
    return report or session.scalar(select(Appeal).where(Appeal.ticket_hash == hashed))


def _kind(found: Filed) -> str:
    return "report" if isinstance(found, Report) else "appeal"


def _fields(session: Session, found: Filed) -> list[Personal]:
    return list(
        session.scalars(
            select(Personal)
            .where(Personal.owner_kind == _kind(found), Personal.owner_id == found.id)
            .order_by(Personal.field)
        )
    )

"""What the reporters of a case are told beside its outcome: read from the closing form, and what is kept of it.

Words for readers are judged more strictly than a reason for colleagues (`desk.decisions.words.read_told`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cektautan.desk.cases.forwarding import FORWARDED
from cektautan.desk.decisions.words import read_told
from cektautan.desk.errors import Invalid
from cektautan.store.models import Claim


@dataclass(frozen=True)
class ToReporters:
    """What the reporters of a case are told beside its outcome; where nothing is said, the outcome's standard words."""

    id: str = ""
    """Why, in Indonesian."""
    en: str = ""
    claim: str = ""
    """The claim that answers them."""
    forwarded_to: tuple[str, ...] = ()
    """The sources that it is passed on to; asked for by that outcome, and of no other."""


def written(answer: ToReporters, outcome: str) -> dict[str, Any]:
    """Return what closing writes for the reporters of a case. Raises Invalid."""
    said: dict[str, Any] = {
        "told_id": read_told(answer.id, "told_id") or None,
        "told_en": read_told(answer.en, "told_en") or None,
    }
    if answer.claim:
        said["answered_by"] = answer.claim
    if outcome == FORWARDED:
        if not answer.forwarded_to:
            raise Invalid("forwarded_to", "no_source")
        said["forwarded_to"] = list(dict.fromkeys(answer.forwarded_to))
    return said


def check_claim(session: Session, claim_id: str | None) -> None:
    """Raise Invalid where a claim is named that readers cannot read."""
    claim = None if claim_id is None else session.get(Claim, claim_id)
    if claim_id is not None and (claim is None or claim.status in ("draft", "removed")):
        raise Invalid("answered_by", "no_such_claim")

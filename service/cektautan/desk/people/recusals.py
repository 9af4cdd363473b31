"""What somebody does not decide about: a claim, a topic, or a party or candidate by a word. The desk sees it.

A recusal is one's own statement, takes effect at once and needs no reason; whoever ends it says so in the log. What
follows from it is the rulings' (`desk.rules`).
"""

from __future__ import annotations

from sqlalchemy import select

from cektautan.desk.people.accounts import LONGEST_REASON
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.sessions import SignedIn
from cektautan.store.models import Claim, Recusal
from cektautan.store.transaction import Store

KINDS = ("claim", "tag", "word")
LONGEST_VALUE = 100
SHORTEST_WORD = 3


def recuse(store: Store, who: SignedIn, kind: str, value: str, reason: str, now: int) -> int:
    """Step back from something, and return the number of the recusal.

    Raises:
        Refused: it is nothing that one could step back from, or one has already.

    """
    value, reason = " ".join(value.split()), " ".join(reason.split())
    if kind != "claim":
        value = value.casefold()
    if kind not in KINDS or not value or len(value) > LONGEST_VALUE or not value.isprintable():
        raise Refused("recusal_form")
    if kind == "word" and len(value) < SHORTEST_WORD:
        raise Refused("recusal_word")
    if len(reason) > LONGEST_REASON:
        raise Refused("reason_long", most=LONGEST_REASON)
    with store.deciding(who.actor, now) as work:
        if kind == "claim" and work.session.get(Claim, value) is None:
            raise Refused("recusal_claim")
        same = select(Recusal.id).where(
            Recusal.account_id == who.id, Recusal.kind == kind, Recusal.value == value, Recusal.ended_at.is_(None)
        )
        if work.session.scalar(same) is not None:
            raise Refused("recusal_there")
        recusal = Recusal(account_id=who.id, kind=kind, value=value, reason=reason, at=now)
        work.session.add(recusal)
        work.session.flush()
        work.record("recusal.begun", ("account", who.id), reason=reason, after={"kind": kind, "value": value})
        return recusal.id


def return_to(store: Store, who: SignedIn, recusal_id: int, now: int) -> None:
    """End one's own recusal. Raises Refused where it is not one's own, or ended."""
    with store.deciding(who.actor, now) as work:
        recusal = work.session.get(Recusal, recusal_id)
        if recusal is None or recusal.account_id != who.id or recusal.ended_at is not None:
            raise Refused("no_recusal")
        recusal.ended_at = now
        work.record(
            "recusal.ended", ("account", who.id), before={"kind": recusal.kind, "value": recusal.value}, after={}
        )

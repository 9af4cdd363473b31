"""Taking a decision back, by the number of its event. Both stay in the log.

What it changed goes back to what it was, as long as nobody decided on it since; the conflict names who did. An undo is
judged like everything: what would warn more strongly by it becomes a proposal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.decisions.decided_by import decided_by
from cektautan.desk.decisions.edits import Edit, edit, found, last_event
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.settling import Wish, settle
from cektautan.desk.decisions.states import State, state_of
from cektautan.desk.decisions.undone import decides_appeals, ends_appeals
from cektautan.desk.decisions.weighing import weigh
from cektautan.desk.decisions.who import person
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Conflict, Invalid, NotFound, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Refuse
from cektautan.desk.rules.facts import Act, Matter
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Case, Claim, Event, Listing
from cektautan.store.transaction import Store

KEPT = frozenset({"provisional_until"})
"""Fields that stay: a key is provisional once, whatever became of it."""

NEVER_TOLD = {"listing": "proposed", "claim": "draft"}
"""The status of a row that was made for one decision; when that is undone, it is removed."""

REOPENS = frozenset({"proposal.rejected", "proposal.withdrawn"})
"""What leaves a proposal to be decided once more when it is taken back."""

_NAME = re.compile(r"(listing|claim|case|appeal|proposal|feed|source):(.+)")


def can_undo(event: Event) -> bool:
    """True if an event is a decision of a kind that can be taken back here."""
    return bool(_states(event.before)) and bool(_states(event.after))


def undo(store: Store, policy: Policy, account: int, seq: int, reason: str, now: int) -> Done:
    """Take a decision back.

    Raises:
        Refused: a rule.
        Conflict: what it changed was changed again; `earlier` is that decision.
        Invalid: it is no decision that can be taken back here.
        NotFound: there is no such event.

    """
    words = read_reason(reason)
    with store.deciding(f"account:{account}", now) as work:
        return settle(work, policy, account, _wish(work.session, policy, account, seq, words), None)


def expect_undoable(session: Session, policy: Policy, account: int, seq: int, now: int) -> None:
    """Raise what `undo` would raise, and change nothing: the page of a decision asks whether it can be taken back."""
    wish = _wish(session, policy, account, seq, "")
    weighed = weigh(session, policy, wish.edits, now)
    ruling = judge(wish.act, person(session, policy, account, weighed.claims), Matter(), weighed.steps)
    if isinstance(ruling, Refuse):
        raise Refused(ruling.why)


def _wish(session: Session, policy: Policy, account: int, seq: int, reason: str) -> Wish:
    event = session.get(Event, seq)
    if event is None:
        raise NotFound(f"event {seq}")
    if not can_undo(event):
        raise Invalid("event", "not_undoable")
    if event.undoes is not None and decides_appeals(session.get_one(Event, event.undoes)):
        # Its objections are open again: they are decided anew, not by taking back.
        raise Invalid("event", "appeal")
    before, after = _states(event.before), _states(event.after)
    edits = [each for name in after for each in _back(session, event, name, before.get(name, {}), after[name])]
    if not edits:
        raise Invalid("event", "nothing_to_undo")
    listings = tuple(int(each.id) for each in edits if each.kind == "listing")
    if ends_appeals(event):
        _judge_objection(session, policy, account, listings)
    claim_id = next((str(each.id) for each in edits if each.kind == "claim"), None)
    return Wish(
        act=Act.UNDO,
        action=f"{event.object_kind}.undone",
        subject=(event.object_kind, event.object_id),
        edits=tuple(edits),
        reason=reason,
        kind="undo",
        key=_key(session, listings, event),
        undoes=seq,
        listing_ids=listings,
        claim_id=claim_id or _claim_of(session, listings),
    )


def _judge_objection(session: Session, policy: Policy, account: int, listings: tuple[int, ...]) -> None:
    """Refuse whoever could not have decided the objection: its outcome is not theirs to take back either."""
    rows = [session.get_one(Listing, id_) for id_ in listings]
    claims = [session.get_one(Claim, each.claim_id) for each in rows]
    matter = Matter(deciders=decided_by(session, rows))
    ruling = judge(Act.DECIDE_APPEAL, person(session, policy, account, claims), matter)
    if isinstance(ruling, Refuse):
        raise Refused(ruling.why)


def _back(session: Session, event: Event, name: str, before: State, after: State) -> Iterator[Edit]:
    match = _NAME.fullmatch(name)
    if match is None:
        return
    kind, id_ = match[1], match[2]
    row = found(session, kind, id_)
    changed = {field: value for field, value in before.items() if value != after.get(field)}
    now = state_of(row)
    same = all(now[field] == after[field] for field in changed)
    if kind == "case":
        # The case has a life of its own; where it moved on, it stays where it is.
        if same and changed and _may_open(session, row):
            if changed.get("status") == "waiting" and event.action not in REOPENS:
                # Its proposal stays decided, so there is nothing that it could wait for.
                changed["status"] = "open"
            yield edit(row, **changed)
        return
    if kind == "proposal":
        if event.action in REOPENS:
            if not same:
                raise Conflict(kind, row.id, last_event(session, row, event.seq))
            yield edit(row, **changed)
        return
    if not same:
        raise Conflict(kind, row.id, last_event(session, row, event.seq))
    values: dict[str, Any] = {field: value for field, value in changed.items() if field not in KEPT}
    if "status" in values and values["status"] == NEVER_TOLD.get(kind) and not event.action.startswith("proposal."):
        values = {"status": "removed"}
    if values:
        yield edit(row, **values)


def _may_open(session: Session, case: Case) -> bool:
    """True if no other case for the same key is open by now."""
    return case.status != "closed" or session.scalar(
        select(Case.id).where(
            Case.merge_group == case.merge_group, Case.key_sha256 == case.key_sha256, Case.status != "closed"
        )
    ) is None  # fmt: skip


def _states(text: str | None) -> Mapping[str, State]:
    """Return the states of rows that an event holds."""
    held = json.loads(text) if text else {}
    return {name: state for name, state in held.items() if _NAME.fullmatch(name) and isinstance(state, dict)}


def _key(session: Session, listings: tuple[int, ...], event: Event) -> str:
    if len(listings) == 1:
        return session.get_one(Listing, listings[0]).key
    return f"{event.object_kind}:{event.object_id}"


def _claim_of(session: Session, listings: tuple[int, ...]) -> str | None:
    return session.get_one(Listing, listings[0]).claim_id if listings else None

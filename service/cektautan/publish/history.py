"""Carries each claim's history from the record of the set before: what was told is kept, what changed is added.

A publication compares the record before with the claims of now, so nobody has to keep a log beside the lists. Without a
record before, a history begins with the entry's own dates. The same claims and the same record before always give the
same record, and a day on which nothing changed adds nothing. What an entry itself explains (`changes:`) is told with
its own date and words; everything else with the day on which it was published. Of a removed claim nothing is kept but
what happened on which day: its verdict and the words about it may be what did harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from cektautan.core.record import ChangeKind, Status
from cektautan.publish.explained import Event, Explanations, event_of
from cektautan.publish.public_record import ClaimNow

_ORDER = {kind.value: place for place, kind in enumerate(ChangeKind)}
_OF_LEVEL = {ChangeKind.RAISED, ChangeKind.LOWERED, ChangeKind.WITHDRAWN, ChangeKind.RESTORED}


def carry(
    before: Mapping[str, Mapping[str, Any]], now: Mapping[str, ClaimNow], as_of: date
) -> dict[str, dict[str, Any]]:
    """Return the claims of a record with their histories; `before` is empty for a first publication."""
    claims = {id_: {**claim.members, "history": _history(before.get(id_), claim, as_of)} for id_, claim in now.items()}
    for id_, old in before.items():
        if id_ not in now:
            claims[id_] = {"status": Status.REMOVED.value, "history": _removed(old, as_of)}
    return claims


def _history(old: Mapping[str, Any] | None, claim: ClaimNow, as_of: date) -> list[Event]:
    held = [] if old is None else [dict(event) for event in old["history"]]
    kinds = [] if old is None else list(_differences(old, claim.members))
    explained = Explanations(claim.entry.changes, held)
    seen = [event_of(kind, as_of, explained.take(kind)) for kind in kinds]
    added = list(seen)
    if old is None:
        added += _beginning(claim, explained, as_of)
    # What is explained and was seen by no comparison happened before there was a record, or shows in no field.
    added += [event_of(ChangeKind(change.change), change.date, change) for change in explained.rest()]
    # Of one day, what was told before stays before what is told now.
    added.sort(key=lambda event: (event["date"], _ORDER[event["change"]]))
    history = sorted([*held, *added], key=lambda event: str(event["date"]))
    _say_what_held(history, added, claim.members, old if seen else None)
    return history


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ChangeKind]:
    if old["status"] == Status.REMOVED:
        yield ChangeKind.RESTORED
        return
    if old["reviews"] != new["reviews"]:
        yield ChangeKind.REVIEWED
    if old["text"] != new["text"] or _beyond_checks(old, new):
        yield ChangeKind.REWORDED
    if old["verdict"] != new["verdict"]:
        yield ChangeKind.VERDICT_CHANGED
    was, is_ = (each["status"] == Status.WITHDRAWN for each in (old, new))
    if was is not is_:
        yield ChangeKind.WITHDRAWN if is_ else ChangeKind.RESTORED
    elif old["level"] != new["level"]:
        yield ChangeKind.RAISED if new["level"] > old["level"] else ChangeKind.LOWERED
    if new["review_by"] > old["review_by"]:
        yield ChangeKind.EXTENDED


def _beyond_checks(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Say whether the statement was reworded for its own sake: with the checks, verdict or level it changes anyway."""
    same = all(old[name] == new[name] for name in ("reviews", "verdict", "level", "reason_code"))
    return same and bool(old["statement"] != new["statement"])


def _beginning(claim: ClaimNow, explained: Explanations, as_of: date) -> Iterator[Event]:
    entry = claim.entry
    yield event_of(ChangeKind.LISTED, entry.listed)
    for day in sorted({review.date for review in entry.reviews if review.date > entry.listed}):
        yield event_of(ChangeKind.REVIEWED, day, explained.take(ChangeKind.REVIEWED, day))
    if claim.members["status"] == Status.WITHDRAWN:
        yield event_of(ChangeKind.WITHDRAWN, as_of, explained.take(ChangeKind.WITHDRAWN))


def _say_what_held(
    history: list[Event], added: Iterable[Event], new: Mapping[str, Any], old: Mapping[str, Any] | None
) -> None:
    """Write the level and verdict from each added event on.

    What they were before a change is known from the record before (`old`, which knows the latest change only); where
    that cannot say either, it is null.
    """
    level, verdict = new["level"], new["verdict"]
    old_level, old_verdict = (None if old is None else old.get(name) for name in ("level", "verdict"))
    unsaid = {id(event) for event in added}
    for event in reversed(history):
        if id(event) in unsaid:
            event["level"] = 0 if event["change"] == ChangeKind.WITHDRAWN else level
            event["verdict"] = verdict
        if event["change"] in _OF_LEVEL:
            level, old_level = old_level, None
        if event["change"] == ChangeKind.VERDICT_CHANGED:
            verdict, old_verdict = old_verdict, None


def _removed(old: Mapping[str, Any], as_of: date) -> list[Event]:
    # Also where it was removed before: what an earlier publication left there goes with the next one.
    history = [{**event, "level": None, "verdict": None, "note": None} for event in old["history"]]
    if old["status"] != Status.REMOVED:
        history.append(event_of(ChangeKind.REMOVED, as_of))
    return history

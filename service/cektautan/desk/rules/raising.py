"""What making a warning stronger asks for: which listings may be at all, and which need a second person.

Follows docs/list-policy.md and docs/moderation.md. Whatever raises what readers are told is judged here, by whatever
act: listing, raising, restoring, extending what had lapsed, undoing, importing. So there is no side door.
"""

from __future__ import annotations

from collections.abc import Iterator

from cektautan.blocklists.limits import HOST_MAX_LEVEL, LIMITS
from cektautan.core.vocabulary import Level
from cektautan.desk.rules.answers import APPLY, NeedsSecond, Refuse, Ruling, Why, strictest
from cektautan.desk.rules.facts import Person, Step

PRESS_VERDICTS = frozenset({"corrected", "true"})
"""What may be noted of one exact press article."""


def judge_step(step: Step, person: Person) -> Ruling:
    """Judge what an act makes of one listing."""
    if not step.raises:
        return _milder(step, person)
    if step.uncovers:
        # What covers it was decided by itself; what comes to light again is a second person's business.
        return NeedsSecond(Why.LEVEL_3 if step.after == Level.WARNING else Why.WIDE_SCOPE)
    return strictest([*_never(step), *_second(step, person)])


def judge_provisional(step: Step, person: Person) -> Ruling:
    """Judge level 3 for a day on one person's word.

    What is protected, and a whole site that imitates nobody, are among what nobody may list at level 3, for a day or
    for longer; they need no word of their own here.
    """
    if not step.raises:
        return Refuse(Why.NOT_HIGHER)
    if not (step.supported or step.imposter or step.procedure):
        return Refuse(Why.PROVISIONAL_UNFOUNDED)
    refused = strictest(_never(step))
    if refused != APPLY:
        return refused
    if step.provisional_before:
        return Refuse(Why.PROVISIONAL_TWICE)
    if step.contestant:
        return Refuse(Why.CONTESTANT)
    return APPLY


def _milder(step: Step, person: Person) -> Ruling:
    if step.before is None and step.after is not None and step.protected:
        # Clearing a protected site's key is as good as listing it: readers would be shown its name.
        return NeedsSecond(Why.PROTECTED)
    if step.before != step.after and "listing.lower" not in person.acts:
        return NeedsSecond(Why.PROPOSES_ONLY)
    return strictest(_reworded(step)) if step.reworded and step.after else APPLY


def _reworded(step: Step) -> Iterator[Ruling]:
    """What is in force and would say something else, at a level that is no higher."""
    if step.contestant:
        yield NeedsSecond(Why.CONTESTANT)
    if step.after == Level.WARNING:
        yield NeedsSecond(Why.LEVEL_3)
        if not (step.supported or step.imposter or step.procedure):
            yield Refuse(Why.UNSUPPORTED)


def _never(step: Step) -> Iterator[Ruling]:
    """What nobody may list, with however many."""
    level = step.after or 0
    if step.protected and not (
        step.protected == "press" and step.kind == "url" and step.verdict in PRESS_VERDICTS and level <= Level.NOTE
    ):
        yield Refuse(Why.NEVER_LISTED)
    if not (step.checked or step.imposter or step.procedure):
        yield Refuse(Why.NO_CHECK)
    limit = LIMITS.get(step.verdict)
    if limit is None or level > limit.max_level:
        yield Refuse(Why.VERDICT_TOO_WEAK)
    if step.wide and level > HOST_MAX_LEVEL and not step.imposter:
        yield Refuse(Why.WIDE_TOO_HIGH)
    if level == Level.WARNING and not (step.supported or step.imposter or step.procedure):
        yield Refuse(Why.UNSUPPORTED)
    if step.immune:
        yield Refuse(Why.IMMUNE)


def _second(step: Step, person: Person) -> Iterator[Ruling]:
    """What needs two."""
    if step.contestant:
        yield NeedsSecond(Why.CONTESTANT)
    if step.after == Level.WARNING:
        yield NeedsSecond(Why.LEVEL_3)
    if step.wide:
        yield NeedsSecond(Why.WIDE_SCOPE)
    if step.protected:
        yield NeedsSecond(Why.PROTECTED)
    if "listing.list_low" not in person.acts:
        yield NeedsSecond(Why.PROPOSES_ONLY)

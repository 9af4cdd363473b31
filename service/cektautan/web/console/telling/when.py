"""Times as people at the desk read them: how long ago, how long still, and the hour in Jakarta."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cektautan.web.texts import Texts

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
SOON: Final = 4 * HOUR
"""What is due within this is marked."""


@dataclass(frozen=True)
class Clock:
    """Until when something is due, in words and in a tone."""

    words: str
    tone: str
    """`late`, `soon` or nothing."""


def ago(then: int, now: int, texts: Texts) -> str:
    """How long ago something was."""
    return texts["desk_now"] if now - then < MINUTE else texts.say("desk_ago", span=span(now - then, texts))


def due(at: int | None, now: int, texts: Texts) -> Clock | None:
    """How long is left; None where nothing is due."""
    if at is None:
        return None
    if now >= at:
        return Clock(texts.say("desk_late", span=span(now - at, texts)), "late")
    return Clock(texts.say("desk_left", span=span(at - now, texts)), "soon" if at - now <= SOON else "")


def span(seconds: int, texts: Texts) -> str:
    """A length of time in its largest unit: nobody at a desk needs the seconds of a day."""
    for size, one, many in ((DAY, "desk_day", "desk_days"), (HOUR, "desk_hour", "desk_hours")):
        if seconds >= 2 * size or (size == HOUR and seconds >= HOUR):
            count = seconds // size
            return texts.say(one if count == 1 else many, count=count)
    count = max(seconds // MINUTE, 1)
    return texts.say("desk_minute" if count == 1 else "desk_minutes", count=count)


def hour(at: int, texts: Texts) -> str:
    """A moment as date and hour in Jakarta."""
    return texts.say("desk_moment", **texts.moment(at))

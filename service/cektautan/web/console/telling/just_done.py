"""What somebody did a moment ago, as the log has it: so that a page can say it without believing its own address.

A form leads on to a page with the number of its event. The page tells of it only if the event is there, by the same
person and of the last hour, and, where it asks for that, about the same thing; a link with any other number says
nothing.
"""

from __future__ import annotations

from typing import Final

from flask import request

from cektautan.store.models import Event
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.numbers import number

DONE: Final = "e"
"""The parameter by which a page names the event that it tells of."""
RECENT_SECONDS: Final = 3600


def just_done(guard: Guard, object_: tuple[str, str] | None = None) -> Event | None:
    """Return the event that brought this page, or None; `object_`: the kind and name of what it has to be about."""
    with guard.store.reading() as session:
        found = session.get(Event, number(request.args.get(DONE, "")) or 0)
    if found is None or not is_own_and_recent(guard, found.actor, found.at):
        return None
    return found if object_ in (None, (found.object_kind, found.object_id)) else None


def is_own_and_recent(guard: Guard, actor: str, at: int) -> bool:
    """True if what an actor did is told to the one who asks."""
    return actor == me().actor and int(guard.services.clock()) - at <= RECENT_SECONDS

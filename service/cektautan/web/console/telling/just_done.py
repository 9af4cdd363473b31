"""What somebody did a moment ago, as the log has it: so that a page can say it without believing its own address.

A form leads on to a page with the number of its event. The page tells of it only if the event is there, about the same
thing, by the same person and of the last minutes; a link with any other number says nothing.
"""

from __future__ import annotations

import re

from flask import request

from cektautan.desk.record.log import Entry, read_entry
from cektautan.web.console.access.guard import Guard

DONE = "kejadian"
RECENT_SECONDS = 15 * 60


def just_done(guard: Guard, object_: tuple[str, str], actor: str) -> Entry | None:
    """Return the event that brought this page, or None."""
    number = request.args.get(DONE, "")
    if not re.fullmatch("[0-9]{1,15}", number):
        return None
    with guard.store.reading() as session:
        found = read_entry(session, int(number))
    if found is None or (found.object_kind, found.object_id) != object_ or found.actor != actor:
        return None
    return found if int(guard.services.clock()) - found.at < RECENT_SECONDS else None

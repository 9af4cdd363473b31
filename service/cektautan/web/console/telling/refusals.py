"""Why an act of the desk was not done, as the status of the answer and the words on top of its page.

A rule is told by its own words, a field by what is wrong with it, and whoever was slower is told who decided what.
"""

from __future__ import annotations

from cektautan.desk.errors import Conflict, DeskError, Invalid, Refused
from cektautan.desk.record.log import read_entry
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.pages import Told
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.console.telling.log_words import action_words, actor_words
from cektautan.web.console.telling.when import ago


def not_done(guard: Guard, problem: DeskError) -> tuple[int, Told]:
    """Return the status and what the page says first."""
    texts = guard.pages.texts
    if isinstance(problem, Refused):
        return 403, Told(texts[f"ruling_{problem.why}"], "problem")
    if isinstance(problem, Conflict):
        return 409, Told(_faster(guard, problem), "heed")
    if isinstance(problem, Invalid):
        return 422, Told(texts.texts.get(f"not_done_{problem.code}") or texts["not_done_field"], "problem")
    return 404, Told(texts["not_done_missing"], "problem")


def _faster(guard: Guard, problem: Conflict) -> str:
    texts = guard.pages.texts
    if problem.earlier is None:
        return texts["not_done_changed"]
    with guard.store.reading() as session:
        entry = read_entry(session, problem.earlier.seq)
    if entry is None:
        return texts["not_done_changed"]
    return texts.say(
        "not_done_changed_by",
        number=entry.seq,
        who=show_text(actor_words(entry.actor, entry.actor_name, texts)),
        what=action_words(entry.action, texts),
        when=ago(entry.at, int(guard.services.clock()), texts),
        reason=show_text(entry.reason) or texts["log_no_reason"],
    )

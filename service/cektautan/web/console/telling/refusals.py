"""Why an act of the desk was not done, as the status of the answer and the words on top of its page.

A rule is told by its own words, a field by what is wrong with it, and whoever was slower is told who decided what. The
one place for every page of the desk.
"""

from __future__ import annotations

from dataclasses import replace

from cektautan.desk.errors import Conflict, DeskError, Invalid, Refused
from cektautan.desk.record.log import account_names
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.console.telling.when import ago
from cektautan.web.texts import Texts


def not_done(guard: Guard, problem: DeskError) -> tuple[int, Told]:
    """Return the status and what the page says first; of an act about several cases also which one stood in the way."""
    status, told = _why(guard, problem)
    if problem.case is not None:
        told = replace(told, words=guard.pages.texts.say("desk_not_done_case", id=problem.case, why=told.words))
    return status, told


def _why(guard: Guard, problem: DeskError) -> tuple[int, Told]:
    texts = guard.pages.texts
    if isinstance(problem, Refused):
        return 403, Told(texts[f"ruling_{problem.why}"], "problem")
    if isinstance(problem, Conflict):
        return 409, Told(_faster(guard, problem), "heed")
    if isinstance(problem, Invalid):
        return 422, Told(_invalid(texts, problem), "problem")
    return 404, Told(texts["desk_not_found"], "problem")


def _invalid(texts: Texts, problem: Invalid) -> str:
    """What the lint found, else what is wrong with this field, else what such a fault means anywhere."""
    found = [words.say(texts, "finding", each) for each in problem.findings]
    of_field = texts.texts.get(f"not_done_{problem.field}_{problem.code}")
    return " ".join(found) or of_field or texts.texts.get(f"desk_fault_{problem.code}") or texts["not_done_field"]


def _faster(guard: Guard, problem: Conflict) -> str:
    texts, earlier = guard.pages.texts, problem.earlier
    if earlier is None:
        return texts["desk_conflict"]
    with guard.store.reading() as session:
        names = account_names(session, [earlier.actor])
    return texts.say(
        "desk_conflict_by",
        number=earlier.seq,
        who=show_text(words.actor(texts, earlier.actor, names)),
        what=words.action(texts, earlier.action),
        when=ago(earlier.at, int(guard.services.clock()), texts),
        reason=words.sentence(show_text(words.because(texts, earlier.reason)) or texts["desk_no_reason"]),
    )

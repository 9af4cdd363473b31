"""What the pages of the desk share: the guard, the policy, who asks, and how an act that was not done is told.

A decision is one block of `deciding`; what it raises has changed nothing. What is told on top of a page is read from
the log by the number of an event, and only of the one who asks and of the last hour.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from flask import Response, request

from cektautan.core.days import day_of
from cektautan.core.rules import Rules
from cektautan.desk.errors import DeskError
from cektautan.desk.links.checks import CheckReader
from cektautan.desk.policy import Policy
from cektautan.desk.reference import Reference
from cektautan.outbound.pages import PageClient
from cektautan.store.models import Event, LogHead, Note
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import DeskPages, Told
from cektautan.web.console.telling.just_done import DONE, is_own_and_recent, just_done
from cektautan.web.console.telling.refusals import not_done
from cektautan.web.texts import Texts

NOTE: Final = "n"
"""The parameter by which a page names the note that it tells of, which is no event."""
READY: Final = "siap"
"""The field of a form that names the ready reason that was chosen."""


@dataclass(frozen=True)
class Desk:
    """The desk of one application."""

    guard: Guard
    policy: Policy
    check_reader: CheckReader
    far_pages: PageClient | None
    """Fetches the page of a check; None where the service asks nobody."""

    @property
    def store(self) -> Store:
        """What the desk keeps."""
        return self.guard.store

    @property
    def pages(self) -> DeskPages:
        """Renders its pages."""
        return self.guard.pages

    @property
    def texts(self) -> Texts:
        """The texts of this request."""
        return self.guard.pages.texts

    @property
    def reference(self) -> Reference:
        """The rules of identity and the protected names."""
        return self.policy.reference

    @property
    def rules(self) -> Rules:
        """The rules of identity."""
        return self.policy.reference.rules

    @property
    def now(self) -> int:
        """Unix seconds."""
        return int(self.guard.services.clock())

    @property
    def today(self) -> datetime.date:
        """The day by which listings are dated."""
        return day_of(self.now)

    @contextmanager
    def deciding(self) -> Iterator[Work]:
        """Decide as who is signed in."""
        with self.store.deciding(me().actor, self.now) as work:
            yield work

    @staticmethod
    def seq(work: Work) -> int:
        """The number of the newest event of a decision."""
        return work.session.get_one(LogHead, 1).seq

    def reason(self, act: str, written: str) -> str:
        """The reason of a form of `reason_form`: what was chosen, and what was written beside it or instead of it."""
        chosen = self.policy.ready.text(act, request.form.get(READY, ""), self.texts.language)
        return " ".join(each for each in (chosen, written.strip()) if each)

    def done(self, path: str, event: Event | int | None, draft: str = "") -> Response:
        """Lead to a page that tells what was done."""
        seq = event if isinstance(event, int) or event is None else event.seq
        mark = "&" if "?" in path else "?"
        if seq is None:
            return see_other(path)
        return see_other(f"{path}{mark}{DONE}={seq}{f'&isian={draft}' if draft else ''}")

    def told(self) -> list[Told]:
        """What the one who asks has just done, as the log has it."""
        if NOTE in request.args:
            return self._noted(number(request.args[NOTE]) or 0)
        event = just_done(self.guard)
        if event is None:
            return []
        texts = self.texts
        said = texts.texts.get(f"desk_told_{event.action.replace('.', '_')}") or texts["desk_told"]
        undo = f"/meja/catatan/{event.seq}" if self.guard.may("undo") and event.before else ""
        draft = request.args.get("isian", "")
        return [Told(said, undo=undo, acknowledges=draft if draft.replace("-", "").isalnum() else "")]

    def _noted(self, note_id: int) -> list[Told]:
        """A note is no event; its own row tells that it was taken."""
        with self.store.reading() as session:
            note = session.get(Note, note_id)
        if note is None or not is_own_and_recent(self.guard, f"account:{note.by}", note.at):
            return []
        return [Told(self.texts["desk_told_note"], acknowledges=f"kasus-{note.case_id}-pesan")]

    def not_done(self, problem: DeskError) -> tuple[int, Told]:
        """Why an act was not done: the status of the answer and what its page says first."""
        return not_done(self.guard, problem)

"""`/meja/sumber/<id>/cabut-kepercayaan`: what rests on a source alone, and the one act that stops it from being told.

The page counts before anything is done, by level; the form says what was seen, so that nobody decides about something
else than what stood there.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.desk.errors import DeskError, Invalid, NotFound
from cektautan.desk.harvest.distrust import distrust, distrusted, resting
from cektautan.desk.policy import Policy
from cektautan.store.models import Source
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import words
from cektautan.web.console.telling.just_done import DONE, just_done
from cektautan.web.console.telling.refusals import not_done
from cektautan.web.console.telling.when import hour

PATH = "/meja/sumber/<id_>/cabut-kepercayaan"


def make_blueprint(guard: Guard, policy: Policy) -> Blueprint:
    """Make the page and its form."""
    blueprint = Blueprint("console_distrust", __name__)
    pages = guard.pages

    def page(source_id: str, status: int = 200, wrong: str = "", *told: Told) -> Response:
        texts, now = pages.texts, int(guard.services.clock())
        try:
            with guard.store.reading() as session:
                found = resting(session, source_id, now)
                source = session.get_one(Source, source_id)
                event = distrusted(session, source_id)
        except NotFound:
            return pages.render("record/source_missing.html", here="sources", status=404)
        return pages.render(
            "record/distrust.html",
            here="sources",
            status=status,
            told=told,
            source=source,
            found=found,
            levels=[(words.level(texts, each), count) for each, count in sorted(found.suspended.items(), reverse=True)],
            event=event,
            when=hour(event.at, texts) if event else "",
            typed=request.form,
            wrong=wrong,
        )

    @guard.get(blueprint, PATH, "listing.lower")
    def preview(id_: str) -> Response:
        event = just_done(guard, ("source", id_))
        said = pages.texts["distrust_done"]
        undo = f"/meja/catatan/{event.seq}" if event else ""
        return page(id_, 200, "", *([Told(said, undo=undo, acknowledges=f"distrust-{id_}")] if event else []))

    @guard.post(blueprint, PATH, "listing.lower")
    def act(id_: str) -> Response:
        seen, reason = number(request.form.get("dilihat", "")), request.form.get("alasan", "")
        now = int(guard.services.clock())
        try:
            done = distrust(guard.store, policy, me().id, id_, -1 if seen is None else seen, reason, now)
        except DeskError as problem:
            status, told = not_done(guard, problem)
            of_reason = isinstance(problem, Invalid) and problem.field == "reason"
            return page(id_, status, told.words if of_reason else "", told)
        return see_other(f"/meja/sumber/{id_}/cabut-kepercayaan?{DONE}={done.event}")

    return blueprint

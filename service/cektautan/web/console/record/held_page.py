"""`/meja/sumber/<id>/umpan/<feed>/ditahan`: what a feed brought beyond its budget, for a person to let in or leave out.

The batch is looked at as a whole and decided with one reason. Nothing that readers see changes: letting in opens cases,
and leaving out keeps the findings, so that nothing is asked about twice.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.desk.errors import DeskError, Invalid
from cektautan.desk.harvest.holding import AT_ONCE, count_held, held, leave_out, let_in
from cektautan.desk.policy import Policy
from cektautan.store.models import Feed, Source
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.cases.finding_shown import show_findings
from cektautan.web.console.going import see_other
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told
from cektautan.web.console.telling.just_done import DONE, just_done
from cektautan.web.console.telling.refusals import not_done

PATH = "/meja/sumber/<id_>/umpan/<feed>/ditahan"
ACTS = {"masukkan": let_in, "kesampingkan": leave_out}


def make_blueprint(guard: Guard, policy: Policy) -> Blueprint:
    """Make the page and its form."""
    blueprint = Blueprint("console_held", __name__)
    pages = guard.pages

    def page(source_id: str, feed_id: str, status: int = 200, wrong: str = "", *told: Told) -> Response:
        texts = pages.texts
        with guard.store.reading() as session:
            feed, source = session.get(Feed, feed_id), session.get(Source, source_id)
            found = held(session, feed_id)
            total = count_held(session, feed_id)
            sources = {each.id: each for each in (session.get(Source, f.source_id) for f in found if f.source_id)
                       if each is not None}  # fmt: skip
        if feed is None or source is None or feed.source_id != source.id:
            return pages.render("record/source_missing.html", here="sources", status=404)
        return pages.render(
            "record/held.html",
            here="sources",
            status=status,
            told=told,
            source=source,
            feed=feed,
            held=show_findings(found, sources, policy.reference, texts),
            total=total,
            at_once=AT_ONCE,
            typed=request.form,
            upto=found[-1].id if found else "",
            wrong=wrong,
        )

    @guard.get(blueprint, PATH, "queue.see")
    def batch(id_: str, feed: str) -> Response:
        event = just_done(guard, ("feed", feed))
        said = pages.texts.texts.get(f"feed_told_{event.action.replace('.', '_')}") if event else None
        return page(id_, feed, 200, "", *([Told(said, acknowledges=f"held-{feed}")] if said else []))

    @guard.post(blueprint, PATH, "import.upload")
    def decide(id_: str, feed: str) -> Response:
        act = ACTS.get(request.form.get("langkah", ""))
        now = int(guard.services.clock())
        try:
            upto = number(request.form.get("sampai", ""))
            # Who does not say what was seen would decide on what came meanwhile too.
            if act is None or upto is None:
                raise Invalid("decision", "none")
            done = act(
                guard.store,
                policy,
                me().id,
                feed,
                request.form.get("alasan", ""),
                now,
                upto,
            )
        except DeskError as problem:
            status, told = not_done(guard, problem)
            of_reason = isinstance(problem, Invalid) and problem.field == "reason"
            return page(id_, feed, status, told.words if of_reason else "", told)
        return see_other(f"/meja/sumber/{id_}/umpan/{feed}/ditahan?{DONE}={done.event}")

    return blueprint

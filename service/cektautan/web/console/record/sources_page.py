"""`/meja/sumber`: who may be cited, for what, until when, and how often what rests on their checks was taken back.

A source of the reviewed files is shown and not changed: the page says where it is kept. One that the desk entered is
changed by whoever may; the version in the form keeps two people from overwriting each other.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request
from sqlalchemy import func, select

from cektautan.core.days import day_of
from cektautan.desk.claims.sources import (
    DISTRUSTED,
    FIELDS,
    GRADES,
    KINDS,
    NEW,
    STANDINGS,
    KeptInFilesError,
    Known,
    SourceChangedError,
    SourceError,
    sources,
    state,
    write_source,
)
from cektautan.desk.harvest.health import Health, healths
from cektautan.store.models import Claim, Review
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told
from cektautan.web.console.record.charts import percent
from cektautan.web.console.record.feeds_shown import show_feeds
from cektautan.web.console.telling.just_done import DONE, just_done
from cektautan.web.site.names import day

PATH = "/meja/sumber"
MOST_CLAIMS = 50


def make_blueprint(guard: Guard) -> Blueprint:
    """Make the list, the page of each source, and the forms."""
    blueprint = Blueprint("console_sources", __name__)
    pages = guard.pages

    def now() -> int:
        return int(guard.services.clock())

    def known() -> tuple[Known, ...]:
        today = day_of(now())
        with guard.store.reading() as session:
            return sources(session, today)

    def form(
        id_: str, values: Mapping[str, object], status: int = 200, wrong: SourceError | None = None, *told: Told
    ) -> Response:
        texts = pages.texts
        found = next((each for each in known() if each.source.id == id_), None)
        if found is None and id_:
            return pages.render("record/source_missing.html", here="sources", status=404)
        return pages.render(
            "record/source.html",
            here="sources",
            status=status,
            told=told,
            found=found,
            claims=_claims(guard, id_),
            feeds=show_feeds(_healths(guard, id_, now()), now(), texts),
            values=values or (state(found.source) if found else {}),
            wrong={wrong.field: texts[f"source_wrong_{wrong.reason}"]} if wrong else {},
            day=lambda value: day(value, texts),
            percent=lambda value: percent(value, texts),
            kinds=[(each, texts[f"source_kind_{each}"]) for each in KINDS],
            grades=[(each, texts[f"source_grade_{each}"]) for each in GRADES],
            standings=[
                (each, texts[f"source_standing_{each}"])
                for each in (*STANDINGS, *([DISTRUSTED] if found and not found.source.trusted else []))
            ],
        )

    @guard.get(blueprint, PATH, "board.see")
    def every() -> Response:
        texts = pages.texts
        return pages.render(
            "record/sources.html",
            here="sources",
            sources=known(),
            day=lambda value: day(value, texts),
            percent=lambda value: percent(value, texts),
        )

    @guard.get(blueprint, f"{PATH}/{NEW}", "source.write")
    def new() -> Response:
        return form("", {"kind": "fact_checker", "reliability": "C", "standing": "unknown"})

    @guard.get(blueprint, f"{PATH}/<id_>", "board.see")
    def one(id_: str) -> Response:
        done = just_done(guard, ("source", id_))
        saved = Told(pages.texts["source_saved"], acknowledges=f"source- source-{id_}")
        return form(id_, {}, 200, None, *([saved] if done else []))

    @guard.post(blueprint, PATH, "source.write")
    def write() -> Response:
        typed = {name: request.form.get(name, "") for name in (*FIELDS, "id", "reason", "version")}
        version = number(typed["version"])
        id_ = typed["id"].strip()
        texts = pages.texts
        try:
            with guard.store.deciding(me().actor, now()) as work:
                seq = write_source(work, id_, typed, typed["reason"], version)
        except SourceError as wrong:
            return form("" if version is None else id_, typed, 400, wrong)
        except KeptInFilesError:
            return form(id_, {}, 409, None, Told(texts["source_in_files"], "problem"))
        except SourceChangedError:
            # What was typed stays, beside what the source says now.
            return form(id_, typed, 409, None, Told(texts["source_changed"], "problem"))
        return see_other(f"{PATH}/{id_}?{DONE}={seq}" if seq else f"{PATH}/{id_}")

    return blueprint


def _healths(guard: Guard, id_: str, now: int) -> tuple[Health, ...]:
    with guard.store.reading() as session:
        return healths(session, now, id_)


def _claims(guard: Guard, id_: str) -> list[tuple[str, str, str]]:
    """Return the newest claims that cite a source: name, text and verdict."""
    with guard.store.reading() as session:
        newest = func.max(Review.date)
        query = (
            select(Claim.id, Claim.text_id, Claim.verdict)
            .join(Review, Review.claim_id == Claim.id)
            .where(Review.source_id == id_)
            .group_by(Claim.id, Claim.text_id, Claim.verdict)
            .order_by(newest.desc(), Claim.id)
            .limit(MOST_CLAIMS)
        )
        return [(name, text, verdict) for name, text, verdict in session.execute(query)]

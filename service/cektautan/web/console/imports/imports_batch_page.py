"""`/meja/impor/<number>`: one import with its preview, and the acts on it.

An act that was not done answers with the same page, which says why on top and shows the import as it is by then; what
was typed stands in its field.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.errors import Conflict, DeskError, Invalid, Refused
from cektautan.desk.imports import agreeing, choosing, exporting, looking, reading, reverting
from cektautan.desk.imports.judged import TAKEN, RowClass
from cektautan.desk.imports.looking import VIEWS
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import NeedsSecond, Refuse
from cektautan.store.models import Batch
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.imports.imports_page import ACT, PATH, SEE, as_csv, formats_of, names_of
from cektautan.web.console.imports.imports_shown import TONES, failure, findings, say, show_row
from cektautan.web.console.imports.waiting_shown import waiting
from cektautan.web.console.numbers import number as whole
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import when
from cektautan.web.console.telling.news import News

MOST_NUMBER = 2**31
BUSY = ("uploaded", "reading", "applying", "taking_back")
OUTCOMES = ("added", "changed", "left", "refused", "removed", "restored", "kept")


def make_blueprint(guard: Guard, policy: Policy) -> Blueprint:
    """Make the page and what its forms are sent to."""
    blueprint = Blueprint("desk_import", __name__)
    store, pages, news = guard.store, guard.pages, News(guard.cookies)

    def now() -> int:
        return int(guard.services.clock())

    def show(number: int, status: int = 200, told: Told | None = None) -> Response:
        texts = pages.texts
        view = request.args.get("golongan", "")
        view = view if view in {*RowClass, *VIEWS} else ""
        page = request.args.get("hal", "1")
        with store.reading() as session:
            batch = session.get(Batch, number) if number < MOST_NUMBER else None
            if batch is None:
                return pages.render("imports/import_missing.html", here="imports", status=404)
            classes = looking.counts(session, number)
            shown = looking.rows(session, number, view, whole(page) or 1)
            values: dict[str, Any] = {
                "taken": choosing.taken(session, number),
                "seconds": {texts[f"ruling_{why}"]: count for why, count in choosing.seconds(session, number).items()},
                "names": names_of(session),
            }
            ruling = None
            if batch.status == "previewed" and guard.may(ACT):
                ruling = agreeing.ruling_of(session, policy, me().id, batch)
            waits = waiting(session, policy, batch, now(), texts)
            # Thousands of rows are read for the claims of a batch, so only where something hangs on it.
            recused = batch.status == "applied" and guard.may(ACT) and agreeing.is_out(session, me().id, batch)
        answer = pages.render(
            "imports/import.html",
            here="imports",
            status=status,
            told=[*([told] if told else news.read(texts))],
            batch=batch,
            busy=batch.status in BUSY,
            by=texts.say(
                "import_by",
                who=values["names"].get(batch.uploaded_by or 0, ""),
                when=when.ago(batch.uploaded_at, now(), texts),
            ),
            findings=findings(batch.findings, texts),
            formats=formats_of(texts),
            format=batch.defaults.get("format", ""),
            failure=failure(batch.findings, texts),
            classes=[(name, texts[f"import_class_{name}"], TONES.get(name, "plain"), count, name in VIEWS)
                     for name, count in classes.items()],
            means={name: texts.texts.get(f"import_means_{name}", "") for name in classes},
            total=sum(count for name, count in classes.items() if name not in VIEWS),
            view=view,
            rows=[show_row(row, texts) for row in shown.rows],
            page=shown.page,
            pages=shown.pages,
            address=lambda number_: f"?golongan={view}&hal={number_}",
            old=batch.status == "previewed" and agreeing.is_old(batch, now()),
            needs_second=isinstance(ruling, NeedsSecond),
            ruling=texts[f"ruling_{ruling.why}"] if isinstance(ruling, NeedsSecond | Refuse) else "",
            refused=isinstance(ruling, Refuse),
            waiting=waits,
            recused=recused,
            outcome=[(texts[f"import_outcome_{name}"], batch.counts[name])
                     for name in OUTCOMES if batch.applied_at and batch.counts.get(name)],
            claims=sorted(batch.claims.items()),
            reason=request.form.get("reason", ""),
            choosable=batch.status == "previewed" and guard.may(ACT),
            taken_classes=sorted(TAKEN),
            **{name: values[name] for name in ("taken", "seconds")},
        )  # fmt: skip
        return news.forget(answer)

    def act(number: int, code: str, done: Callable[[int, int], Done | int | None]) -> Response:
        """Do something to the import as it was shown."""
        version = request.form.get("version", "")
        seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        if number >= MOST_NUMBER:
            return show(number)
        try:
            came = done(number, seen)
        except DeskError as problem:
            status, words = not_done(problem)
            return show(number, status, Told(words, "problem"))
        if isinstance(came, Done) and came.why is not None:
            code = {"import_applying": "import_proposed"}.get(code, code)
        return news.send(see_other(f"{PATH}/{number}"), code)

    def not_done(problem: DeskError) -> tuple[int, str]:
        texts = pages.texts
        if isinstance(problem, Refused):
            return 403, texts[f"ruling_{problem.why}"]
        if isinstance(problem, Conflict):
            by = None if problem.earlier is None else problem.earlier.by
            with store.reading() as session:
                who = names_of(session).get(by or 0)
            return 409, texts.say("import_conflict_by", who=who) if who else texts["import_conflict"]
        if isinstance(problem, Invalid):
            code = problem.code if f"import_problem_{problem.code}" in texts.texts else "status"
            return 422, say(texts, {"code": code})
        return 404, texts["import_missing_title"]

    def reason() -> str:
        return request.form.get("reason", "")

    @guard.get(blueprint, f"{PATH}/<int:number>", SEE)
    def one(number: int) -> Response:
        return show(number)

    @guard.get(blueprint, f"{PATH}/<int:number>/kemajuan", SEE)
    def progress(number: int) -> Response:
        """How far the background is: the part of the page that its script asks for again and again."""
        with store.reading() as session:
            batch = session.get(Batch, number) if number < MOST_NUMBER else None
        if batch is None:
            return show(MOST_NUMBER)
        return pages.render("imports/import_progress.html", batch=batch, busy=batch.status in BUSY)

    @guard.get(blueprint, f"{PATH}/<int:number>/baris.csv", SEE)
    def rows(number: int) -> Response:
        with store.reading() as session:
            known = number < MOST_NUMBER and session.get(Batch, number) is not None
        if not known:
            return show(MOST_NUMBER)
        return as_csv(b"".join(exporting.export(store, number)), f"impor-{number}.csv")

    @guard.post(blueprint, f"{PATH}/<int:number>/pilih", ACT)
    def choose(number: int) -> Response:
        chosen = [row for each in request.form.getlist("row")[:1000] if (row := whole(each)) is not None]
        back = request.form.get("back") == "1"
        by_class = [each for each in request.form.getlist("class") if each in set(RowClass)]
        second = request.form.get("second") == "1"
        return act(
            number,
            "import_chosen",
            lambda id_, seen: choosing.exclude(
                store, policy, me().id, id_, seen, now(), rows=chosen, classes=by_class, second=second, back=back
            ),
        )

    @guard.post(blueprint, f"{PATH}/<int:number>/terapkan", ACT)
    def apply(number: int) -> Response:
        return act(
            number,
            "import_applying",
            lambda id_, seen: agreeing.ask(store, policy, me().id, id_, seen, reason(), now()),
        )

    @guard.post(blueprint, f"{PATH}/<int:number>/setujui", "import.approve")
    def approve(number: int) -> Response:
        rest = request.form.get("rest") == "1"
        way = reverting.approve_rest if rest else agreeing.approve
        code = "import_reverted" if rest else "import_applying"
        return act(number, code, lambda id_, seen: way(store, policy, me().id, id_, seen, reason(), now()))

    @guard.post(blueprint, f"{PATH}/<int:number>/tolak", ACT)
    def reject(number: int) -> Response:
        rest = request.form.get("rest") == "1"
        way = reverting.reject_rest if rest else agreeing.reject
        code = "import_kept" if rest else "import_rejected"
        return act(number, code, lambda id_, seen: way(store, policy, me().id, id_, seen, reason(), now()))

    @guard.post(blueprint, f"{PATH}/<int:number>/urungkan", ACT)
    def revert(number: int) -> Response:
        return act(
            number,
            "import_taking_back",
            lambda id_, seen: reverting.revert(store, policy, me().id, id_, seen, reason(), now()),
        )

    @guard.post(blueprint, f"{PATH}/<int:number>/buang", ACT)
    def discard(number: int) -> Response:
        return act(
            number,
            "import_discarded",
            lambda id_, seen: reverting.discard(store, policy, me().id, id_, seen, reason(), now()),
        )

    @guard.post(blueprint, f"{PATH}/<int:number>/baca-ulang", ACT)
    def reread(number: int) -> Response:
        return act(
            number,
            "import_reread",
            lambda id_, seen: reading.reread(store, policy, me().id, id_, seen, now(), form=request.form.get("format")),
        )

    return blueprint

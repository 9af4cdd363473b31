"""`/meja/impor`: all imports, and the form that a file is uploaded with."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.errors import Invalid, Refused
from cektautan.desk.imports import exporting, looking, uploading
from cektautan.desk.policy import Policy
from cektautan.store.models import Account
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.imports.imports_shown import say
from cektautan.web.console.numbers import thousands
from cektautan.web.console.pages import ROOT, Told
from cektautan.web.console.telling import when
from cektautan.web.console.telling.news import News
from cektautan.web.response import Answer
from cektautan.web.texts import Texts

PATH = f"{ROOT}/impor"
SEE, ACT = "queue.see", "import.upload"

FORM_BYTES = 1024 * 1024
"""What the fields beside the file may take."""

FIELDS = (
    "name", "format", "claim", "scope", "level", "review_by", "new_text_id", "new_text_en", "new_verdict", "new_level",
    "new_source", "new_review_url", "new_rating", "new_review_date", "new_imitates",
)  # fmt: skip


def make_blueprint(guard: Guard, policy: Policy) -> Blueprint:
    """Make the list and the form."""
    blueprint = Blueprint("desk_imports", __name__)
    store, pages, news = guard.store, guard.pages, News(guard.cookies)

    def form(values: Mapping[str, str], status: int = 200, wrong: Mapping[str, str] | None = None) -> Response:
        texts = pages.texts
        told = [Told(" ".join(wrong.values()), "problem")] if wrong else []
        return pages.render(
            "imports/import_new.html",
            here="imports",
            status=status,
            told=told,
            values=values,
            wrong=wrong or {},
            formats=formats_of(texts),
            scopes=[(each, texts[f"import_scope_{each}"]) for each in uploading.SCOPE_CHOICES],
            levels=[(each, texts[f"import_level_{each}"]) for each in ("", "1", "2", "3")],
            new_levels=[(each, texts[f"import_level_{each}"]) for each in ("1", "2", "3")],
            verdicts=[
                ("", texts["import_new_verdict_"]),
                *((name, texts[f"verdict_{name}"]) for name in uploading.VERDICTS),
            ],
            file_hint=texts.say(
                "import_file_hint",
                megabytes=uploading.MOST_BYTES // 1024 // 1024,
                rows=thousands(texts, uploading.MOST_ROWS),
            ),
        )

    @guard.get(blueprint, PATH, SEE)
    def imports() -> Response:
        texts, now = pages.texts, int(guard.services.clock())
        with store.reading() as session:
            found = looking.batches(session)
            names = names_of(session)
        shown = [
            (batch, texts.say("import_by", who=names.get(batch.uploaded_by or 0, ""),
                              when=when.ago(batch.uploaded_at, now, texts)))
            for batch in found
        ]  # fmt: skip
        answer = pages.render("imports/imports.html", here="imports", told=news.read(texts), batches=shown)
        return news.forget(answer)

    @guard.get(blueprint, f"{PATH}/baru", ACT)
    def new() -> Response:
        return form({})

    @guard.get(blueprint, f"{PATH}/templat.csv", SEE)
    def template() -> Response:
        return as_csv(exporting.template(), "impor-templat.csv")

    @guard.post(blueprint, f"{PATH}/baru", ACT, most_bytes=uploading.MOST_BYTES + FORM_BYTES)
    def upload() -> Response:
        values = {name: request.form.get(name, "").strip() for name in FIELDS}
        file = request.files.get("file")
        texts = pages.texts
        if file is None or not file.filename:
            return form(values, 422, {"file": texts["import_problem_no_file"]})
        with file.stream:
            data = file.read()
        sent = {name: value for name, value in values.items() if name != "name"}
        if not values["new_text_id"]:
            sent = {name: value for name, value in sent.items() if not name.startswith("new_")}
        try:
            number = uploading.upload(
                store,
                policy,
                me().id,
                name=values["name"] or file.filename[: uploading.MOST_NAME],
                file_name=file.filename,
                data=data,
                form=sent,
                now=int(guard.services.clock()),
            )
        except Invalid as wrong:
            members = {"code": wrong.code, "message": " ".join(wrong.findings[1:]), "id": values["claim"]}
            return form(values, 422, {wrong.field: say(texts, members)})
        except Refused as refused:
            return form(values, 403, {"name": texts[f"ruling_{refused.why}"]})
        return news.send(see_other(f"{PATH}/{number}"), "import_uploaded")

    return blueprint


def as_csv(data: bytes, name: str) -> Answer:
    """Return a file to be saved, and never to be shown by the browser."""
    answer = Answer(data, 200, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def formats_of(texts: Texts) -> list[tuple[str, str]]:
    """Return the forms of a file with their names, as a form offers them."""
    return [(each, texts[f"import_format_{each}"]) for each in uploading.FORMATS]


def names_of(session: Session) -> dict[int, str]:
    """Return how each account is called."""
    return {row.id: row.name for row in session.execute(select(Account.id, Account.name))}

"""`/meja/catatan`: the log of every decision, for whoever decides and whoever audits, with the way to undo one.

What an event changed is shown part by part, before and after, in words and not in codes. What it shows was written by
many people and goes out as text, with what nobody sees written out. Undoing is judged by
`desk.decisions.undo`, which may ask for a second person; what went wrong is told on the same page with what was typed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from cektautan.core.chain import START
from cektautan.desk.decisions.undo import expect_undoable, undo
from cektautan.desk.errors import DeskError
from cektautan.desk.policy import Policy
from cektautan.desk.record.differences import Row
from cektautan.desk.record.log import Asked, Entry, account_names, actions, actors, read_entry, read_log
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import log_values, words
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.console.telling.just_done import DONE, just_done
from cektautan.web.console.telling.refusals import not_done
from cektautan.web.console.telling.when import hour
from cektautan.web.texts import Texts

PATH = "/meja/catatan"
LARGEST = 2**53

_NUMBER = re.compile("[0-9]{1,15}")
_PLACES = {
    "claim": "/meja/klaim/{}", "case": "/meja/kasus/{}", "source": "/meja/sumber/{}", "batch": "/meja/impor/{}",
    "own_review": "/meja/ulasan/{}", "api_key": "/meja/kunci/{}",
}  # fmt: skip


def make_blueprint(guard: Guard, policy: Policy) -> Blueprint:
    """Make the list and the page of one event."""
    blueprint = Blueprint("console_log", __name__)
    pages = guard.pages

    @guard.get(blueprint, PATH, "log.see")
    def every() -> Response:
        asked = asked_for()
        with guard.store.reading() as session:
            page = read_log(session, asked)
            known_actions, known_actors, names = actions(session), actors(session), account_names(session)
        texts = pages.texts
        filters = {name: request.args[name] for name in FILTERS if request.args.get(name)}
        return pages.render(
            "record/log.html",
            here="log",
            page=page,
            filters=filters,
            actions=[(each, words.action(texts, each)) for each in _with_kinds(known_actions)],
            actors=[(each, show_text(words.actor(texts, each, names))) for each in known_actors],
            older=f"{PATH}?{urlencode({**filters, 'sebelum': page.older})}" if page.older else "",
            newest=f"{PATH}?{urlencode(filters)}" if asked.before else "",
            **_words(texts, names),
        )

    def entry_page(seq: int, status: int = 200, *told: Told) -> Response:
        with guard.store.reading() as session:
            entry, names = read_entry(session, seq) if seq < LARGEST else None, account_names(session)
            stays: DeskError | None = None
            if entry is not None and entry.undoable and not entry.undone_by and guard.may("undo"):
                try:
                    expect_undoable(session, policy, me().id, seq, int(guard.services.clock()))
                except DeskError as problem:
                    stays = problem
        if entry is None:
            return pages.render("record/log_missing.html", here="log", status=404)
        return pages.render(
            "record/log_entry.html",
            here="log",
            status=status,
            told=told,
            entry=entry,
            reason=request.form.get("reason", ""),
            stays="" if stays is None or told else not_done(guard, stays)[1].words,
            undoes=stays is None,
            **_words(pages.texts, names),
        )

    @guard.get(blueprint, f"{PATH}/<int:seq>", "log.see")
    def one(seq: int) -> Response:
        texts = pages.texts
        with guard.store.reading() as session:
            entry = read_entry(session, seq) if seq < LARGEST else None
        if entry is None or request.args.get(DONE) != str(seq):
            return entry_page(seq)
        if just_done(guard, (entry.object_kind, entry.object_id)) is None:
            return entry_page(seq)
        said = texts["log_undone" if entry.undoes else "log_undo_waits"]
        return entry_page(seq, 200, Told(said, acknowledges=f"urungkan-{entry.undoes}"))

    @guard.post(blueprint, f"{PATH}/<int:seq>/urungkan", "undo")
    def take_back(seq: int) -> Response:
        now = int(guard.services.clock())
        try:
            done = undo(guard.store, policy, me().id, min(seq, LARGEST), request.form.get("reason", ""), now)
        except DeskError as problem:
            return entry_page(seq, *not_done(guard, problem))
        return see_other(f"{PATH}/{done.event}?{DONE}={done.event}")

    return blueprint


FILTERS = ("tindakan", "oleh", "objek", "nama", "dari", "sampai")


def asked_for() -> Asked:
    """Return what the address asks for; what cannot be asked for is left out."""
    given = request.args
    before = given.get("sebelum", "")
    return Asked(
        action=given.get("tindakan", "")[:40],
        actor=given.get("oleh", "")[:200],
        object_kind=given.get("objek", "")[:40],
        object_id=given.get("nama", "").strip()[:200],
        since=_day(given.get("dari", "")),
        until=_day(given.get("sampai", "")),
        before=int(before) if _NUMBER.fullmatch(before) else None,
    )


def _words(texts: Texts, names: Mapping[int, str]) -> dict[str, Any]:
    def place(entry: Entry) -> str:
        pattern = _PLACES.get(entry.object_kind)
        return pattern.format(quote(entry.object_id, safe="")) if pattern else ""

    def part(entry: Entry, row: Row) -> str:
        return log_values.place(texts, (entry.object_kind, entry.object_id), row.name)

    def said(entry: Entry, row: Row, text: str) -> str:
        return log_values.value(texts, entry.object_kind, row.name, text, names)

    return {
        "act": lambda entry: words.action(texts, entry.action),
        "who": lambda entry: show_text(words.actor(texts, entry.actor, names)),
        "what": lambda entry: texts.texts.get(f"log_object_{entry.object_kind}") or entry.object_kind,
        "moment": lambda at: hour(at, texts),
        "place": place,
        "part": part,
        "said": said,
        "seen": show_text,
        "why": lambda entry: show_text(words.because(texts, entry.reason)),
        "beginning": START,
    }


def _with_kinds(found: tuple[str, ...]) -> list[str]:
    """Return actions, each kind that has several before its own."""
    kinds = [each.partition(".")[0] for each in found if "." in each]
    several = {each for each in kinds if kinds.count(each) > 1} - set(found)
    return sorted({*found, *several})


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None

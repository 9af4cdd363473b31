"""`/meja/klaim`: every claim of the store, searched while one types; many are extended with one reason."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from cektautan.desk.claims.shelf import FILTERS, Row, list_claims
from cektautan.desk.decisions.expiry import extend as extend_claims
from cektautan.desk.decisions.who import recused_from
from cektautan.desk.errors import DeskError
from cektautan.web.console.access.guard import me
from cektautan.web.console.claims.claim_form import read_day
from cektautan.web.console.desk import Desk
from cektautan.web.console.links.paste_shown import in_language
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import words
from cektautan.web.site.names import day
from cektautan.web.texts import Texts

PATH: Final = "/meja/klaim"
SOON_DAYS: Final = 14
EXTEND_DAYS: Final = 180


def make_blueprint(desk: Desk) -> Blueprint:
    """Make the list and its form."""
    blueprint = Blueprint("desk_claims", __name__)
    guard = desk.guard

    def show(status: int = 200, told: tuple[Told, ...] = ()) -> Response:
        texts = desk.texts
        search = request.args.get("cari", "").strip()[:200]
        which = request.args.get("saring", "")
        which = which if which in FILTERS else ""
        asked = request.args.get("halaman", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
        with desk.store.reading() as session:
            shelf = list_claims(session, search, which, number, desk.today + datetime.timedelta(days=SOON_DAYS))
            others = recused_from(session, me().id, [each.id for each in shelf.rows])

        def address(page: int) -> str:
            pairs = [("cari", search), ("saring", which), ("halaman", str(page) if page > 1 else "")]
            return f"{PATH}?{urlencode([(name, value) for name, value in pairs if value])}"

        return desk.pages.render(
            "claims/claims.html",
            here="claims",
            status=status,
            told=[*told, *desk.told()],
            shelf=shelf,
            rows=[{**show_row(each, texts), "pick": each.id not in others} for each in shelf.rows],
            search=search,
            which=which,
            filters=[(each, texts[f"desk_claims_filter_{each or 'all'}"]) for each in FILTERS],
            until=(desk.today + datetime.timedelta(days=EXTEND_DAYS)).isoformat(),
            page_address=address,
        )

    @guard.get(blueprint, PATH, "queue.see")
    def listing() -> Response:
        return show()

    @guard.post(blueprint, f"{PATH}/perpanjang", "expiry.extend")
    def extend() -> Response:
        until = read_day(request.form.get("sampai", ""))
        if until is None:
            return show(422, (Told(desk.texts["desk_fault_not_a_day"], "problem"),))
        try:
            done = extend_claims(
                desk.store, desk.policy, me().id, chosen(request.form.getlist("klaim")), until,
                request.form.get("alasan", ""), desk.now,
            )  # fmt: skip
        except DeskError as problem:
            status, told = desk.not_done(problem)
            return show(status, (told,))
        return desk.done(PATH, done[-1].event, "perpanjang")

    return blueprint


def chosen(values: Iterable[str]) -> list[tuple[str, int]]:
    """Name and version of each claim that was chosen."""
    pairs = [each.rpartition(":") for each in values]
    return [(name, number(version) or 0) for name, _, version in pairs]


def show_row(row: Row, texts: Texts) -> dict[str, Any]:
    """A claim as the list shows it."""
    return {
        "id": row.id,
        "version": row.version,
        "text": in_language(row.text_id, row.text_en, texts),
        "tone": words.LEVEL_TONES.get(row.level, "plain"),
        "verdict": words.verdict_of(texts, row.verdict),
        "status": words.say(texts, "claim", row.status) if row.status != "active" else "",
        "level": words.level(texts, row.level),
        "addresses": texts.say("desk_addresses", count=row.listings),
        "review_by": texts.say("desk_claims_review", date=day(row.review_by, texts)),
        "due": texts.say("desk_claims_due", count=row.due) if row.due else "",
    }

"""`/meja/permintaan`: the register of what governments and others asked for, entered and answered by administrators.

What stands here is what the public reads on /transparansi, except for what an order keeps back until its day.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import select

from cektautan.core.days import day_of
from cektautan.desk.record import government
from cektautan.desk.record.government import (
    KINDS,
    LONGEST,
    LONGEST_NAME,
    LONGEST_REASON,
    OPEN,
    OUTCOMES,
    RequestEntry,
    UnfitRequestError,
)
from cektautan.store.models import GovernmentRequest
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.pages import ROOT, Told
from cektautan.web.console.telling.news import News

PATH = f"{ROOT}/permintaan"
ACT = "government.write"

WORDS = (
    "kind",
    "sender",
    "title_id",
    "title_en",
    "body_id",
    "body_en",
    "legal_basis",
    "outcome",
    "answer_id",
    "answer_en",
)
DAYS = ("received", "answered", "public_from")


def make_blueprint(guard: Guard) -> Blueprint:
    """Make the register and what its forms are sent to."""
    blueprint = Blueprint("desk_requests", __name__)
    store, pages, news = guard.store, guard.pages, News(guard.cookies)

    def now() -> int:
        return int(guard.services.clock())

    def form(
        values: Mapping[str, str], number: int | None, status: int = 200, wrong: UnfitRequestError | None = None,
        told: Told | None = None,
    ) -> Response:  # fmt: skip
        texts = pages.texts
        return pages.render(
            "record/request.html",
            here="requests",
            status=status,
            told=[told] if told else [],
            values=values,
            number=number,
            wrong={} if wrong is None else {wrong.field: texts[f"request_wrong_{wrong.reason}"]},
            kinds=[(each, texts[f"public_kind_{each}"]) for each in KINDS],
            outcomes=[(each, texts[f"public_request_{each}"]) for each in OUTCOMES],
            most=LONGEST,
            most_name=LONGEST_NAME,
            most_reason=LONGEST_REASON,
        )

    def sent(save: Callable[[RequestEntry], bool], number: int | None) -> Response:
        values = {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in (*WORDS, *DAYS, "claims")}
        values["reason"] = request.form.get("reason", "")
        values["version"] = request.form.get("version", "")
        try:
            saved = save(read_entry(values))
        except UnfitRequestError as wrong:
            return form(values, number, 422, wrong)
        if not saved:
            return form(values, number, 409, told=Told(pages.texts["request_conflict"], "problem"))
        return news.send(see_other(PATH), "request_saved")

    @guard.get(blueprint, PATH, ACT)
    def register() -> Response:
        with store.reading() as session:
            found = session.scalars(select(GovernmentRequest).order_by(GovernmentRequest.received.desc())).all()
        answer = pages.render("record/requests.html", here="requests", told=news.read(pages.texts), requests=found)
        return news.forget(answer)

    @guard.get(blueprint, f"{PATH}/baru", ACT)
    def new() -> Response:
        today = day_of(now())
        return form({"received": today.isoformat(), "kind": "GovernmentRequest", "outcome": OPEN, "claims": "0"}, None)

    @guard.post(blueprint, f"{PATH}/baru", ACT)
    def enter() -> Response:
        return sent(lambda entry: government.enter(store, me().actor, entry, now()) > 0, None)

    @guard.get(blueprint, f"{PATH}/<int:number>", ACT)
    def one(number: int) -> Response:
        with store.reading() as session:
            found = session.get(GovernmentRequest, number) if number < 2**63 else None
        if found is None:
            return pages.render("record/request_missing.html", here="requests", status=404)
        return form(values_of(found), number)

    @guard.post(blueprint, f"{PATH}/<int:number>", ACT)
    def amend(number: int) -> Response:
        with store.reading() as session:
            known = number < 2**63 and session.get(GovernmentRequest, number) is not None
        if not known:
            return pages.render("record/request_missing.html", here="requests", status=404)
        version = request.form.get("version", "")
        seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
        why = request.form.get("reason", "")
        return sent(lambda entry: government.amend(store, me().actor, number, seen, entry, why, now()), number)

    return blueprint


def read_entry(values: Mapping[str, str]) -> RequestEntry:
    """Return what a form enters.

    Raises:
        UnfitRequestError: a day or the number cannot be read.

    """
    days: dict[str, Any] = {}
    for name in DAYS:
        try:
            days[name] = datetime.date.fromisoformat(values[name]) if values[name] else None
        except ValueError:
            raise UnfitRequestError(name, "no_day") from None
    if days["received"] is None:
        raise UnfitRequestError("received", "missing")
    claims = values["claims"] or "0"
    if not (claims.isascii() and claims.isdigit() and len(claims) < 8):
        raise UnfitRequestError("claims", "out_of_range")
    words: dict[str, Any] = {name: values[name] for name in WORDS}
    return RequestEntry(**words, **days, claims=int(claims))


def values_of(found: GovernmentRequest) -> dict[str, str]:
    """Return a request as its form shows it."""
    values = {name: getattr(found, name) or "" for name in WORDS}
    values |= {name: day.isoformat() if (day := getattr(found, name)) else "" for name in DAYS}
    return {**values, "claims": str(found.claims), "version": str(found.version)}

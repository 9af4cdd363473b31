"""`/lapor`: the form by which a reader reports, objects or asks for a check, without a script.

Three steps. The second shows the exact address that would be kept, and nothing is kept before the third. The ticket is
made between them and travels in the form, so that a form that is sent again files nothing twice. A form of another
site's can lead to the second step at most: nobody sends in somebody else's name. Where there is no desk, the page that
says who answers for the service is shown instead: records and exports name this one as the place for objections.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from cektautan.core.record import Status
from cektautan.desk.readers import tickets
from cektautan.desk.readers.filing import (
    KINDS,
    LONGEST_CONTACT,
    LONGEST_TEXT,
    REASONS,
    REPORT,
    WRONG,
    Filing,
    Unfit,
    read_filing,
)
from cektautan.desk.readers.intake import file
from cektautan.lookup.answer import check
from cektautan.store.availability import StoreUnavailableError
from cektautan.web.api.reading import desk_of, loaded
from cektautan.web.problems import Problem
from cektautan.web.response import Answer
from cektautan.web.services import Services
from cektautan.web.site.about import about_page
from cektautan.web.site.numbers import thousands
from cektautan.web.site.pages import Pages

PATH = "/lapor"
FIELDS = ("url", "reason", "text", "contact", "claim")
OWNERS_REASON = "my_site"

FILL, REVIEW, SEND = "isi", "tinjau", "kirim"


@dataclass(frozen=True)
class Wrong:
    """A field that has to be mended, and what is wrong with it."""

    field: str
    words: str


def make_blueprint(services: Services, pages: Pages) -> Blueprint:
    """Make the form in both languages."""
    blueprint = Blueprint("report_page", __name__)

    def form(kind: str, values: Mapping[str, str], status: int = 200, wrong: Wrong | None = None) -> Answer:
        return private(
            pages.render(
                "report.html",
                status=status,
                address=PATH,
                query=f"kind={kind}",
                kind=kind,
                kinds=KINDS,
                reasons=REASONS[kind],
                values=values,
                wrong=wrong,
                about=claim_text(values.get("claim", "")),
                longest_text=LONGEST_TEXT,
                most=thousands(LONGEST_TEXT, pages.texts.language),
                longest_contact=LONGEST_CONTACT,
            )
        )

    def claim_text(claim_id: str) -> str:
        """What the record claims that an objection is about; empty where there is no such record any more."""
        claim = (pages.public_record() or {}).get(claim_id)
        if claim is None or claim.removed or claim.status is Status.WITHDRAWN:
            return ""
        return claim.text.get(pages.texts.language, "")

    def review(filing: Filing, status: int = 200, problem: str = "") -> Answer:
        return private(
            pages.render(
                "report_review.html",
                status=status,
                address=PATH,
                query=f"kind={filing.kind}",
                filing=filing,
                claim=claim_text(filing.claim or ""),
                note=note(filing),
                problem=problem,
            )
        )

    def note(filing: Filing) -> str:
        """What is good to know before sending: that it is listed already, or not at all."""
        if not filing.url:
            return ""
        listed = check(filing.url, loaded(services), int(services.clock())).to_json()["state"] == "listed"
        if filing.kind == WRONG:
            return "" if listed else pages.texts["report_not_listed"]
        return pages.texts["report_listed"] if listed else ""

    def send(filing: Filing) -> Answer:
        desk = desk_of(services)
        try:
            services.limits.spend(services.reports_limit, request.environ)
        except Problem as refused:
            wait = refused.headers["Retry-After"]
            answer = review(filing, 429, pages.texts.say("report_too_many", minutes=-(-int(wait) // 60)))
            answer.headers["Retry-After"] = wait
            return answer
        try:
            file(desk.store, desk.policy, filing, desk.secrets.tickets, int(services.clock()))
        except StoreUnavailableError:
            return review(filing, 503, pages.texts["report_unavailable"])
        return private(
            pages.render("report_done.html", address=PATH, ticket=tickets.show(filing.ticket), kind=filing.kind)
        )

    @blueprint.get(PATH)
    def opened() -> Response:
        pages.spend()
        if not services.settings.desk:
            address = f"{about_page.PATH}?lang={pages.texts.language}"
            return Answer(status=303, headers={"Location": address, "Vary": "Accept-Language"})
        kind = request.args.get("kind", "")
        return form(kind if kind in KINDS else REPORT, {"claim": request.args.get("claim", "")})

    @blueprint.post(PATH)
    def sent() -> Response:
        pages.spend()
        desk_of(services)
        step = request.form.get("step", FILL)
        kind = request.form.get("kind", "")
        kind = kind if kind in KINDS else REPORT
        values = {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
        if step not in (REVIEW, SEND):
            return form(kind, values)
        given: dict[str, Any] = {name: value for name, value in values.items() if value}
        if kind == WRONG and not claim_text(values["claim"]):
            given.pop("claim", None)
        given |= {"kind": kind, "ticket": request.form.get("ticket") or new_ticket(), "lang": pages.texts.language}
        if given.get("reason") == OWNERS_REASON:
            given["as"] = "owner"
        try:
            filing = read_filing(given, loaded(services).rules, from_record=True)
        except Unfit as unfit:
            return form(kind, values, 422, Wrong(unfit.field, said(unfit, pages.texts.texts)))
        if step == SEND and request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}:
            return send(filing)
        return review(filing)

    return blueprint


def new_ticket() -> str:
    """A ticket for a reader whose browser runs no script."""
    return tickets.make(secrets.token_bytes(tickets.RANDOM_BYTES))


def private(answer: Answer) -> Answer:
    """The answer, stored by nobody."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def said(unfit: Unfit, texts: Mapping[str, str]) -> str:
    """What is wrong with a field, in words."""
    for name in (f"report_wrong_{unfit.field}_{unfit.reason}", f"reason_{unfit.reason}"):
        if name in texts:
            return texts[name]
    return texts["report_unfit"]

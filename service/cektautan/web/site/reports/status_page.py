"""`/laporan`: what became of a report, by its ticket, without a script. The ticket travels in the body of a POST."""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.desk.readers import tickets
from cektautan.desk.readers.tickets import ticket_hash
from cektautan.desk.readers.told import Told, told
from cektautan.store.availability import StoreUnavailableError
from cektautan.web.api.reading import desk_of
from cektautan.web.problems import Problem
from cektautan.web.response import Answer
from cektautan.web.services import Services
from cektautan.web.site.pages import Pages
from cektautan.web.site.readable import readable
from cektautan.web.site.reports.report_page import private
from cektautan.web.texts import Texts
from cektautan.web.told_words import passed_on, why

PATH = "/laporan"


def make_blueprint(services: Services, pages: Pages) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("status_page", __name__)

    def page(status: int = 200, problem: str = "", found: Told | None = None, given: str = "") -> Answer:
        return private(
            pages.render(
                "report_status.html", status=status, address=PATH, problem=problem, found=found, given=given,
                moment=pages.texts.moment, why=why(found, pages.texts) if found else "",
                check=check_shown(found, pages.texts) if found else None,
                passed_on=passed_on(found, pages.texts) if found and found.forwarded_to else "",
            )
        )  # fmt: skip

    @blueprint.get(PATH)
    def opened() -> Response:
        pages.spend()
        desk_of(services)
        return page()

    @blueprint.post(PATH)
    def asked() -> Response:
        desk = desk_of(services)
        given, texts = request.form.get("ticket", "").strip(), pages.texts
        try:
            services.limits.spend(services.status_limit, request.environ)
        except Problem as refused:
            answer = page(429, texts["error_429"], given=given)
            answer.headers["Retry-After"] = refused.headers["Retry-After"]
            return answer
        ticket = tickets.read(given)
        if ticket is None:
            return page(422, texts["report_wrong_ticket"], given=given)
        try:
            with desk.store.reading() as session:
                hashed, now = ticket_hash(ticket, desk.secrets.tickets), int(services.clock())
                found = told(session, hashed, now, desk.policy.rules)
        except StoreUnavailableError:
            return page(503, texts["report_status_unavailable"], given=given)
        if found is None:
            return page(404, texts["report_unknown_ticket"], given=given)
        return page(found=found, given=tickets.show(ticket))

    return blueprint


def check_shown(found: Told, texts: Texts) -> dict[str, str] | None:
    """The check that the record rests on; its link only where it may be followed."""
    if found.check is None:
        return None
    address = found.check["url"]
    return {
        "publisher": found.check["publisher"],
        "rating": found.check["rating"],
        "date": texts.date(found.check["date"]),
        "url": address if readable(address) else "",
    }

"""`POST /v1/reports` and `POST /v1/reports/status`: what readers send to the desk, and what became of it.

The only requests that keep something, and only what the reader sends on purpose: no network address, no browser's name.
The ticket stands in the body, never in a path or a query, and the same ticket is filed once, however often it is sent.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import orjson
from flask import Blueprint, Response, request

from cektautan.desk.readers import tickets
from cektautan.desk.readers.filing import Unfit, read_filing
from cektautan.desk.readers.intake import file
from cektautan.desk.readers.tickets import ticket_hash
from cektautan.desk.readers.told import told
from cektautan.lookup.answer import DETAILS
from cektautan.store.availability import StoreUnavailableError
from cektautan.web.api.reading import desk_of, loaded, read_object, unavailable
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services
from cektautan.web.texts import LANGUAGES, load
from cektautan.web.told_words import whys

SAID = {
    "missing": "This field is needed.",
    "not_a_text": "This field must be a text.",
    "too_long": "This is longer than the limit.",
    "unknown_value": "This is not one of the values that the field can have.",
    "unknown_field": "This field is not known.",
    "not_a_ticket": "A ticket is 26 characters of Crockford's base32.",
    "not_a_claim": "The name of a record is made of small letters, digits and hyphens.",
}
NOT_PUBLIC = "Only one network can open this address, so nobody else could look at it."


def make_blueprint(services: Services) -> Blueprint:
    """Make both endpoints."""
    blueprint = Blueprint("reports", __name__)
    spend = services.limits.spend
    languages = [load(each) for each in LANGUAGES]

    @blueprint.post("/v1/reports")
    def report() -> Response:
        values = _body()
        desk = desk_of(services)
        rules = loaded(services).rules
        try:
            filing = read_filing(values, rules)
        except Unfit as unfit:
            raise refusal(unfit) from None
        headers = spend(services.reports_limit, request.environ)
        try:
            filed = file(desk.store, desk.policy, filing, desk.secrets.tickets, int(services.clock()))
        except StoreUnavailableError:
            raise unavailable() from None
        return _answer({"state": "received", "filed_at": filed.filed_at}, headers, 201 if filed.new else 200)

    @blueprint.post("/v1/reports/status")
    def status() -> Response:
        values = _body()
        for name in values:
            if name != "ticket":
                raise Problem("invalid", "Only `ticket` is known.", field="body", reason="unknown_field")
        given = values.get("ticket")
        ticket = tickets.read(given) if isinstance(given, str) else None
        if ticket is None:
            reason = "missing" if given is None else "not_a_ticket" if isinstance(given, str) else "not_a_text"
            raise Problem("invalid", SAID[reason], field="ticket", reason=reason)
        desk = desk_of(services)
        headers = spend(services.status_limit, request.environ)
        try:
            with desk.store.reading() as session:
                hashed, now = ticket_hash(ticket, desk.secrets.tickets), int(services.clock())
                found = told(session, hashed, now, desk.policy.rules)
        except StoreUnavailableError:
            raise unavailable() from None
        if found is None:
            raise Problem("unknown-ticket", KINDS["unknown-ticket"].means)
        found = replace(found, reasons=whys(found, languages))
        return _answer({name: value for name, value in asdict(found).items() if value is not None}, headers)

    return blueprint


def refusal(unfit: Unfit) -> Problem:
    """The problem with a field that cannot be filed."""
    if unfit.field == "url" and unfit.reason not in ("missing", "not_a_text"):
        detail = DETAILS.get(unfit.reason, NOT_PUBLIC)
        return Problem("not-judgeable", detail, field="url", reason=unfit.reason)
    return Problem("invalid", SAID[unfit.reason], field=unfit.field, reason=unfit.reason)


def _body() -> dict[str, Any]:
    if request.args:
        raise Problem("invalid", "This method has no parameters.", field="query", reason="unknown_parameter")
    return read_object(request.mimetype, request.get_data(cache=False))


def _answer(document: dict[str, Any], headers: list[tuple[str, str]], status: int = 200) -> Response:
    headers.append(("Cache-Control", "no-store"))
    return Response(orjson.dumps(document), status, headers=headers, content_type="application/json")

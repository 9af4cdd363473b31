"""`POST /v1/resolve`: where a short or share link leads, asked for on a reader's tap.

Only what identity calls `unresolved` is asked about, only at hosts that our rules name, and the address found is never
opened (outbound/shortlinks.py). Nothing is kept: no answer, no address, no host; outcomes alone are counted. A far host
may take seconds, so at most half of the threads wait for one at a time and checks are answered all the same. The test
page of a short link (`/uji/`) is this service's own: it is answered without asking anybody, and counted nowhere.
"""

from __future__ import annotations

from threading import BoundedSemaphore

import orjson
from flask import Blueprint, Response, request

from cektautan.core.address import NotJudgeable
from cektautan.core.rules import Rules
from cektautan.lookup.answer import DETAILS
from cektautan.outbound.protocol import HopClient
from cektautan.outbound.shortlinks import REASONS, CannotResolve, Destination, NotAShortLink, OwnAddress, resolve
from cektautan.publish.testpages import KEY_BEGINS
from cektautan.web.api.reading import loaded, read_field
from cektautan.web.problems import Problem
from cektautan.web.services import Services


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("resolve", __name__)
    spend, limit, count = services.limits.spend, services.resolve_limit, services.metrics.resolved
    client, free = services.hops, BoundedSemaphore(max(1, services.settings.threads // 2))

    @blueprint.post("/v1/resolve")
    def resolve_link() -> Response:
        if request.args:
            raise Problem("invalid", "This method has no parameters.", field="query", reason="unknown_parameter")
        url = read_field(request.mimetype, request.get_data(cache=False), "url")
        if not isinstance(url, str):
            raise Problem("invalid", "Give the link as a text.", field="url", reason="not_a_text")
        if client is None:
            raise Problem("switched-off", "This service does not resolve short links.")
        headers = spend(limit, request.environ)
        rules = loaded(services).rules
        if not free.acquire(blocking=False):
            count("busy")
            raise Problem("busy", "Too many links are being resolved just now.", headers={"Retry-After": "2"})
        try:
            outcome, found = find(url, rules, client)
        finally:
            free.release()
        if outcome is not None:
            count(outcome)
        if isinstance(found, Problem):
            found.headers.update(headers)
            raise found
        headers.append(("Cache-Control", "no-store"))
        return Response(
            orjson.dumps({"url": found.url, "hops": found.hops}), headers=headers, content_type="application/json"
        )

    return blueprint


def find(url: str, rules: Rules, client: HopClient) -> tuple[str | None, Destination | Problem]:
    """Where the link leads, or the problem with it, and the name under which that is counted; None for a test page."""
    try:
        return "resolved", resolve(url, rules, client, KEY_BEGINS)
    except NotJudgeable as refused:
        problem = Problem("not-judgeable", DETAILS[refused.reason], field="url", reason=refused.reason)
        return "refused", problem
    except NotAShortLink:
        detail = "Only short and share links of known hosts are resolved; check this address as it is."
        return "refused", Problem("not-a-short-link", detail, field="url", reason="not_a_short_link")
    except CannotResolve as failed:
        problem = Problem("cannot-resolve", REASONS[failed.reason], field="url", reason=failed.reason)
        return None if isinstance(failed, OwnAddress) else failed.reason, problem

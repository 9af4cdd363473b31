"""`GET /v1/domains/{domain}`: what is on record about a domain, as counts."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, request

from cektautan.lookup.domain_answer import NotADomain, domain_answer
from cektautan.lookup.suffixes import offline_suffixes
from cektautan.web.api.reading import loaded
from cektautan.web.problems import Problem
from cektautan.web.services import Services

DETAILS = {
    "bad_host": "This is not the name of a host on the public internet.",
    "public_suffix": "This is a suffix under which others register their names.",
    "ip_address": "A network address has no domain.",
}


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("domains", __name__)
    suffixes = offline_suffixes()
    suffixes("example.com")  # reads the suffix list now and not in somebody's first request

    @blueprint.get("/v1/domains/<domain>")
    def domain(domain: str) -> Response:
        if request.args:
            raise Problem("invalid", "This method has no query.", field="query", reason="unknown_parameter")
        headers = services.limits.spend(services.check_limit, request.environ)
        published = loaded(services)
        try:
            answer = domain_answer(domain, published, suffixes, int(services.clock()))
        except NotADomain as refused:
            detail = DETAILS[refused.reason]
            raise Problem("not-a-domain", detail, field="domain", reason=refused.reason) from None
        headers.append(("Cache-Control", "no-store"))
        return Response(orjson.dumps(answer), headers=headers, content_type="application/json")

    return blueprint

"""Puts together the pages on which the work is done: queue, cases, pasted links, claims."""

from __future__ import annotations

from flask import Flask

from cektautan.desk.links.checks import PageCheckReader
from cektautan.outbound.client import PinnedClient
from cektautan.outbound.pages import PinnedPages
from cektautan.web.console import help_page
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.cases import case_acts, case_page, changed_acts, evidence_page, queue_page
from cektautan.web.console.claims import claim_page, claims_page
from cektautan.web.console.desk import Desk
from cektautan.web.console.links import paste_acts, paste_finding, paste_page
from cektautan.web.services import Services


def register_work(app: Flask, guard: Guard, services: Services) -> Desk:
    """Register the pages."""
    if services.policy is None:
        raise ValueError("there is no desk without its rules")
    # The client of short links fetches the page of a check too, where the service asks anybody at all.
    client = services.hops if isinstance(services.hops, PinnedClient) else None
    desk = Desk(
        guard,
        services.policy,
        PageCheckReader(services.policy.rules, services.policy.ratings),
        PinnedPages(client) if client is not None else None,
    )
    cases, pasted, claims = case_page.CasePage(desk), paste_page.PastePage(desk), claim_page.ClaimPage(desk)
    for blueprint in (
        evidence_page.make_blueprint(desk, cases, claims),
        queue_page.make_blueprint(desk),
        case_page.make_blueprint(desk, cases),
        case_acts.make_blueprint(desk, cases),
        changed_acts.make_blueprint(desk, cases),
        paste_page.make_blueprint(desk, pasted),
        paste_acts.make_blueprint(desk, pasted),
        paste_finding.make_blueprint(desk, pasted),
        claims_page.make_blueprint(desk),
        claim_page.make_blueprint(desk, claims),
        help_page.make_blueprint(desk),
    ):
        app.register_blueprint(blueprint)
    return desk

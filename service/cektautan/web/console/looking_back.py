"""The pages on which the desk looks back (search, sources, the log, the board) and those of its own checks."""

from __future__ import annotations

from flask import Blueprint

from cektautan.desk.claims.own_review_text import Site
from cektautan.desk.policy import Policy
from cektautan.web.console import board_page, log_page, own_review_page, search_page, sources_page
from cektautan.web.console.guard import Guard


def make_blueprints(guard: Guard, policy: Policy, site: Site) -> tuple[Blueprint, ...]:
    """Make them."""
    return (
        search_page.make_blueprint(guard, policy.reference.rules),
        sources_page.make_blueprint(guard),
        log_page.make_blueprint(guard, policy),
        board_page.make_blueprint(guard),
        own_review_page.make_blueprint(guard, policy, site),
    )

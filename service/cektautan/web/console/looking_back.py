"""The pages on which the desk looks back (search, sources, log, board, elections) and those of its own checks."""

from __future__ import annotations

from flask import Blueprint

from cektautan.desk.claims.own_review_text import Site
from cektautan.desk.policy import Policy
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.claims import own_review_page
from cektautan.web.console.record import (
    board_page,
    distrust_page,
    elections_page,
    feeds_page,
    held_page,
    log_page,
    search_page,
    sources_page,
)


def make_blueprints(guard: Guard, policy: Policy, site: Site) -> tuple[Blueprint, ...]:
    """Make them."""
    return (
        search_page.make_blueprint(guard, policy.reference.rules),
        sources_page.make_blueprint(guard),
        distrust_page.make_blueprint(guard, policy),
        feeds_page.make_blueprint(guard, policy.reference.rules),
        held_page.make_blueprint(guard, policy),
        log_page.make_blueprint(guard, policy),
        board_page.make_blueprint(guard),
        elections_page.make_blueprint(guard, policy),
        own_review_page.make_blueprint(guard, policy, site),
    )

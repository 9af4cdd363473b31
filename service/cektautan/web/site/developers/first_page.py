"""`/sepuluh-menit`: a developer's first ten minutes, with calls to copy that ask this very service.

The calls are about the test pages, whose answers never change; limits are those that this service keeps. The root key
is that of the list in use: whoever relies on it compares it with what the operator gives out elsewhere.
"""

from __future__ import annotations

from flask import Blueprint, Response

from cektautan.lookup.loading import LoadError, root
from cektautan.web.services import Services
from cektautan.web.site.developers.first_calls import steps
from cektautan.web.site.numbers import thousands
from cektautan.web.site.pages import Pages

PATH = "/sepuluh-menit"


def make_blueprint(services: Services, pages: Pages) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("first_page", __name__)
    settings = services.settings
    limits = (services.check_limit, services.lists_limit)

    @blueprint.get(PATH)
    def page() -> Response:
        pages.spend()
        try:
            key = root(settings.public_dir, settings.root_key).text
        except LoadError:
            key = None
        return pages.render(
            "first.html", address=PATH, scripts=True, steps=steps(settings.server_url, key, desk=settings.desk),
            limits=limits, multiple=settings.multiple_keyed, quota=settings.quota_keyed, thousands=thousands,
        )  # fmt: skip

    return blueprint

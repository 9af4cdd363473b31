"""`/tentang`: who answers for this service. Where nobody has said so, the page says that and what is missing for it."""

from __future__ import annotations

from flask import Blueprint, Response

from cektautan.about import About
from cektautan.web.site.pages import Pages

PATH = "/tentang"


def make_blueprint(pages: Pages, about: About | None) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("about_page", __name__)

    @blueprint.get(PATH)
    def page() -> Response:
        pages.spend()
        return pages.render("about.html", address=PATH, about=about)

    return blueprint

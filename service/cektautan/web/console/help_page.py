"""`/meja/bantuan`: the keys, and how a link becomes a warning, for whoever is new at the desk."""

from __future__ import annotations

from flask import Blueprint, Response

from cektautan.web.console.access.guard import SIGNED_IN
from cektautan.web.console.desk import Desk

STEPS = ("paste", "case", "second", "milder", "appeal", "undo")


def make_blueprint(desk: Desk) -> Blueprint:
    """Make the page."""
    blueprint = Blueprint("desk_help", __name__)

    @desk.guard.get(blueprint, "/meja/bantuan", SIGNED_IN)
    def read() -> Response:
        texts = desk.texts
        steps = [(texts[f"desk_help_{each}_title"], texts[f"desk_help_{each}"]) for each in STEPS]
        return desk.pages.render("help.html", here="help", steps=steps)

    return blueprint

"""`/unduh`: the list in other systems' formats, what each carries of each kind of subject, why not, and its fields."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Response

from cektautan.publish.exports.bulk import COLUMNS, FIELDS
from cektautan.publish.exports.formats import CARRIED, everything, forms, kinds
from cektautan.web.compat.exported import Exported
from cektautan.web.problems import Problem
from cektautan.web.site.pages import Pages

PATH = "/unduh"


def make_blueprint(pages: Pages, exported: Exported) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("exports_page", __name__)
    reasons = sorted({why for form in everything() for why in form.carries.values()} - {CARRIED})

    @blueprint.get(PATH)
    def page() -> Response:
        pages.spend()
        # What the forms are is worth reading also while a set tells nothing in plain.
        counts = None
        with suppress(Problem):
            counts = exported.made("counts", lambda sheet: (len(sheet.entries), sum(sheet.left_out.values())))
        return pages.render(
            "exports.html", address=PATH, forms=forms(), table=everything(), kinds=kinds(), reasons=reasons,
            carried=CARRIED, counts=counts, fields=(*FIELDS, COLUMNS[0]),
        )  # fmt: skip

    return blueprint

"""`/cara-kerja`: how to read what we say, what our silence means, and how to check a story oneself.

The meanings are those of docs/verdicts.md, in the reader's language.
"""

from __future__ import annotations

from flask import Blueprint, Response

from cektautan.core.vocabulary import Level, Verdict
from cektautan.web.site.about.techniques import read_cards
from cektautan.web.site.pages import Pages

PATH = "/cara-kerja"


def make_blueprint(pages: Pages) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("guide_page", __name__)
    cards = read_cards()
    # What has no record comes last: it is no finding.
    verdicts = [each.word for each in Verdict if each is not Verdict.UNKNOWN] + [Verdict.UNKNOWN.word]
    levels = [each.value for each in sorted(Level, reverse=True)]

    @blueprint.get(PATH)
    def guide() -> Response:
        pages.spend()
        shown = cards[pages.texts.language]
        return pages.render("guide.html", address=PATH, verdicts=verdicts, levels=levels, cards=shown)

    return blueprint

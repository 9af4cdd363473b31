"""`/c/<id>`: the permanent page of a claim's record, also after it was withdrawn or removed.

Whoever was warned finds here what it rests on, and whoever answers a family group something to cite. It is made from
the signed public record alone, so every mirror of the list has the same. No address of a hoax and no profile is on it.
"""

from __future__ import annotations

from flask import Blueprint, Response

from cektautan.about import About
from cektautan.core.record import Status
from cektautan.lookup.public_record import Claim
from cektautan.web.services import Services
from cektautan.web.site.names import day
from cektautan.web.site.pages import Pages
from cektautan.web.site.record.claim_review import claim_reviews
from cektautan.web.site.record.record_shown import deciding, says, shorten, show
from cektautan.web.site.record.sharing import share
from cektautan.web.texts import Texts


def make_blueprint(services: Services, pages: Pages, about: About | None) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("record_page", __name__)
    site = services.settings.server_url

    @blueprint.get("/c/<id_>")
    def record(id_: str) -> Response:
        pages.spend()
        texts = pages.texts
        claims = pages.public_record()
        if claims is None:
            return pages.no_record()
        claim = claims.get(id_)
        if claim is None:
            return pages.render("record_missing.html", status=404)
        path = f"/c/{claim.id}"
        title, description = headline(claim, texts)
        return pages.render(
            "record.html",
            address=path,
            scripts=True,
            record=show(claim, texts),
            shared=share(claim, texts, f"{site}{path}"),
            about=about,
            title=title,
            description=description,
            claim_reviews=claim_reviews(claim, texts, site),
        )

    return blueprint


def headline(claim: Claim, texts: Texts) -> tuple[str, str]:
    """The title and the sentence by which a preview of the page is known."""
    said = says(claim, texts)
    if claim.removed:
        return said, said
    title = f"{show(claim, texts).label}: {shorten(claim.text.get(texts.language, ''))}"
    check = None if claim.status is Status.WITHDRAWN else deciding(claim)
    if check is None:
        return title, f"{said}."
    return title, texts.say("record_dated", says=said, date=day(check.date, texts))

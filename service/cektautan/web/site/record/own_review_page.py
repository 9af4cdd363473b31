"""`/periksa/<id>`: a check that this service's desk made itself, with ClaimReview data (docs/adr/0046).

Read from the desk's store, for it is the desk's own publication and no part of the lists; where the store does not
answer, the page says that it cannot be read now. What was taken back says so and keeps nothing of its text. A check
that was never published does not exist for readers.
"""

from __future__ import annotations

from flask import Blueprint, Response

from cektautan.about import About
from cektautan.core.days import day_of
from cektautan.desk.claims.own_review_text import Site
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import Claim, OwnReview
from cektautan.store.transaction import Store
from cektautan.web.services import Services
from cektautan.web.site.names import day, verdict
from cektautan.web.site.pages import Pages
from cektautan.web.site.plain_text import paragraphs
from cektautan.web.site.record.claim_review import OwnCheck, own_review
from cektautan.web.site.record.record_shown import shorten

TONES = {
    "false": "stop", "misleading": "stop", "altered": "stop", "imposter": "stop", "scam": "stop", "true": "quiet",
    "corrected": "quiet",
}  # fmt: skip
NOBODY = "Meja CekTautan"
"""In whose name a demonstration publishes."""


def site_of(services: Services, about: About | None) -> Site:
    """Return where our own checks stand, and in whose name."""
    url = services.settings.server_url
    host = url.partition("://")[2].partition("/")[0].partition(":")[0]
    return Site(url, host, about.operator if about else NOBODY)


def make_blueprint(services: Services, pages: Pages, about: About | None, store: Store) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("own_review_page", __name__)
    site = site_of(services, about)

    @blueprint.get("/periksa/<id_>")
    def own(id_: str) -> Response:
        pages.spend()
        try:
            with store.reading() as session:
                review = session.get(OwnReview, id_[:100])
                claim = None if review is None else session.get(Claim, review.claim_id)
        except StoreUnavailableError:
            answer = pages.render("own_review_gone.html", status=503, why="unavailable")
            answer.headers["Retry-After"] = "60"
            return answer
        if review is None or claim is None or review.published_at is None or claim.status == "removed":
            return pages.render("own_review_gone.html", status=404, why="unknown")
        if review.status != "published":
            return pages.render("own_review_gone.html", status=410, why="withdrawn")
        texts = pages.texts
        in_id = texts.language == "id"
        title = review.title_id if in_id else review.title_en
        words = claim.text_id if in_id else claim.text_en
        published = day_of(review.published_at)
        check = OwnCheck(site.address(review.id), published, words, site.publisher, review.rating, title)
        record = pages.public_record()
        return pages.render(
            "own_review.html",
            address=f"/periksa/{review.id}",
            title=title,
            description=shorten(words),
            claim=words,
            label=verdict(review.verdict, texts),
            tone=TONES.get(review.verdict, "note"),
            rating=review.rating,
            date=day(published, texts),
            published=published,
            publisher=site.publisher,
            paragraphs=paragraphs(review.body_id if in_id else review.body_en),
            record=f"/c/{claim.id}" if record is not None and claim.id in record else "",
            about=about,
            claim_review=own_review(check, texts, site.url),
        )

    return blueprint

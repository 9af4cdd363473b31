"""`/exports/claimreview.json`: the checks that this service published itself, as a DataFeed of ClaimReviews.

Another publisher's check is never marked up as ours (docs/adr/0046). An appearance is told by the one address that all
exports tell, without the name of an account.
"""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, Response, request

from cektautan.core.signed_json import write_object
from cektautan.publish.exports.sheet import Sheet
from cektautan.web import texts as words
from cektautan.web.compat.exported import Exported, age
from cektautan.web.lists.negotiate import ASK_FIRST, answer
from cektautan.web.services import Services
from cektautan.web.site.pages import Pages
from cektautan.web.site.record.claim_review import data_feed

MEDIA = "application/ld+json"


def make_blueprint(services: Services, exported: Exported, pages: Pages) -> Blueprint:
    """Make the endpoint. What it says is in Indonesian, as the checks are."""
    blueprint = Blueprint("claim_reviews", __name__)
    texts = words.load(words.LANGUAGES[0])

    def write(sheet: Sheet) -> bytes:
        found: dict[str, list[str]] = defaultdict(list)
        for entry in sheet.entries:
            # What was cleared, or is but a note, is no place where readers would meet the hoax.
            if entry.address and entry.is_warning:
                found[entry.claim].append(entry.address)
        claims = (pages.public_record() or {}).values()
        return write_object(data_feed((each for each in claims if not each.removed), found, texts, sheet.server))

    @blueprint.get("/exports/claimreview.json")
    def feed() -> Response:
        headers = services.limits.spend(services.lists_limit, request.environ)
        body = exported.body("claimreview.json", MEDIA, write)
        return answer(request, body, ASK_FIRST, [*headers, *age(services)])

    return blueprint

"""`/transparansi`: what the desk did, in figures, and what it was asked to do by whom.

Figures are counted once a minute, whoever asks. Nobody's name is on the page, no ticket and no address; an objection is
followed by its ticket alone (/laporan). Being listed says nothing of whoever published the link; the page says so.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from flask import Blueprint, Response

from cektautan.core.days import day_of
from cektautan.desk.record.figures.months import OPERATIONS
from cektautan.desk.record.objections import Decided
from cektautan.desk.record.transparency import OUTCOMES, Figures, Month, figures
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import GovernmentRequest
from cektautan.store.transaction import Store
from cektautan.web.api.reading import desk_of
from cektautan.web.services import Services
from cektautan.web.site.names import day
from cektautan.web.site.pages import Pages
from cektautan.web.site.record.columns import draw
from cektautan.web.texts import Texts

PATH = "/transparansi"
KEPT_SECONDS = 60


class Counted:
    """The figures, counted again when they are older than a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Figures | None = None

    def at(self, store: Store, now: int) -> Figures | None:
        """Return the figures; older ones while the database is away, None where there are none."""
        with self._lock:
            kept = self._kept
            if kept is None or not 0 <= now - kept.as_of < KEPT_SECONDS:
                try:
                    with store.reading() as session:
                        kept = self._kept = figures(session, now)
                except StoreUnavailableError:
                    pass
            return kept


def make_blueprint(services: Services, pages: Pages) -> Blueprint:
    """Make the page in both languages."""
    blueprint = Blueprint("transparency_page", __name__)
    counted = Counted()

    @blueprint.get(PATH)
    def page() -> Response:
        pages.spend()
        store = desk_of(services).store
        texts, found = pages.texts, counted.at(store, int(services.clock()))
        if found is None:
            answer = pages.render("transparency_not_now.html", status=503, address=PATH)
            answer.headers["Retry-After"] = "60"
            return answer
        return pages.render(
            "transparency.html",
            address=PATH,
            found=found,
            operations=OPERATIONS,
            outcomes=OUTCOMES,
            levels=sorted(found.listings, reverse=True),
            names={each.first: month_name(each, texts) for each in found.months},
            drawing=draw([(short_name(each, texts), each.changes) for each in found.months], OPERATIONS),
            moment=texts.moment(found.as_of),
            decided=[decided_shown(each, texts) for each in found.decided],
            requests=[request_shown(each, texts) for each in found.requests],
        )

    return blueprint


def month_name(month: Month, texts: Texts) -> str:
    """A month as people write it."""
    return f"{texts.months[month.first.month - 1]} {month.first.year}"


def short_name(month: Month, texts: Texts) -> str:
    """A month in three letters."""
    return texts.months[month.first.month - 1][:3]


def decided_shown(decided: Decided, texts: Texts) -> Mapping[str, str]:
    """One decision about objections in the page's language."""
    return {
        "claim": decided.claim,
        "outcome": texts[f"public_decided_{decided.outcome}"],
        "day": day(day_of(decided.decided_at), texts),
        "iso": day_of(decided.decided_at).isoformat(),
        "count": texts.say("public_decided_count", count=decided.count) if decided.count > 1 else "",
        "late": texts["public_decided_late"] if decided.late else "",
        "reasons": decided.reasons_id if texts.language == "id" else decided.reasons_en,
    }


def request_shown(request: GovernmentRequest, texts: Texts) -> Mapping[str, str]:
    """One request of the register in the page's language."""
    indonesian = texts.language == "id"
    late = request.public_from > request.received
    return {
        "kind": texts[f"public_kind_{request.kind}"],
        "sender": request.sender,
        "title": request.title_id if indonesian else request.title_en,
        "body": request.body_id if indonesian else request.body_en,
        "basis": request.legal_basis,
        "received": day(request.received, texts),
        "public_from": day(request.public_from, texts) if late else "",
        "claims": str(request.claims),
        "outcome": texts[f"public_request_{request.outcome or 'open'}"],
        "answered": day(request.answered, texts),
        "answer": (request.answer_id if indonesian else request.answer_en) or "",
    }

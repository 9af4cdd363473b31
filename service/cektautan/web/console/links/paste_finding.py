"""From a check that was found at a feed to the form of a claim, every field filled in from what is kept; no network.

Where a claim cites the check already, its addresses are offered to that claim. Nothing is proposed before a person has
looked at every field and sent the form.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.desk.links.citing import citing
from cektautan.desk.links.finding import GROWING, known
from cektautan.store.models import Finding
from cektautan.web.console.claims.claim_form import ClaimForm
from cektautan.web.console.desk import Desk
from cektautan.web.console.links.paste_page import MOST_FIRST, PATH, PastePage
from cektautan.web.console.links.paste_shown import text_of
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told


def make_blueprint(desk: Desk, page: PastePage) -> Blueprint:
    """Make the form's target."""
    blueprint = Blueprint("desk_paste_finding", __name__)
    form = ClaimForm(desk)

    @desk.guard.post(blueprint, f"{PATH}/temuan", "claim.write", once=False)
    def finding() -> Response:
        texts = desk.texts
        with desk.store.reading() as session:
            found = session.get(Finding, number(request.form.get("temuan", "")) or 0)
            cited = () if found is None else known(session, citing(session, desk.rules, found.url))
        if found is None:
            return page.show(status=404, told=(Told(texts["desk_not_found"], "problem"),))
        claims = [each for each in cited if each.status in GROWING][:MOST_FIRST]
        if claims and "lain" not in request.form:
            said = texts.say("desk_paste_check_cited", claim=text_of(claims[0], texts))
            return page.show(
                focus="add", check_url=found.url, cited_by=[each.id for each in claims], others=found.appearances,
                typed={**request.form, "klaim": claims[0].id}, told=(Told(said, "heed"),),
            )  # fmt: skip
        return page.show(
            focus="check", filling=True, check_url=found.url, others=found.appearances,
            typed={**request.form, **form.of_finding(found)},
            check_read={"title": found.title or found.claim, "places": len(found.appearances)},
        )  # fmt: skip

    return blueprint

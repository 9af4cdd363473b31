"""What the form about a check that changed is sent to: lower the claim, take it back, or take the new rating over.

What another desk took back is decided by the same form, without a rating to take over.

Each is one use case of the desk, decided in the case and undone like everything. Nothing here decides by itself, and
what the claim's other checks carry is for the one who decides to look at.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.desk.claims.rewriting import take_over_check
from cektautan.desk.decisions.lower import lower_claim, withdraw_claim
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.errors import DeskError, Invalid, NotFound
from cektautan.store.models import Case
from cektautan.web.console.access.guard import me
from cektautan.web.console.cases.case_page import PATH, CasePage
from cektautan.web.console.desk import Desk
from cektautan.web.console.numbers import number

FIELD = "alasan_cek"


def make_blueprint(desk: Desk, page: CasePage) -> Blueprint:
    """Make the form's target."""
    blueprint = Blueprint("desk_changed_acts", __name__)

    def decide(case_id: int) -> Done:
        with desk.store.reading() as session:
            case = session.get(Case, case_id)
        finding = None if case is None else case.details.get("finding")
        if case is None or case.kind != "changed_check" or case.claim_id is None:
            raise NotFound(f"changed check of case {case_id}")
        seen, reason = number(request.form.get("versi_klaim", "")) or 0, request.form.get(FIELD, "")
        store, policy, what = desk.store, desk.policy, request.form.get("cek", "")
        # What is decided from a closed case's page opens its own.
        within = case_id if case.status != "closed" else None
        if what == "cabut":
            return withdraw_claim(store, policy, me().id, case.claim_id, seen, reason, desk.now, within)
        if what == "ambil" and isinstance(finding, int):
            return take_over_check(store, policy, me().id, case.claim_id, seen, finding, reason, desk.now, within)
        level = number(what.removeprefix("tingkat-"))
        if level is None:
            raise Invalid("level", "none")
        return lower_claim(store, policy, me().id, case.claim_id, seen, level, reason, desk.now, within)

    @desk.guard.post(blueprint, f"{PATH}/<int:case_id>/cek-berubah", "listing.lower")
    def changed(case_id: int) -> Response:
        try:
            done = decide(case_id)
        except DeskError as problem:
            of_reason = isinstance(problem, Invalid) and problem.field == "reason"
            return page.not_done(case_id, problem, FIELD if of_reason else "")
        return desk.done(f"{PATH}/{case_id}", done.event, f"kasus-{case_id}-cek-berubah")

    return blueprint

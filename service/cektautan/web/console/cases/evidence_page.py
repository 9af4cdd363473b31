"""`/meja/bukti/<id>`: the bytes of a piece of evidence, and the form that erases them.

A picture of our own making is shown. A page is a file of a stranger's: it is only ever handed out as an attachment, of
a type that nothing runs, under a policy that would let nothing run if something tried.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.desk.cases.evidence import EvidenceError, erase
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import DeskError, NotFound
from cektautan.store.models import Evidence
from cektautan.web.console.access.guard import me
from cektautan.web.console.cases.case_page import PATH, CasePage
from cektautan.web.console.claims import claim_page
from cektautan.web.console.desk import Desk
from cektautan.web.response import Answer

SEALED = "sandbox; default-src 'none'"


def make_blueprint(desk: Desk, cases: CasePage, claims: claim_page.ClaimPage) -> Blueprint:
    """Make the file and its form."""
    blueprint = Blueprint("desk_evidence", __name__)
    guard = desk.guard

    @guard.get(blueprint, "/meja/bukti/<int:evidence_id>", "queue.see")
    def bytes_of(evidence_id: int) -> Response:
        with desk.store.reading() as session:
            found = session.get(Evidence, evidence_id)
            data = found.data if found is not None else None
        if found is None or data is None or found.media_type is None:
            return cases.missing()
        answer = Answer(data, content_type=found.media_type)
        if found.kind == "screenshot":
            answer.headers["Content-Disposition"] = f'inline; filename="bukti-{evidence_id}.webp"'
        else:
            answer.headers["Content-Disposition"] = f'attachment; filename="bukti-{evidence_id}.warc.gz"'
            answer.headers["Content-Security-Policy"] = SEALED
        return answer

    @guard.post(blueprint, "/meja/bukti/<int:evidence_id>/hapus", "evidence.erase")
    def erased(evidence_id: int) -> Response:
        with desk.store.reading() as session:
            found = session.get(Evidence, evidence_id)
        if found is None:
            return cases.missing()
        try:
            reason = read_reason(request.form.get("alasan", ""))
            with desk.store.deciding(me().actor, desk.now) as work:
                event = erase(work, work.session.get_one(Evidence, evidence_id), reason)
        except (DeskError, EvidenceError) as problem:
            refused = problem if isinstance(problem, DeskError) else NotFound("evidence")
            if found.case_id is not None:
                status, told = desk.not_done(refused)
                return cases.show(found.case_id, status=status, told=(told,))
            return claims.not_done(found.claim_id or "", refused)
        place = f"{PATH}/{found.case_id}" if found.case_id is not None else f"{claim_page.PATH}/{found.claim_id}"
        return desk.done(place, event)

    return blueprint

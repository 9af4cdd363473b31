"""What the forms of a case are sent to: each is one use case of the desk, and leads to a page that tells what was done.

What is not done changes nothing: the same page comes back with the reason on top and everything that was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, Response, request

from cektautan.desk.cases.closing import close
from cektautan.desk.cases.evidence import EvidenceError, add_archive, add_screenshot, add_text
from cektautan.desk.cases.leasing import claim_case, release, release_other, renew
from cektautan.desk.cases.notes import add_note
from cektautan.desk.cases.pictures import MOST_BYTES, PictureError, read_picture
from cektautan.desk.cases.queue import after
from cektautan.desk.cases.to_reporters import ToReporters
from cektautan.desk.decisions.appeals import acknowledge, admit, decide_appeal
from cektautan.desk.decisions.decide import approve, reject, withdraw
from cektautan.desk.decisions.expiry import extend
from cektautan.desk.decisions.lower import lower, retract, suspend
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.propose import raise_listing, restore_listing
from cektautan.desk.decisions.provisional import put_provisionally
from cektautan.desk.errors import DeskError, Invalid, NotFound
from cektautan.store.models import Case, Listing, Proposal
from cektautan.web.console.access.guard import me
from cektautan.web.console.cases.case_page import PATH, CasePage
from cektautan.web.console.claims.claim_form import read_day
from cektautan.web.console.claims.claims_page import chosen
from cektautan.web.console.desk import NOTE, Desk
from cektautan.web.console.going import see_other
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told
from cektautan.web.response import Answer

FORM_BYTES: Final = MOST_BYTES + 64 * 1024
"""A picture and the fields beside it."""
READY_FOR: Final = {"setuju": "approve", "tolak": "reject"}
"""Which ready reasons the forms of a proposal offer."""
DRAFTS: Final = {"setuju": "", "tolak": "-tolak", "tarik": "", "sementara": "-sementara"}
"""How the draft of each form is called after its proposal's own name."""

ANSWER_FIELDS: Final = {
    "told_id": "pelapor_id", "told_en": "pelapor_en", "answered_by": "klaim_jawaban", "forwarded_to": "diteruskan",
}  # fmt: skip
"""The fields of the form by what the desk calls them."""


def claim_name(text: str) -> str:
    """Return the claim that somebody named by its code, or by the address of its record.

    >>> claim_name(" https://cek.example/c/klaim-2026?lang=id"), claim_name("klaim-2026")
    ('klaim-2026', 'klaim-2026')
    """
    return text.strip().rpartition("/c/")[2].partition("?")[0].partition("#")[0].strip("/")


def make_blueprint(desk: Desk, page: CasePage) -> Blueprint:
    """Make the forms' targets."""
    blueprint = Blueprint("desk_case_acts", __name__)
    guard, store, policy = desk.guard, desk.store, desk.policy

    def typed(name: str) -> str:
        return request.form.get(name, "")

    def version(name: str = "versi") -> int:
        return number(typed(name)) or 0

    def done(
        case_id: int,
        act: Callable[[], Done],
        draft: str,
        field: str = "",
        *,
        onward: bool = False,
        fields: Mapping[str, str] | None = None,
    ) -> Response:
        """Do something; then on to the next case where this one is through, else back to it."""
        try:
            made = act()
        except DeskError as problem:
            named = problem.field if isinstance(problem, Invalid) else ""
            return page.not_done(case_id, problem, (fields or {}).get(named, field))
        path = f"{PATH}/{case_id}"
        if onward:
            with store.reading() as session:
                following = after(session, me().id, case_id, desk.now)
            path = f"{PATH}/{following}" if following else "/meja"
        return desk.done(path, made.event, f"kasus-{case_id}-{draft}")

    def of_case(case_id: int, listing_id: int) -> int:
        """The listing, if the case is about it. Raises NotFound: a form may name another case's."""
        with store.reading() as session:
            case, listing = session.get(Case, case_id), session.get(Listing, listing_id)
        if case is None or listing is None or (case.listing_id != listing.id and case.claim_id != listing.claim_id):
            raise NotFound(f"listing {listing_id} in case {case_id}")
        return listing.id

    def open_case(case_id: int) -> int | None:
        """The case, while it is open: what is decided from a closed one's page opens its own."""
        with store.reading() as session:
            case = session.get(Case, case_id)
        return case_id if case is not None and case.status != "closed" else None

    @guard.post(blueprint, f"{PATH}/<int:case_id>/ambil", "case.claim")
    def take(case_id: int) -> Response:
        try:
            claim_case(store, policy, me().id, case_id, desk.now)
        except DeskError as problem:
            return page.not_done(case_id, problem)
        return see_other(f"{PATH}/{case_id}")

    @guard.post(blueprint, f"{PATH}/<int:case_id>/sewa", "case.claim", once=False)
    def hold(case_id: int) -> Response:
        kept = renew(store, policy, me().id, case_id, desk.now)
        return Answer(status=204 if kept else 409)

    @guard.post(blueprint, f"{PATH}/<int:case_id>/lepas", "queue.see")
    def give_back(case_id: int) -> Response:
        with store.reading() as session:
            case = session.get(Case, case_id)
        if case is None:
            return page.missing()
        if case.lease_by not in (None, me().id):
            reason = typed("alasan_lepas")
            act = lambda: release_other(store, policy, me().id, case_id, reason, desk.now)  # noqa: E731
            return done(case_id, act, "lepas", "alasan_lepas")
        release(store, me().id, case_id, desk.now)
        return see_other(f"{PATH}/{case_id}")

    @guard.post(blueprint, f"{PATH}/<int:case_id>/pesan", "case.note")
    def note(case_id: int) -> Response:
        try:
            written = add_note(store, policy, me().id, case_id, typed("pesan"), desk.now)
        except DeskError as problem:
            return page.not_done(case_id, problem, "pesan")
        return see_other(f"{PATH}/{case_id}?{NOTE}={written}")

    @guard.post(blueprint, f"{PATH}/<int:case_id>/tutup", "case.close")
    def end(case_id: int) -> Response:
        outcome, reason = typed("hasil_kasus"), typed("alasan_tutup")
        answer = ToReporters(
            id=typed("pelapor_id"),
            en=typed("pelapor_en"),
            claim=claim_name(typed("klaim_jawaban")),
            forwarded_to=tuple(request.form.getlist("diteruskan")),
        )
        act = lambda: close(store, policy, me().id, case_id, version(), outcome, reason, desk.now, answer)  # noqa: E731
        return done(case_id, act, "tutup", "alasan_tutup", onward=True, fields=ANSWER_FIELDS)

    @guard.post(blueprint, f"{PATH}/<int:case_id>/turunkan", "listing.lower")
    def milder(case_id: int) -> Response:
        what, reason = typed("apa"), typed("alasan_turun")
        seen = version("versi_listing")

        def act() -> Done:
            listing = of_case(case_id, number(typed("listing")) or 0)
            if what == "tangguhkan":
                return suspend(store, policy, me().id, listing, seen, reason, desk.now, open_case(case_id))
            if what == "cabut":
                return retract(store, policy, me().id, listing, seen, reason, desk.now, open_case(case_id))
            level = number(what.removeprefix("tingkat-"))
            if level is None:
                raise Invalid("level", "none")
            return lower(store, policy, me().id, listing, seen, level, reason, desk.now, open_case(case_id))

        return done(case_id, act, "turunkan", "alasan_turun", onward=True)

    @guard.post(blueprint, f"{PATH}/<int:case_id>/naikkan", "listing.propose")
    def stronger(case_id: int) -> Response:
        what, reason = typed("naik"), typed("alasan_naik")
        seen = version("versi_listing")

        def act() -> Done:
            listing = of_case(case_id, number(typed("listing")) or 0)
            if what == "berlaku":
                return restore_listing(store, policy, me().id, listing, seen, reason, desk.now, open_case(case_id))
            level = number(what.removeprefix("tingkat-"))
            if level is None:
                raise Invalid("level", "none")
            return raise_listing(store, policy, me().id, listing, seen, level, reason, desk.now, open_case(case_id))

        return done(case_id, act, "naikkan", "alasan_naik")

    @guard.post(blueprint, f"{PATH}/<int:case_id>/perpanjang", "expiry.extend")
    def longer(case_id: int) -> Response:
        def act() -> Done:
            until = read_day(typed("sampai"))
            if until is None:
                raise Invalid("review_by", "not_a_day")
            claims = chosen(request.form.getlist("klaim"))
            with store.reading() as session:
                case = session.get(Case, case_id)
            if case is None or any(name != case.claim_id for name, _ in claims):
                raise NotFound(f"claim in case {case_id}")
            return extend(store, policy, me().id, claims, until, typed("alasan_panjang"), desk.now)[-1]

        return done(case_id, act, "perpanjang", "sampai", onward=True)

    @guard.post(blueprint, f"{PATH}/<int:case_id>/keberatan", "appeal.admit")
    def objection(case_id: int) -> Response:
        if typed("langkah") == "terima":
            return done(case_id, lambda: acknowledge(store, policy, me().id, case_id, desk.now), "keberatan")
        if typed("langkah") != "akui":
            return page.not_done(case_id, Invalid("decision", "none"))
        reason = desk.reason("admit", typed("alasan_akui"))
        act = lambda: admit(store, policy, me().id, case_id, version(), reason, desk.now)  # noqa: E731
        return done(case_id, act, "keberatan", "alasan_akui")

    @guard.post(blueprint, f"{PATH}/<int:case_id>/putusan", "appeal.decide")
    def outcome(case_id: int) -> Response:
        def act() -> Done:
            return decide_appeal(
                store, policy, me().id, case_id, version(), typed("hasil"), typed("alasan_id"), typed("alasan_en"),
                desk.now, level=number(typed("tingkat")) if typed("hasil") == "partly" else None,
            )  # fmt: skip

        return done(case_id, act, "putusan", "alasan_id", onward=True, fields={"reasons_en": "alasan_en"})

    @guard.post(blueprint, "/meja/usulan/<int:proposal_id>/putuskan", "queue.see")
    def second(proposal_id: int) -> Response:
        with store.reading() as session:
            proposal = session.get(Proposal, proposal_id)
        if proposal is None or proposal.case_id is None:
            return page.missing()
        case_id, what = proposal.case_id, typed("putusan")
        decide = {"setuju": approve, "tolak": reject, "tarik": withdraw, "sementara": put_provisionally}.get(what)
        if decide is None:
            return page.not_done(case_id, Invalid("decision", "none"))
        field, draft = "alasan_usulan", DRAFTS[what]
        if what == "sementara":
            reason, field = typed("alasan_sementara"), "alasan_sementara"
        elif what == "tarik":
            reason = typed("alasan").strip() or desk.texts["desk_withdraw_reason"]
        else:
            reason = desk.reason(READY_FOR[what], typed("alasan"))
        act = lambda: decide(store, policy, me().id, proposal_id, version(), reason, desk.now)  # noqa: E731
        # The proposal's own forms hold the drafts.
        answer = done(case_id, act, "usulan", field, onward=what == "setuju")
        if answer.status_code == 303:
            answer.headers["Location"] = answer.headers["Location"].replace(
                f"isian=kasus-{case_id}-usulan", f"isian=usulan-{proposal_id}{draft}"
            )
        return answer

    @guard.post(blueprint, f"{PATH}/<int:case_id>/bukti", "evidence.add", most_bytes=FORM_BYTES)
    def evidence(case_id: int) -> Response:
        texts, upload = desk.texts, request.files.get("gambar")
        text, archive = typed("keterangan").strip(), typed("arsip").strip()
        picture = None
        try:
            if upload is not None and upload.filename:
                picture = read_picture(upload.read(MOST_BYTES + 1))
            with store.deciding(me().actor, desk.now) as work:
                case = work.session.get(Case, case_id)
                if case is None:
                    return page.missing()
                if picture is not None:
                    add_screenshot(work, case, picture, me().id, text)
                if archive:
                    add_archive(work, case, archive, me().id, desk.rules, "" if picture else text)
                if picture is None and not archive:
                    add_text(work, case, text, me().id)
                seq = desk.seq(work)
        except PictureError as problem:
            return page.show(case_id, status=422, wrong={"gambar": texts[f"desk_picture_{problem.reason}"]})
        except EvidenceError as problem:
            field = {"same": "gambar", "not_an_archive": "arsip"}.get(problem.reason, "keterangan")
            said = texts["desk_evidence_nothing"] if problem.reason == "no_text" else ""
            words = said or texts[f"desk_evidence_fault_{problem.reason}"]
            return page.show(case_id, status=422, wrong={field: words}, told=(Told(words, "problem"),))
        return desk.done(f"{PATH}/{case_id}", seq, f"kasus-{case_id}-bukti")

    return blueprint

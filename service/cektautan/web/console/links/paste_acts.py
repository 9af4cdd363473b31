"""What the three ways from a pasted link are sent to: a known claim, a claim of a check, or that there is no check."""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.desk.cases.notes import add_note, read_note
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.errors import DeskError, Invalid
from cektautan.desk.links.checks import CheckFound
from cektautan.desk.links.citing import citing
from cektautan.desk.links.finding import GROWING, Known, known
from cektautan.outbound.errors import OutboundError
from cektautan.outbound.shortlinks import MOST_HOPS
from cektautan.store.models import Case
from cektautan.web.console.access.guard import me
from cektautan.web.console.claims.claim_form import ClaimForm, fault_words, read_claim
from cektautan.web.console.desk import Desk
from cektautan.web.console.links.others_shown import MOST_OTHERS
from cektautan.web.console.links.paste_page import MOST_FIRST, PATH, PastePage
from cektautan.web.console.links.paste_shown import text_of
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told
from cektautan.web.site.readable import readable

FETCH_SECONDS = 10.0
"""For the page of a check: somebody waits for it, and can fill the fields in without it."""


def make_blueprint(desk: Desk, page: PastePage) -> Blueprint:
    """Make the forms' targets."""
    blueprint = Blueprint("desk_paste_acts", __name__)
    guard, form = desk.guard, ClaimForm(desk)

    def addresses() -> list[Address]:
        """The address, and what is ticked: the short links that led to it, and where else its claim appeared."""
        level = number(request.form.get("tingkat", ""))
        meant = Address(request.form.get("url", ""), request.form.get("cakupan") or None, level)
        return [
            meant,
            *(Address(each, None, level) for each in request.form.getlist("juga")[: MOST_HOPS + MOST_OTHERS]),
        ]

    def case_id() -> int | None:
        """The case that the link was brought from, while it is open."""
        chosen = number(request.form.get("kasus", ""))
        if chosen is None:
            return None
        with desk.store.reading() as session:
            case = session.get(Case, chosen)
        return chosen if case is not None and case.status != "closed" else None

    def led(done: Done, draft: str) -> Response:
        """On to the case where one waits, else to the next link."""
        path = f"/meja/kasus/{done.case_id}" if done.case_id and not done.applied else PATH
        return desk.done(path, done.event, draft)

    @guard.post(blueprint, f"{PATH}/tambah", "listing.propose")
    def add() -> Response:
        try:
            done = list_addresses(
                desk.store, desk.policy, me().id, request.form.get("klaim", ""), addresses(),
                request.form.get("alasan", ""), desk.now, case_id(),
            )  # fmt: skip
        except DeskError as problem:
            return page.not_done(problem, "add")
        return led(done, "tempel-tambah")

    def cited(url: str) -> list[Known]:
        """The claims that cite a check and take further addresses."""
        with desk.store.reading() as session:
            names = citing(session, desk.rules, url)
            return [each for each in known(session, names) if each.status in GROWING][:MOST_FIRST]

    @guard.post(blueprint, f"{PATH}/cek", "claim.write", once=False)
    def read() -> Response:
        texts, url = desk.texts, request.form.get("cek", "").strip()
        if not readable(url):
            said = texts["desk_paste_check_not"]
            return page.show(focus="check", status=422, check_url=url, check_problem=said)
        if "lain" not in request.form and (claims := cited(url)):
            # Its claim is there, so the link goes to it; whoever means another claim of that check says so.
            return page.show(
                focus="add", check_url=url, cited_by=[each.id for each in claims],
                typed={**request.form, "klaim": claims[0].id},
                told=(Told(texts.say("desk_paste_check_cited", claim=text_of(claims[0], texts)), "heed"),),
            )  # fmt: skip
        found, problem = CheckFound(), texts["desk_paste_check_unread"]
        if desk.far_pages is not None:
            guard.services.limits.spend(guard.services.resolve_limit, request.environ)
            try:
                far = desk.far_pages.page(url, FETCH_SECONDS)
            except OutboundError:
                far = None
            if far is not None and far.status == 200:
                found, problem = desk.check_reader.read(far.text, far.url), ""
        return page.show(
            focus="check", filling=True, check_url=url, check_problem=problem,
            typed={**request.form, **form.filled_in(found, url)},
            check_read={"title": found.title, "places": len(found.appearances)} if found.title else None,
        )  # fmt: skip

    @guard.post(blueprint, f"{PATH}/baru", "claim.write")
    def new() -> Response:
        url = request.form.get("url_cek", "")
        try:
            done = list_addresses(
                desk.store, desk.policy, me().id, read_claim(request.form, desk.today), addresses(),
                request.form.get("alasan", ""), desk.now, case_id(),
            )  # fmt: skip
        except Invalid as problem:
            if problem.field in ("url", "scope", "reason", "addresses"):
                return page.not_done(problem, "check", check_url=url, filling=True)
            wrong = fault_words(problem, desk.texts)
            return page.show(focus="check", status=422, wrong=wrong, check_url=url, filling=True)
        except DeskError as problem:
            return page.not_done(problem, "check", check_url=url, filling=True)
        return led(done, "tempel-baru")

    @guard.post(blueprint, f"{PATH}/tanpa-cek", "case.note")
    def no_check() -> Response:
        try:
            found = identify(request.form.get("url", ""), desk.rules)
        except NotJudgeable:
            return page.show(focus="none", status=422)
        text = request.form.get("pesan", "").strip()
        try:
            # Looked at first: a note that cannot be kept opens no case.
            note = read_note(text) if text else ""
            with desk.deciding() as work:
                case = open_or_merge(work, desk.policy, kind="report", key=found.key, url=found.url)
                made, seq = case.id, desk.seq(work)
            if note:
                add_note(desk.store, desk.policy, me().id, made, note, desk.now)
        except DeskError as problem:
            return page.not_done(problem, "none")
        return desk.done(f"/meja/kasus/{made}", seq, "tempel-tanpa")

    return blueprint

"""`/meja/masuk`: name and password, then the second factor; for a new account its beginning; and the way out.

An answer never says whether a name is known. Each step has a page of its own, so that the browser's manager of
passwords understands them and a reload sends nothing.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import segno
from ada_url import URL
from flask import Blueprint, Response, request
from markupsafe import Markup

from cektautan.desk.people import sessions, sign_in
from cektautan.desk.people.passwords import SHORTEST, Passwords
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.second_factor import uri
from cektautan.desk.people.tokens import new_token
from cektautan.web.console.access.browsers import label
from cektautan.web.console.access.cookies import SESSION, VISITOR
from cektautan.web.console.access.guard import ANYBODY, FIRST_STEP, SIGNED_IN, Guard, me, waiting
from cektautan.web.console.access.stopped import BACK, SECOND_STEP, SIGN_IN, safe_back
from cektautan.web.console.going import see_other
from cektautan.web.console.pages import ROOT

SET_UP = f"{ROOT}/masuk/pasang"
INVITATION = f"{ROOT}/undangan"
SIGN_OUT = f"{ROOT}/keluar"
ACCOUNT = f"{ROOT}/akun"
PEOPLE = f"{ROOT}/orang"


def make_blueprint(guard: Guard, passwords: Passwords) -> Blueprint:
    """Make the pages of sign-in."""
    blueprint = Blueprint("desk_sign_in", __name__)
    store, sealer, pages, cookies = guard.store, guard.store.sealer, guard.pages, guard.cookies

    def now() -> int:
        return int(guard.services.clock())

    def browser() -> str:
        return label(request.headers.get("User-Agent", ""))

    def back() -> str:
        return safe_back(request.values.get(BACK, ROOT))

    def onward() -> str:
        """Where one goes when signed in: back, or to the first page that one's roles open."""
        asked, roles = back(), waiting().roles
        if asked != ROOT or guard.roles.may(roles, "queue.see"):
            return asked
        return PEOPLE if guard.roles.may(roles, "people.see") else ACCOUNT

    def wrong(refused: Refused) -> str:
        return pages.texts.say(f"people_refused_{refused.code}", **refused.values)

    def with_session(response: Response, token: str) -> Response:
        cookies.put(response, SESSION, token)
        return response

    def for_visitor(template: str, status: int = 200, **values: Any) -> Response:
        """A page with a form for somebody who has no session: its token needs a cookie to hold it."""
        if cookies.read(VISITOR):
            return pages.render(template, status=status, **values)
        token = new_token()
        guard.visitor(token)
        response = pages.render(template, status=status, **values)
        cookies.put(response, VISITOR, token)
        return response

    def step(path: str) -> str:
        return f"{path}?{urlencode({BACK: back()})}"

    @guard.get(blueprint, SIGN_IN, ANYBODY)
    def name_and_password() -> Response:
        return for_visitor("access/sign_in.html", back=back(), login="", wrong="")

    @guard.post(blueprint, SIGN_IN, ANYBODY)
    def take_name_and_password() -> Response:
        login = request.form.get("nama", "")
        try:
            token = sign_in.first_step(store, passwords, login, request.form.get("sandi", ""), browser(), now())
        except Refused as refused:
            return for_visitor("access/sign_in.html", 422, back=back(), login=login, wrong=wrong(refused))
        return with_session(see_other(step(SECOND_STEP)), token)

    @guard.get(blueprint, SECOND_STEP, FIRST_STEP)
    def second_factor() -> Response:
        if not waiting().enrolled:
            return see_other(step(SET_UP))
        return pages.render("access/second_step.html", back=back(), wrong="")

    @guard.post(blueprint, SECOND_STEP, FIRST_STEP)
    def take_second_factor() -> Response:
        try:
            token = sign_in.second_step(store, sealer, waiting(), request.form.get("kode", ""), browser(), now())
        except Refused as refused:
            return pages.render("access/second_step.html", status=422, back=back(), wrong=wrong(refused))
        return with_session(see_other(onward()), token)

    def set_up_page(status: int = 200, wrong_words: str = "") -> Response:
        secret = sign_in.begin_second_factor(store, sealer, waiting(), now())
        host = URL(guard.services.settings.server_url).host
        # Black on white in either theme: not every phone reads the reverse.
        drawn = segno.make(uri(secret, waiting().login, host), error="m").svg_inline(
            scale=5, border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=False
        )
        return pages.render(
            "access/second_factor.html",
            status=status,
            back=back(),
            wrong=wrong_words,
            secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            picture=Markup(drawn),  # noqa: S704 -- drawn by segno from digits and letters of ours
        )

    @guard.get(blueprint, SET_UP, FIRST_STEP)
    def set_up() -> Response:
        return see_other(step(SECOND_STEP)) if waiting().enrolled else set_up_page()

    @guard.post(blueprint, SET_UP, FIRST_STEP)
    def confirm() -> Response:
        if waiting().enrolled:
            return see_other(step(SECOND_STEP))
        typed = request.form.get("kode", "")
        try:
            token, codes = sign_in.confirm_second_factor(store, sealer, waiting(), typed, browser(), now())
        except Refused as refused:
            return set_up_page(422, wrong(refused))
        # Shown with this answer alone: the store keeps what cannot be turned back.
        return with_session(pages.render("access/recovery_codes.html", codes=codes, back=onward()), token)

    @guard.get(blueprint, INVITATION, ANYBODY)
    def invitation() -> Response:
        return for_visitor("access/invitation.html", code="", wrong="", wrong_field="", shortest=SHORTEST)

    @guard.post(blueprint, INVITATION, ANYBODY)
    def take_up() -> Response:
        code, chosen = request.form.get("kode", ""), request.form.get("sandi_baru", "")
        try:
            if chosen != request.form.get("sandi_ulang", ""):
                raise Refused("passwords_differ")
            token = sign_in.take_up(store, passwords, code, chosen, browser(), now())
        except Refused as refused:
            field = "kode" if refused.code.startswith("invitation") else "sandi_baru"
            words = wrong(refused)
            return for_visitor(
                "access/invitation.html", 422, code=code, wrong=words, wrong_field=field, shortest=SHORTEST
            )
        return with_session(see_other(SET_UP), token)

    @guard.post(blueprint, SIGN_OUT, SIGNED_IN)
    def sign_out() -> Response:
        sessions.sign_out(store, me().session_id, now())
        response = see_other(SIGN_IN)
        cookies.drop(response, SESSION)
        return response

    return blueprint

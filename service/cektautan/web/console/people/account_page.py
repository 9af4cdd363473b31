"""`/meja/akun`: one's own account. Sessions and their end, the password, the second factor, language and shortcuts."""

from __future__ import annotations

from flask import Blueprint, Response, request

from cektautan.desk.people import own, sessions
from cektautan.desk.people.accounts import prefer
from cektautan.desk.people.passwords import SHORTEST, Passwords
from cektautan.desk.people.refused import Refused
from cektautan.web.console.access.browsers import label
from cektautan.web.console.access.cookies import SESSION
from cektautan.web.console.access.guard import SIGNED_IN, Guard, me
from cektautan.web.console.access.sign_in import ACCOUNT as PATH
from cektautan.web.console.access.sign_in import SET_UP
from cektautan.web.console.going import see_other
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import LANGUAGE_COOKIE, ROOT
from cektautan.web.console.telling.news import News
from cektautan.web.texts import LANGUAGES


def make_blueprint(guard: Guard, passwords: Passwords) -> Blueprint:
    """Make the page and what its forms are sent to."""
    blueprint = Blueprint("desk_account", __name__)
    store, pages, news = guard.store, guard.pages, News(guard.cookies)

    def now() -> int:
        return int(guard.services.clock())

    def page(status: int = 200, refused: Refused | None = None, form: str = "") -> Response:
        with store.reading() as session:
            mine = sessions.open_sessions(session, me().id, now(), me().session_id)
        wrong = "" if refused is None else pages.texts.say(f"people_refused_{refused.code}", **refused.values)
        answer = pages.render(
            "people/account.html",
            here="account",
            status=status,
            told=news.read(pages.texts),
            sessions=mine,
            wrong={form: wrong},
            shortest=SHORTEST,
            languages=LANGUAGES,
        )
        return news.forget(answer)

    def done(code: str) -> Response:
        return news.send(see_other(PATH), code)

    @guard.get(blueprint, PATH, SIGNED_IN)
    def account() -> Response:
        return page()

    @guard.post(blueprint, f"{PATH}/sesi", SIGNED_IN)
    def end_sessions() -> Response:
        asked = [id_ for each in request.form.getlist("sesi") if (id_ := number(each)) is not None]
        if request.form.get("semua"):
            with store.reading() as session:
                mine = sessions.open_sessions(session, me().id, now(), me().session_id)
            asked = [each.id for each in mine if not each.current]
        sessions.revoke(store, me(), me().id, [each for each in asked if each < 2**63], now())
        return done("sessions_ended")

    @guard.post(blueprint, f"{PATH}/sandi", SIGNED_IN)
    def change_password() -> Response:
        chosen = request.form.get("sandi_baru", "")
        try:
            if chosen != request.form.get("sandi_ulang", ""):
                raise Refused("passwords_differ")
            own.change_password(store, passwords, me(), request.form.get("sandi", ""), chosen, now())
        except Refused as refused:
            return page(422, refused, "password")
        return done("password_changed")

    @guard.post(blueprint, f"{PATH}/faktor", SIGNED_IN)
    def renew_second_factor() -> Response:
        password, code = request.form.get("sandi", ""), request.form.get("kode", "")
        browser = label(request.headers.get("User-Agent", ""))
        try:
            token = own.renew_second_factor(store, passwords, store.sealer, me(), password, code, browser, now())
        except Refused as refused:
            return page(422, refused, "factor")
        answer = see_other(SET_UP)
        guard.cookies.put(answer, SESSION, token)
        return answer

    @guard.post(blueprint, f"{PATH}/pilihan", SIGNED_IN)
    def choose() -> Response:
        language = request.form.get("bahasa", "")
        prefer(store, me(), language if language in LANGUAGES else "", bool(request.form.get("pintas")), now())
        answer = done("preferences_kept")
        # What was chosen for this browser before gives way to what the account says from now on.
        answer.delete_cookie(LANGUAGE_COOKIE, path=ROOT, httponly=True, samesite="Strict")
        return answer

    return blueprint

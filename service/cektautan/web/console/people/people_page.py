"""`/meja/orang`: who works at the desk, roles that wait for a second person, and who recused themselves from what.

Everybody of the desk sees who may decide. Only administrators act, on a page for each person; what they may not do
alone is told there. An invitation is shown once, with the answer that made it.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, request
from sqlalchemy.orm import Session

from cektautan.desk.people import accounts, grants, recusals, roster, sessions
from cektautan.desk.people.refused import Refused
from cektautan.store.models import Account
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.access.sign_in import INVITATION
from cektautan.web.console.access.sign_in import PEOPLE as PATH
from cektautan.web.console.going import see_other
from cektautan.web.console.pages import Told
from cektautan.web.console.telling.news import News

ONE = f"{PATH}/<int(max=9007199254740991):account_id>"


def make_blueprint(guard: Guard) -> Blueprint:
    """Make the pages and what their forms are sent to."""
    blueprint = Blueprint("desk_people", __name__)
    store, pages, roles, news = guard.store, guard.pages, guard.roles, News(guard.cookies)

    def now() -> int:
        return int(guard.services.clock())

    def typed(name: str) -> str:
        return request.form.get(name, "")

    def words(refused: Refused | None) -> str:
        return "" if refused is None else pages.texts.say(f"people_refused_{refused.code}", **refused.values)

    def told(refused: Refused | None, drafts: str = "") -> list[Told]:
        """What stands on top: the form that was refused may not be on the page any more."""
        return news.read(pages.texts, drafts) if refused is None else [Told(words(refused), "problem")]

    def everybody(status: int = 200, refused: Refused | None = None, form: str = "") -> Response:
        with store.reading() as session:
            known = roster.people(session, now())
            waiting = roster.proposed_roles(session)
            not_mine = {each.id: words(cannot_approve(session, each.id)) for each in waiting}
        answer = pages.render(
            "people/people.html",
            here="people",
            status=status,
            told=told(refused),
            people=known,
            names={each.id: each.name for each in known},
            waiting=waiting,
            not_mine=not_mine,
            wrong={form: words(refused)},
            typed=request.form,
        )
        return news.forget(answer)

    def cannot_approve(session: Session, proposal_id: int) -> Refused | None:
        """Why whoever looks cannot be the second person of a proposed role; None where they can."""
        try:
            grants.expect_approvable(session, roles, me(), proposal_id)
        except Refused as refused:
            return refused
        return None

    def one(account_id: int, status: int = 200, refused: Refused | None = None, form: str = "") -> Response:
        with store.reading() as session:
            known = roster.people(session, now())
            person = next((each for each in known if each.id == account_id), None)
            if person is None:
                abort(404)
            opened = len(sessions.open_sessions(session, account_id, now()))
            second = guard.may("people.write") and grants.needs_second(session, roles, me())
            asked = [each.role for each in roster.proposed_roles(session) if each.account_id == account_id]
            last = roles.may(list(person.roles), accounts.KEEPING) and grants.is_last(session, roles, account_id)
        answer = pages.render(
            "people/person.html",
            here="people",
            status=status,
            told=told(refused, f"grant-{account_id} withdraw-{account_id}"),
            person=person,
            names={each.id: each.name for each in known},
            opened=opened,
            second=second,
            spared=account_id != me().id and roles.may(list(person.roles), accounts.KEEPING),
            keeping=roles.with_act(accounts.KEEPING),
            last=last,
            asked=asked,
            free=[role for role in roles.names if role not in person.roles and role not in asked],
            wrong={form: words(refused)},
            typed=request.form,
        )
        return news.forget(answer)

    def invited(account_id: int, code: str) -> Response:
        with store.reading() as session:
            name = session.get_one(Account, account_id).name
        link = f"{guard.services.settings.server_url}{INVITATION}#kode={code}"
        return pages.render(
            "people/invited.html", here="people", name=name, link=link, code=code, account_id=account_id
        )

    def on_person(account_id: int, form: str, act: Callable[[], str]) -> Response:
        """Do something to an account, and tell it or why not on its page."""
        try:
            code = act()
        except Refused as refused:
            return one(account_id, 422, refused, form)
        return news.send(see_other(f"{PATH}/{account_id}"), code)

    @guard.get(blueprint, PATH, "people.see")
    def people() -> Response:
        return everybody()

    @guard.get(blueprint, ONE, "people.see")
    def person(account_id: int) -> Response:
        return one(account_id)

    @guard.post(blueprint, f"{PATH}/baru", "people.write")
    def create() -> Response:
        try:
            account_id, code = accounts.create(store, me(), typed("akun"), typed("nama"), now())
        except Refused as refused:
            return everybody(422, refused, "new")
        return invited(account_id, code)

    @guard.post(blueprint, f"{ONE}/undang", "people.write")
    def invite_anew(account_id: int) -> Response:
        try:
            return invited(account_id, accounts.invite_anew(store, me(), roles, account_id, typed("alasan"), now()))
        except Refused as refused:
            return one(account_id, 422, refused, "account")

    @guard.post(blueprint, f"{ONE}/aktifkan", "people.write")
    def enable(account_id: int) -> Response:
        try:
            return invited(account_id, accounts.enable(store, me(), account_id, typed("alasan"), now()))
        except Refused as refused:
            return one(account_id, 422, refused, "account")

    @guard.post(blueprint, f"{ONE}/nonaktifkan", "people.write")
    def disable(account_id: int) -> Response:
        def act() -> str:
            accounts.disable(store, me(), roles, account_id, typed("alasan"), now())
            return "account_disabled"

        return on_person(account_id, "account", act)

    @guard.post(blueprint, f"{ONE}/sesi", "people.write")
    def end_sessions(account_id: int) -> Response:
        def act() -> str:
            with store.reading() as session:
                accounts.existing(session, account_id)
                opened = [each.id for each in sessions.open_sessions(session, account_id, now())]
            sessions.revoke(store, me(), account_id, opened, now())
            return "sessions_ended"

        return on_person(account_id, "account", act)

    @guard.post(blueprint, f"{ONE}/peran", "people.write")
    def grant(account_id: int) -> Response:
        def act() -> str:
            granted = grants.grant(store, me(), roles, account_id, typed("peran"), typed("alasan"), now())
            return "role_granted" if granted else "role_proposed"

        return on_person(account_id, "roles", act)

    @guard.post(blueprint, f"{ONE}/peran/cabut", "people.write")
    def withdraw(account_id: int) -> Response:
        def act() -> str:
            grants.withdraw(store, me(), roles, account_id, typed("peran"), typed("alasan"), now())
            return "role_withdrawn"

        return on_person(account_id, "roles", act)

    @guard.post(blueprint, f"{PATH}/usulan/<int(max=9007199254740991):proposal_id>", "people.approve")
    def decide(proposal_id: int) -> Response:
        approve = typed("putusan") == "setujui"
        try:
            if typed("putusan") not in ("setujui", "tolak"):
                raise Refused("no_decision")
            grants.decide(store, me(), roles, proposal_id, approve, typed("alasan"), now())
        except Refused as refused:
            return everybody(422, refused, f"proposal-{proposal_id}")
        return news.send(see_other(PATH), "role_granted" if approve else "role_rejected")

    @guard.post(blueprint, f"{PATH}/menarik-diri", "people.see")
    def recuse() -> Response:
        try:
            recusals.recuse(store, me(), typed("dari"), typed("apa"), typed("alasan"), now())
        except Refused as refused:
            return everybody(422, refused, "recusal")
        return news.send(see_other(PATH), "recused")

    @guard.post(blueprint, f"{PATH}/menarik-diri/<int(max=9007199254740991):recusal_id>", "people.see")
    def return_to(recusal_id: int) -> Response:
        try:
            recusals.return_to(store, me(), recusal_id, now())
        except Refused as refused:
            return everybody(422, refused, "recusal")
        return news.send(see_other(PATH), "recusal_ended")

    return blueprint

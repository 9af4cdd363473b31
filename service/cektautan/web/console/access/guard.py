"""The one way to a route of the desk: each names its act, and the guard asks for everything else in one order.

For every request: a session that is alive and whole, a role that allows the act, and the account's share of requests.
For a form also: that this site made it, that it was made for this session, and that it is sent for the first time. What
is refused is told on a page that keeps what was typed. `Application` takes no route below `/meja` that did not pass
here. Nothing of this runs for a reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from cektautan.desk.people import sessions
from cektautan.desk.people.sessions import FULL, SignedIn
from cektautan.desk.people.spent_forms import SentAlreadyError, spending
from cektautan.desk.rules.roles import Roles
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.secrets import DeskSecrets
from cektautan.store.transaction import Store
from cektautan.web.console.access.cookies import SESSION, VISITOR, Cookies
from cektautan.web.console.access.form_tokens import FIELD, FormTokens
from cektautan.web.console.access.origins import from_this_site
from cektautan.web.console.access.stopped import Stopped
from cektautan.web.console.pages import DeskPages
from cektautan.web.guards.limits import Limit
from cektautan.web.problems import Problem
from cektautan.web.services import Services

View = Callable[..., Response]

ANYBODY = "anybody"
"""Nobody has to be signed in: the pages of sign-in itself."""
FIRST_STEP = "first step"
"""The password was right and the second factor is missing."""
SIGNED_IN = "signed in"
"""Whoever is signed in, in whatever role: the own account."""


@dataclass(frozen=True)
class Rule:
    """What one route asks for."""

    act: str
    """An act of rules/roles.json, or one of the three above."""
    limit: Limit
    method: str
    once: bool
    """Whether its form counts once. A heartbeat may be sent again and again."""


class Guard:
    """Registers the routes of the desk and stands before each."""

    def __init__(self, services: Services, store: Store, secrets: DeskSecrets, roles: Roles, pages: DeskPages) -> None:
        self.services, self.store, self.roles, self.pages = services, store, roles, pages
        self.cookies = Cookies(services.settings.server_url)
        self.tokens = FormTokens(secrets.session)
        self.stopped = Stopped(pages, roles, self.cookies)
        self.desk_limit = Limit.of("desk", services.settings.limit_desk)
        self.sign_in_limit = Limit.of("sign_in", services.settings.limit_sign_in)

    def register(self, app: Flask) -> None:
        """Give the templates what they ask the guard for."""
        app.jinja_env.globals["csrf_token"] = lambda: self.tokens.issue(g.form_holder)
        app.jinja_env.globals["may"] = lambda act: self.may(act)

    def may(self, act: str) -> bool:
        """True if the roles of whoever asks allow an act."""
        who: SignedIn | None = g.get("account")
        return who is not None and self.roles.may(who.roles, act)

    def visitor(self, token: str) -> None:
        """Make the forms of this answer for a visitor who is given this token with it."""
        g.form_holder = f"visitor:{token}"

    def get(self, blueprint: Blueprint, path: str, act: str) -> Callable[[View], View]:
        """Register a page. Its view must change nothing."""
        return self._route(blueprint, path, self._rule(act, self._limit(act, self.services.pages_limit), "GET", False))

    def post(
        self, blueprint: Blueprint, path: str, act: str, *, once: bool = True, most_bytes: int | None = None
    ) -> Callable[[View], View]:
        """Register what a form is sent to. Its view answers with a redirect where it did something.

        An answer of 400 and above means that nothing was done, and the same form may be sent again.

        Args:
            blueprint: where the route belongs.
            path: below `/meja`.
            act: what its sender has to be allowed.
            once: False for what may be sent again and again and does the same each time.
            most_bytes: the largest body, where it may be larger than others.

        """
        rule = self._rule(act, self._limit(act, self.sign_in_limit), "POST", once)
        return self._route(blueprint, path, rule, most_bytes)

    def _rule(self, act: str, limit: Limit, method: str, once: bool) -> Rule:
        if act not in (ANYBODY, FIRST_STEP, SIGNED_IN) and act not in self.roles.acts:
            raise ValueError(f"no act is called {act}")
        return Rule(act, limit, method, once)

    def _limit(self, act: str, before_sign_in: Limit) -> Limit:
        return before_sign_in if act in (ANYBODY, FIRST_STEP) else self.desk_limit

    def _route(
        self, blueprint: Blueprint, path: str, rule: Rule, most_bytes: int | None = None
    ) -> Callable[[View], View]:
        def register(view: View) -> View:
            @wraps(view)
            def guarded(**values: Any) -> Response:
                if most_bytes is not None:
                    request.max_content_length = most_bytes
                try:
                    response = self._refused_form(rule) or self._answer(rule, view, values)
                except RequestEntityTooLarge:
                    response = self.stopped.too_large()
                except StoreUnavailableError:
                    response = self.stopped.no_store()
                response.headers["Cache-Control"] = "no-store"
                return response

            guarded.desk_rule = rule  # type: ignore[attr-defined]
            blueprint.add_url_rule(path, view_func=guarded, methods=[rule.method])
            return view

        return register

    def _refused_form(self, rule: Rule) -> Response | None:
        """What stops the request, or None; a form that comes too soon keeps what was typed on a page of the desk."""
        try:
            return self._refusal(rule)
        except Problem as problem:
            if rule.method != "POST" or problem.kind.status != 429:
                raise
            own = from_this_site(request.headers.get, self.services.settings.server_url)
            resend = own and rule.act not in (ANYBODY, FIRST_STEP) and g.account is not None
            return self.stopped.too_many(problem.headers, resend=resend)

    def _refusal(self, rule: Rule) -> Response | None:
        """Find out who asks, and return what stops the request, or None."""
        now = int(self.services.clock())
        token = self.cookies.read(SESSION)
        g.account, g.waiting, g.form_holder = None, None, self._holder(rule, None)
        who = sessions.find(self.store, token, now) if token else None
        # A session that waits for the second factor is nobody's yet, for the pages.
        g.account = who if who is not None and who.stage == FULL else None
        g.waiting = who if who is not None and who.stage != FULL else None
        g.form_holder = self._holder(rule, who)
        known = g.account if rule.act not in (ANYBODY, FIRST_STEP) else None
        limits = self.services.limits
        limits.spend(rule.limit, limits.account(known.id) if known else request.environ)
        if rule.method == "POST" and not from_this_site(request.headers.get, self.services.settings.server_url):
            return self.stopped.other_site()
        if rule.act == ANYBODY:
            return None
        if rule.act == FIRST_STEP:
            return None if g.waiting is not None else self.stopped.not_signed_in()
        if g.account is None:
            return self.stopped.second_step() if g.waiting is not None else self.stopped.not_signed_in()
        if rule.act != SIGNED_IN and not self.may(rule.act):
            return self.stopped.not_allowed(rule.act)
        sessions.note_seen(self.store, g.account, now)
        return None

    def _answer(self, rule: Rule, view: View, values: dict[str, Any]) -> Response:
        if rule.method != "POST":
            return view(**values)
        nonce = self.tokens.nonce(request.form.get(FIELD, ""), g.form_holder)
        if nonce is None:
            return self.stopped.stale_form(resend=rule.act not in (ANYBODY, FIRST_STEP))
        if not rule.once or rule.act == ANYBODY:
            return view(**values)
        try:
            with spending(self.store, nonce, int(self.services.clock())) as form:
                response = view(**values)
                form.refused = response.status_code >= 400
            return response
        except SentAlreadyError:
            return self.stopped.sent_already()

    def _holder(self, rule: Rule, who: SignedIn | None) -> str:
        """Return for whom the forms of this answer are made."""
        if rule.act == ANYBODY or who is None:
            return f"visitor:{self.cookies.read(VISITOR)}"
        return f"session:{who.session_id}"


def me() -> SignedIn:
    """Return who is signed in. Only for views whose rule asks for that."""
    who: SignedIn = g.account
    return who


def waiting() -> SignedIn:
    """Return who has given the password. Only for views whose rule is the first step."""
    who: SignedIn = g.waiting
    return who

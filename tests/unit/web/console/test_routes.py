"""Every route of the whole application has its guard, its limit and its rule against forged requests.

The routes are walked as the application knows them, and asked as strangers, as each role and as a foreign site would
ask them. A route that is new and bare fails here, or before: the application refuses one of the desk without its guard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from tests.support.people import Desk, Person
from tests.support.service import HOAX
from werkzeug.routing import IntegerConverter, Rule

from cektautan.settings import describe
from cektautan.web.application import Application, UnguardedError
from cektautan.web.console.access.guard import ANYBODY, FIRST_STEP, SIGNED_IN
from cektautan.web.console.access.guard import Rule as DeskRule

ROLES = ("reporter", "moderator", "approver", "appeals", "auditor", "admin")

WITHOUT_LIMIT = {
    "/sw.js": "the check page's worker, one small file in memory",
    "/app.webmanifest": "a few constant lines",
    "/bagikan": "leads to the check page, from memory",
    "/uji": "leads to the index of the test pages, from memory",
    "/openapi.json": "constant, made at the start",
    "/docs": "constant, made at the start",
    "/healthz": "a watcher must always get an answer",
    "/readyz": "a watcher must always get an answer",
    "/metrics": "a watcher must always get an answer",
    "/v1/test-cases": "constant, made at the start",
}
"""Routes that may be asked as often as anybody likes, each with the reason."""

FOLDERS = ("/static/", "/app/")
"""Files of the release under their hash, for any cache."""

BODIES: dict[str, Any] = {
    "/v1/check": {"urls": [HOAX]},
    "/v1/resolve": {"url": "https://vt.tiktok.com/ZS2rJqaky/"},
    "/v1/reports": {"ticket": "0123456789ABCDEFGHJKMNPQRS", "kind": "check", "url": HOAX},
    "/v1/reports/status": {"ticket": "0123456789ABCDEFGHJKMNPQRS"},
}
"""A body that each route for programs takes, so that it comes as far as its limit."""

NAMES = {"/lists/<name>": "manifest.json", "/uji/<path:slug>": "salah", "/uji/cek/<path:slug>": "salah"}
"""Names that lead somewhere, where an unknown one is refused before it counts."""


@dataclass(frozen=True)
class Route:
    """One method of one path."""

    path: str
    method: str
    rule: Rule
    desk: DeskRule | None

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def routes(app: Flask) -> Iterator[Route]:
    """Yield everything that can be asked."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values: dict[str, Any] = {
            name: 1 if isinstance(rule._converters[name], IntegerConverter) else NAMES.get(rule.rule, "x")
            for name in rule.arguments
        }
        path = adapter.build(rule.endpoint, values, method=next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})))
        desk = getattr(app.view_functions[rule.endpoint], "desk_rule", None)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Route(path, method, rule, desk)


def below_desk(route: Route) -> bool:
    return route.rule.rule == "/meja" or route.rule.rule.startswith("/meja/")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"), CEKTAUTAN_LIMIT_DESK="100000 per minute")


@pytest.fixture(scope="module")
def people(desk: Desk) -> dict[str, Person]:
    return {role: desk.person(role, role) for role in ROLES}


def test_each_route_of_the_desk_names_its_act_and_its_limit(desk: Desk) -> None:
    found = [route for route in routes(desk.app) if below_desk(route)]
    assert len(found) > 20
    for route in found:
        assert route.desk is not None, route
        assert route.desk.method == route.method, route
        assert route.desk.act in {ANYBODY, FIRST_STEP, SIGNED_IN, *desk.roles.acts}, route
        assert route.desk.limit.amount > 0, route


def test_only_sign_in_and_invitations_are_open_to_anybody(desk: Desk) -> None:
    found = {str(route) for route in routes(desk.app) if route.desk is not None and route.desk.act == ANYBODY}
    assert found == {"GET /meja/masuk", "POST /meja/masuk", "GET /meja/undangan", "POST /meja/undangan"}


def test_nobody_signed_in_is_led_to_the_sign_in_page(desk: Desk) -> None:
    client = desk.app.test_client()
    for route in routes(desk.app):
        if route.desk is None or route.desk.act == ANYBODY:
            continue
        answer = client.open(route.path, method=route.method, headers={"Accept": "text/html"})
        if route.method == "GET":
            assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/meja/masuk"), route
        else:
            assert answer.status_code == 401, route


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_matrix_says_and_nothing_else(desk: Desk, people: dict[str, Person], role: str) -> None:
    who = people[role]
    asked = 0
    for route in routes(desk.app):
        if route.desk is None or route.desk.act in (ANYBODY, FIRST_STEP):
            continue
        allowed = route.desk.act == SIGNED_IN or desk.roles.may([role], route.desk.act)
        # A form without its token changes nothing, and comes as far as the role: what it is told says which stopped it.
        answer = who.client.open(route.path, method=route.method, headers=who.headers)
        assert answer.status_code < 500, route
        refused = "Bukan bagian dari peran Anda" in answer.text
        assert refused is not allowed, f"{role}: {route}"
        assert (answer.status_code == 403) is (refused or route.method == "POST"), f"{role}: {route}"
        asked += 1
    assert asked > 15


def test_each_form_of_the_desk_needs_its_token(desk: Desk, people: dict[str, Person]) -> None:
    everything = desk.person("semua", *ROLES)
    for route in routes(desk.app):
        if route.desk is None or route.method != "POST" or route.desk.act in (ANYBODY, FIRST_STEP):
            continue
        foreign = people["admin"].form_token()
        for token in ("", "x.y", foreign):
            answer = everything.post(route.path, {"csrf_token": token})
            assert answer.status_code == 403, route
            assert "Formulir ini sudah lama" in answer.text, route


def test_no_form_of_the_desk_is_taken_from_another_site(desk: Desk) -> None:
    everything = desk.person("segala", *ROLES)
    for route in routes(desk.app):
        if route.desk is None or route.method != "POST":
            continue
        for header in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"},
                       {"Origin": "https://evil.example"}):  # fmt: skip
            data = {"csrf_token": everything.form_token()}
            answer = everything.client.post(route.path, data=data, headers=header)
            assert answer.status_code == 403, route
            assert "Formulir dari situs lain" in answer.text, route


def is_bare(desk: Desk, route: Route, address: str) -> bool:
    """True if a route answers a second time where once is all there is."""
    client = desk.app.test_client()
    options: dict[str, Any] = {"environ_base": {"REMOTE_ADDR": address}}
    if route.method == "POST":
        options["json" if route.rule.rule.startswith("/v1/") else "data"] = BODIES.get(route.rule.rule, {})
    if str(route) == "GET /v1/check":
        options["query_string"] = {"url": HOAX}
    desk.service.clock.move(3600)
    return [client.open(route.path, method=route.method, **options).status_code for _ in range(2)][1] != 429


def bare(desk: Desk) -> list[str]:
    """Every route of readers and programs that has no limit."""
    asked = [
        route
        for route in routes(desk.app)
        if not below_desk(route) and not (route.rule.rule in WITHOUT_LIMIT or route.rule.rule.startswith(FOLDERS))
    ]
    assert len(asked) > 15
    return [str(route) for number, route in enumerate(asked) if is_bare(desk, route, f"192.0.2.{number}")]


@pytest.fixture
def narrow(tmp_path: Path) -> Desk:
    limits = {each.name: "1 per hour" for each in describe() if "_LIMIT_" in each.name}
    return Desk(tmp_path, **limits)


def test_each_route_of_readers_and_programs_has_a_limit(narrow: Desk) -> None:
    assert bare(narrow) == []


def test_a_bare_route_is_found(narrow: Desk) -> None:
    narrow.app.add_url_rule("/v1/bare", view_func=lambda: "open to all", endpoint="bare")
    assert bare(narrow) == ["GET /v1/bare"]


def test_a_route_of_the_desk_cannot_be_registered_without_its_guard() -> None:
    app = Application("x")
    for path in ("/meja", "/meja/baru"):
        with pytest.raises(UnguardedError, match=path):
            app.add_url_rule(path, view_func=lambda: "open to all", endpoint="bare")
    app.add_url_rule("/mejahijau", view_func=lambda: "another page", endpoint="other")


def test_routes_for_programs_know_no_session(desk: Desk, people: dict[str, Person]) -> None:
    for route in routes(desk.app):
        if not route.rule.rule.startswith("/v1/") or route.method != "POST":
            continue
        assert route.rule.rule in BODIES, f"say in BODIES what {route} takes"
        answer = people["admin"].client.post(route.path, json=BODIES[route.rule.rule])
        assert "Set-Cookie" not in answer.headers, route
        # What a form of another site could send without asking is none of their bodies.
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
            plain = people["admin"].client.post(route.path, data=b'{"url":"x"}', content_type=kind)
            assert plain.status_code == 415, f"{route} takes {kind}"

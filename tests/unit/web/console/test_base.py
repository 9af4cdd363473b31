"""The frame of the desk's pages: who, where, in which language, and what just happened."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from tests.support.service import Service

from cektautan.web.console.pages import DeskPages, Told


@dataclass(frozen=True)
class Account:
    id: int = 7
    name: str = "Rina \u202e<b>"
    language: str = ""
    shortcuts: bool = True


@pytest.fixture
def app(service: Service) -> Flask:
    app = service.app()
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    app.jinja_env.globals["may"] = lambda _act: True
    return app


def page(app: Flask, path: str, account: Account | None, *told: Told, **request: object) -> str:
    with app.test_request_context(path, **request):  # type: ignore[arg-type]
        g.account = account
        return DeskPages().render("base.html", here="queue", told=told).get_data(as_text=True)


def test_a_page_says_who_is_signed_in_and_marks_where_one_is(app: Flask) -> None:
    text = page(app, "/meja", Account())
    assert "<bdi>Rina \u202e&lt;b&gt;</bdi>" in text
    assert set(re.findall(r'href="([^"]*)" aria-current="page"', text)) == {"/meja"}
    assert 'data-account="7" data-shortcuts="on"' in text


def test_what_a_role_does_not_open_is_not_offered(app: Flask) -> None:
    app.jinja_env.globals["may"] = lambda act: act == "log.see"
    places = re.findall(r'href="(/meja/?[^"]*)"', page(app, "/meja", Account()).split("<main", 1)[0])
    assert places == ["/meja", "/meja/catatan", "/meja/akun"]


def test_nobody_signed_in_sees_no_way_into_the_desk(app: Flask) -> None:
    text = page(app, "/meja/masuk", None)
    assert "/meja/klaim" not in text
    assert 'data-account="" data-shortcuts="off"' in text


def test_the_language_is_what_was_asked_for_then_the_accounts_then_the_browsers(app: Flask) -> None:
    assert '<html lang="en">' in page(app, "/meja?lang=en", Account(language="id"))
    assert '<html lang="en">' in page(app, "/meja", Account(language="en"))
    assert '<html lang="en">' in page(app, "/meja", Account(), headers={"Accept-Language": "en"})
    assert '<html lang="id">' in page(app, "/meja?lang=xx", Account())


def test_a_chosen_language_stays_for_the_desk_alone(app: Flask) -> None:
    with app.test_request_context("/meja?lang=en"):
        cookie = DeskPages().render("base.html").headers["Set-Cookie"]
    assert "meja_bahasa=en" in cookie
    assert "Path=/meja" in cookie
    assert '<html lang="en">' in page(app, "/meja", Account(), headers={"Cookie": "meja_bahasa=en"})


def test_the_switch_of_language_keeps_what_the_page_asks(app: Flask) -> None:
    assert 'href="?lajur=appeal&amp;lang=en"' in page(app, "/meja?lajur=appeal&lang=id", Account())


def test_what_happened_is_told_with_the_way_back(app: Flask) -> None:
    text = page(app, "/meja", Account(), Told("Disetujui.", undo="/meja/catatan/3", acknowledges="case-3"))
    assert '<a class="button small" href="/meja/catatan/3" data-key="u">' in text
    assert 'data-acknowledges="case-3"' in text


def test_no_page_of_the_desk_is_stored(app: Flask) -> None:
    with app.test_request_context("/meja"):
        assert DeskPages().render("base.html").headers["Cache-Control"] == "no-store"


def test_the_desks_modules_find_each_other(client: FlaskClient, app: Flask) -> None:
    address = re.search(r'src="(/static/[^"]*/)console.js"', page(app, "/meja", Account()))
    assert address
    for name in ("console.js", "keys.js", "console.css"):
        assert client.get(f"{address[1]}{name}").status_code == 200
    assert client.get(f"{address[1]}../about.py").status_code == 404
    # What readers' pages need too stands beside the folder, and is found from inside it.
    imported = re.findall(r"from '\.\./(\w+\.js)'", client.get(f"{address[1]}console.js").text)
    assert imported == ["copying.js"]
    assert client.get(f"{address[1].removesuffix('console/')}copying.js").status_code == 200
    assert client.get(f"{address[1].removesuffix('console/')}site.css").status_code == 404

"""The page for a developer's first ten minutes: whole in both languages, and only with what this service answers."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from flask.testing import FlaskClient
from tests.support.first_calls import calls_on
from tests.support.service import Service

from cektautan.web.site.developers.first_calls import ROOT_KEY, SERVER

PATH = "/sepuluh-menit"
FOLDER = files("cektautan.web.site.developers")
DATA = json.loads((FOLDER / "first_calls.json").read_text("utf-8"))


def test_the_calls_keep_to_their_schema() -> None:
    jsonschema.validate(DATA, json.loads((FOLDER / "first_calls.schema.json").read_text("utf-8")))
    names = [call["id"] for step in DATA["steps"] for call in step["calls"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_call_has_a_button_that_only_the_script_shows(desk: Service, language: str) -> None:
    answer = desk.client().get(f"{PATH}?lang={language}")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    page = answer.text
    count = sum(len(step["calls"]) for step in DATA["steps"])
    assert len(calls_on(page)) == count == page.count("hidden>")
    for name in calls_on(page):
        assert f'id="{name}"' in page
        assert f'aria-describedby="{name}"' in page


def test_the_calls_ask_the_service_under_the_address_that_readers_use(desk: Service) -> None:
    desk.settings["CEKTAUTAN_PUBLIC_URL"] = "https://periksa.contoh.id"
    page = desk.client().get(PATH).text
    assert SERVER not in page
    code = calls_on(page)["check_one"].code
    assert code == (
        "curl -s -G https://periksa.contoh.id/v1/check --data-urlencode 'url=https://periksa.contoh.id/uji/salah'"
    )


def test_the_root_key_is_that_of_the_list_and_a_sign_for_it_where_there_is_none(desk: Service) -> None:
    def key() -> str:
        return calls_on(desk.client().get(PATH).text)["python_local"].code.split('"')[3]

    assert key() == desk.publisher.root_key
    desk.settings["CEKTAUTAN_ROOT_KEY"] = ""
    assert key() == ROOT_KEY


def test_without_a_desk_there_are_no_calls_that_need_one(client: FlaskClient) -> None:
    page = client.get(f"{PATH}?lang=en").text
    names = set(calls_on(page))
    assert {"check_one", "python_local", "whole_list", "limits_left"} <= names
    assert not {"changes_first", "changes_wait", "limits_key"} & names
    assert "With a key" not in page


def test_the_limits_are_those_of_the_settings(desk: Service) -> None:
    desk.settings |= {"CEKTAUTAN_LIMIT_CHECK": "7000 per hour", "CEKTAUTAN_QUOTA_KEYED": "0"}
    client = desk.client()
    assert "<code>check</code>: 7.000 dalam 3.600 detik" in client.get(f"{PATH}?lang=id").text
    english = client.get(f"{PATH}?lang=en").text
    assert "<code>check</code>: 7,000 in 3,600 seconds" in english
    # Zero is no end, and no number to be shown.
    assert "a day at most" not in english


def test_it_leads_on_and_is_led_to(desk: Service) -> None:
    client = desk.client()
    page = client.get(f"{PATH}?lang=en").text
    for way in ("/docs", "/unduh", "/uji/", "/cara-kerja", "/tentang"):
        assert f'href="{way}?lang=en"' in page.partition("<main")[2].partition("<footer")[0]
    for origin in ("/docs", "/unduh", "/uji/"):
        main = client.get(f"{origin}?lang=en").text.partition("<main")[2].partition("<footer")[0]
        assert f'href="{PATH}?lang=en' in main

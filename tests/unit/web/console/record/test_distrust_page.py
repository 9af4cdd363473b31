"""Withdrawing trust at the desk: counted before, done once with a reason, told with its undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.desk import add, add_sources, claim, listing
from tests.support.harvest import add_tbh
from tests.support.people import Desk, Person

from cektautan.store.models import Feed, Listing
from cektautan.web.texts import load

T = load("id")
PAGE = "/meja/sumber/turnbackhoax/cabut-kepercayaan"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add(desk.store, claim(), listing(), listing(key="url:kabar.example/2", level=2))
    add_tbh(desk.store)
    return desk


def statuses(desk: Desk) -> list[str]:
    with desk.store.reading() as session:
        return [session.get_one(Listing, number).status for number in (1, 2)]


def test_it_is_counted_first_and_done_once(desk: Desk, sari: Person) -> None:
    assert f'href="{PAGE}"' in sari.get("/meja/sumber/turnbackhoax").text
    page = sari.get(f"{PAGE}?lang=id").text
    for level in ("3 · ", "2 · "):
        assert f"sekarang tingkat {level}" in page
    assert 'name="dilihat" value="2"' in page
    form = {"dilihat": "2", "alasan": "Situsnya diambil alih."}
    assert sari.post(PAGE, {**form, "alasan": ""}).status_code == 422
    refused = sari.post(f"{PAGE}?lang=id", {**form, "dilihat": "1"})
    assert refused.status_code == 422
    assert T["not_done_source_rests_otherwise"] in refused.text
    assert "Situsnya diambil alih." in refused.text
    assert statuses(desk) == ["active", "active"]
    answer = sari.post(PAGE, form)
    assert answer.status_code == 303
    page = sari.get(f"{answer.headers['Location']}&lang=id").text
    assert T["distrust_done"] in page
    assert 'href="/meja/catatan/' in page
    assert T["distrust_nothing"] in page
    assert statuses(desk) == ["suspended", "suspended"]
    with desk.store.reading() as session:
        assert session.get_one(Feed, "tbh").status == "distrusted"


def test_the_decision_can_be_read_in_the_log_and_taken_back_there(desk: Desk, sari: Person) -> None:
    answer = sari.post(PAGE, {"dilihat": "2", "alasan": "Situsnya diambil alih."})
    seq = answer.headers["Location"].rpartition("=")[2]
    page = sari.get(f"/meja/catatan/{seq}?lang=id")
    assert page.status_code == 200
    assert T["log_action_source_distrusted"] in page.text
    assert T["log_object_feed"] in page.text


def test_whoever_may_lower_nothing_neither_sees_nor_does_it(desk: Desk) -> None:
    admin = desk.person("admin", "admin")
    assert PAGE not in admin.get("/meja/sumber/turnbackhoax").text
    assert admin.get(PAGE).status_code == 403
    assert admin.post(PAGE, {"dilihat": "2", "alasan": "x"}).status_code == 403
    assert statuses(desk) == ["active", "active"]


def test_there_is_none_of_a_source_that_is_not_there(sari: Person) -> None:
    assert sari.get("/meja/sumber/tidak-ada/cabut-kepercayaan").status_code == 404

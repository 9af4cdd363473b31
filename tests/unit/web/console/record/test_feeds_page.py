"""Feeds at the desk: their health in words, forms that name the field, and what was held decided as a whole."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, add, add_sources, claim
from tests.support.harvest import add_tbh, numbered, take
from tests.support.people import Desk, Person

from cektautan.desk.harvest.feeds import due
from cektautan.store.models import Case, Event, Feed, Finding
from cektautan.web.texts import load

T = load("id")
HOME = "/meja/sumber/turnbackhoax/umpan"
DAY = 86_400
FORM = {
    "id": "tbh-peta", "adapter": "sitemap", "address": "https://turnbackhoax.id/sitemap.xml", "licence": "",
    "every_minutes": "120", "budget": "5", "expires": "", "reason": "Umpannya hanya memuat sepuluh.",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add_tbh(desk.store, budget=2)
    return desk


@pytest.fixture
def admin(desk: Desk) -> Person:
    return desk.person("admin", "admin")


def feed(desk: Desk, name: str = "tbh") -> Feed:
    with desk.store.reading() as session:
        return session.get_one(Feed, name)


def change(desk: Desk, **values: object) -> None:
    with desk.store.deciding("system", desk.now) as work:
        row = work.session.get_one(Feed, "tbh")
        for name, value in values.items():
            setattr(row, name, value)
        work.record("test.prepared", ("feed", "tbh"))


def test_a_source_shows_its_feeds_with_their_health(desk: Desk, admin: Person) -> None:
    change(desk, rows=1234, faults=3, good_at=desk.now - 2 * DAY, problem="status", failures=4, tried_at=desk.now)
    page = admin.get("/meja/sumber/turnbackhoax?lang=id").text
    assert f'href="{HOME}/tbh"' in page
    assert "1.234 baris, 3 tidak terbaca" in page
    assert T["log_feed_problem_status"] in page
    assert "gagal 4 kali berturut-turut" in page
    assert "0 dari 2 kasus hari ini" in page
    assert T["feed_trouble_failing"] in page


@pytest.mark.parametrize(
    ("values", "trouble"),
    [({"failures": 9, "problem": "unreachable"}, "feed_trouble_failing"), ({"expires": "past"}, "feed_trouble_over")],
)
def test_the_board_puts_what_fails_for_a_day_or_is_over_on_top(
    desk: Desk, admin: Person, values: dict[str, object], trouble: str
) -> None:
    page = admin.get("/meja/papan?lang=id").text
    assert f"</a>: {T[trouble]}" not in page
    assert f'href="{HOME}/tbh"' in page
    over = {"expires": date(2026, 1, 1)} if values.get("expires") else values
    change(desk, created_at=desk.now - 3 * DAY, **over)
    page = admin.get("/meja/papan?lang=id").text
    assert page.index(f"</a>: {T[trouble]}") < page.index('<ul class="figures">')


def test_a_feed_is_added_and_changed_with_a_reason(desk: Desk, admin: Person) -> None:
    assert T["import_format_sitemap"] in admin.get(f"{HOME}?lang=id").text
    answer = admin.post(HOME, FORM)
    assert answer.status_code == 303, answer.text
    assert T["feed_told_feed_added"] in admin.get(f"{answer.headers['Location']}&lang=id").text
    assert admin.post(HOME, {**FORM, "version": "1", "budget": "7"}).status_code == 303
    assert (feed(desk, "tbh-peta").budget, feed(desk, "tbh-peta").every_minutes) == (7, 120)
    with desk.store.reading() as session:
        made = session.scalars(select(Event).where(Event.object_id == "tbh-peta").order_by(Event.seq)).all()
    assert [(each.action, each.actor) for each in made] == [("feed.added", admin.actor), ("feed.changed", admin.actor)]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("id", "Tidak Boleh", "unknown"), ("id", "tbh", "taken"), ("adapter", "x", "unknown"),
     ("address", "ftp://a", "unknown"), ("every_minutes", "1", "out_of_range"), ("budget", "nol", "out_of_range"),
     ("licence", "CC\u202eBY", "unreadable"), ("level", "2", "of_lists_only"), ("scope", "host", "of_lists_only"),
     ("expires", "kemarin", "not_a_day"), ("expires", "2020-01-01", "out_of_range"), ("reason", " ", "empty")],
)  # fmt: skip
def test_a_field_that_cannot_be_so_is_named_and_nothing_is_lost(
    desk: Desk, admin: Person, name: str, value: str, code: str
) -> None:
    answer = admin.post(f"{HOME}?lang=id", {**FORM, name: value})
    assert answer.status_code == 422
    assert f'id="{name}-wrong">{T[f"feed_wrong_{name}_{code}"]}' in answer.text
    assert FORM["licence"] in answer.text
    assert (FORM["reason"] if name != "reason" else FORM["address"]) in answer.text
    with desk.store.reading() as session:
        assert session.get(Feed, "tbh-peta") is None


LIST = {**FORM, "id": "tbh-daftar", "adapter": "hosts", "claim": "klaim-uji-2026", "level": "2", "scope": "host"}


@pytest.mark.parametrize(
    ("name", "value"), [("claim", "tidak-ada"), ("level", "4"), ("scope", "negara")],
)  # fmt: skip
def test_what_a_list_is_told_with_is_named_where_it_cannot_be_so(
    desk: Desk, admin: Person, name: str, value: str
) -> None:
    add(desk.store, claim())
    answer = admin.post(f"{HOME}?lang=id", {**LIST, name: value})
    assert answer.status_code == 422
    assert f'id="{name}-wrong">{T[f"feed_wrong_{name}_unknown"]}' in answer.text


def looked_at(page: str) -> str:
    """Return what the form of a preview says that somebody saw."""
    found = re.search(r'name="dilihat" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_a_list_is_told_with_a_claim_a_level_and_a_scope_and_seen_before_it_is_saved(desk: Desk, admin: Person) -> None:
    add(desk.store, claim())
    looked = admin.post(f"{HOME}?lang=id", {**LIST, "langkah": "lihat"})
    assert looked.status_code == 200
    assert T["feed_look_told"] in looked.text
    assert T["import_format_hosts"] in looked.text
    assert 'value="klaim-uji-2026"' in looked.text
    with desk.store.reading() as session:
        assert session.get(Feed, "tbh-daftar") is None
    seen = {"langkah": "simpan", "dilihat": looked_at(looked.text)}
    later = admin.post(f"{HOME}?lang=id", {**LIST, **seen, "level": "3"})
    assert (later.status_code, T["feed_look_again"] in later.text) == (200, True)
    assert looked_at(later.text) != seen["dilihat"]
    with desk.store.reading() as session:
        assert session.get(Feed, "tbh-daftar") is None
    assert admin.post(HOME, {**LIST, **seen, "reason": "Alasan yang lebih jelas."}).status_code == 303
    assert feed(desk, "tbh-daftar").defaults == {"claim": "klaim-uji-2026", "level": 2, "scope": "host"}
    page = admin.get(f"{HOME}/tbh-daftar?lang=id").text
    assert 'value="klaim-uji-2026"' in page
    changed = {**LIST, "version": "1", "level": "1"}
    looked = admin.post(f"{HOME}?lang=id", {**changed, "langkah": "lihat"})
    assert looked.text.count("<del>") == 1
    assert feed(desk, "tbh-daftar").defaults["level"] == 2
    same = admin.post(f"{HOME}?lang=id", {**LIST, "version": "1", "expires": str(feed(desk, "tbh-daftar").expires),
                                          "langkah": "lihat"})  # fmt: skip
    assert T["feed_look_nothing"] in same.text
    assert admin.post(HOME, changed).status_code == 303
    assert feed(desk, "tbh-daftar").defaults["level"] == 1


def test_what_cannot_be_saved_is_told_before_too(admin: Person) -> None:
    for wrong in ({"id": "tbh"}, {"reason": ""}, {"address": "ftp://a"}):
        assert admin.post(HOME, {**FORM, **wrong, "langkah": "lihat"}).status_code == 422


def test_whoever_was_slower_keeps_what_was_typed(desk: Desk, admin: Person) -> None:
    answer = admin.post(f"{HOME}?lang=id", {**FORM, "id": "tbh", "version": "9"})
    assert answer.status_code == 409
    assert FORM["address"] in answer.text


def test_a_feed_is_paused_resumed_and_read_now(desk: Desk, admin: Person) -> None:
    change(desk, tried_at=desk.now, good_at=desk.now)
    with desk.store.reading() as session:
        assert due(session, desk.now) == ()
    answer = admin.post(f"{HOME}/tbh/baca")
    assert T["feed_told_feed_asked"] in admin.get(f"{answer.headers['Location']}&lang=id").text
    with desk.store.reading() as session:
        assert due(session, desk.now) == ("tbh",)
    assert admin.post(f"{HOME}/tbh/keadaan", {"status": "paused", "status_reason": ""}).status_code == 422
    assert admin.post(f"{HOME}/tbh/keadaan", {"status": "paused", "status_reason": "Ada ralat."}).status_code == 303
    assert feed(desk).status == "paused"
    assert T["feed_resume"] in admin.get(f"{HOME}/tbh?lang=id").text
    assert admin.post(f"{HOME}/tbh/baca").status_code == 422
    assert admin.post(f"{HOME}/tbh/keadaan", {"status": "active", "status_reason": "Sudah."}).status_code == 303
    assert feed(desk).status == "active"


def test_what_was_held_is_reached_from_its_case_and_decided_with_one_reason(desk: Desk) -> None:
    sari = desk.person("sari", "moderator")
    take(desk.store, *numbered(6), now=NOW)
    with desk.store.reading() as session:
        case = session.scalars(select(Case).where(Case.merge_group == "held")).one()
    assert f'href="{HOME}/tbh/ditahan"' in sari.get(f"/meja/kasus/{case.id}").text
    page = sari.get(f"{HOME}/tbh/ditahan?lang=id").text
    assert page.count("data-row tabindex") == 4
    assert "content:youtube" not in page
    assert "youtu" in page
    assert sari.post(f"{HOME}/tbh/ditahan", {"langkah": "masukkan", "alasan": ""}).status_code == 422
    form = {"langkah": "masukkan", "sampai": seen_upto(page), "alasan": "Semuanya cek fakta biasa."}
    answer = sari.post(f"{HOME}/tbh/ditahan", form)
    assert answer.status_code == 303
    page = sari.get(f"{answer.headers['Location']}&lang=id").text
    assert T["feed_told_findings_let_in"] in page
    assert T["held_none"] in page
    with desk.store.reading() as session:
        assert len(session.scalars(select(Case).where(Case.kind == "match")).all()) == 6
        assert session.get_one(Case, case.id).status == "closed"


def seen_upto(page: str) -> str:
    """Return the last finding that a page of held ones shows."""
    found = re.search(r'name="sampai" value="([0-9]+)"', page)
    assert found is not None
    return found[1]


def test_what_was_held_is_left_out(desk: Desk) -> None:
    sari = desk.person("sari", "moderator")
    take(desk.store, *numbered(3), now=NOW)
    form = {"langkah": "kesampingkan", "alasan": "Ulangan.", "sampai": seen_upto(sari.get(f"{HOME}/tbh/ditahan").text)}
    assert sari.post(f"{HOME}/tbh/ditahan", form).status_code == 303
    with desk.store.reading() as session:
        states = [each.state for each in session.scalars(select(Finding).order_by(Finding.id))]
    assert states == ["offered", "offered", "dismissed"]
    assert sari.post(f"{HOME}/tbh/ditahan", {"langkah": "masukkan", "alasan": "Lagi."}).status_code == 422


@pytest.mark.parametrize("seen", [None, "", "x", "9" * 40])
def test_nothing_held_is_decided_by_who_does_not_say_what_was_seen(desk: Desk, seen: str | None) -> None:
    sari = desk.person("sari", "moderator")
    take(desk.store, *numbered(3), now=NOW)
    form = {"langkah": "masukkan", "alasan": "Semuanya."} | ({} if seen is None else {"sampai": seen})
    answer = sari.post(f"{HOME}/tbh/ditahan?lang=id", form)
    assert (answer.status_code, T["desk_fault_none"] in answer.text) == (422, True)
    with desk.store.reading() as session:
        assert [each.state for each in session.scalars(select(Finding).order_by(Finding.id))][-1] == "held"


def test_a_feed_is_saved_by_no_other_button_than_that_for_saving(desk: Desk, admin: Person) -> None:
    assert admin.post(HOME, {**FORM, "langkah": "lain"}).status_code == 200
    with desk.store.reading() as session:
        assert session.get(Feed, "tbh-peta") is None


def test_whoever_may_not_write_sources_sees_no_form_and_changes_nothing(desk: Desk) -> None:
    auditor = desk.person("agus", "auditor")
    page = auditor.get(f"{HOME}/tbh?lang=id").text
    assert T["feed_health"] in page
    assert T["feed_read_now"] not in page
    assert auditor.post(f"{HOME}/tbh/keadaan", {"status": "paused", "status_reason": "x"}).status_code == 403
    assert auditor.post(HOME, FORM).status_code == 403
    assert feed(desk).status == "active"


def test_there_is_no_page_of_a_feed_that_is_not_there(admin: Person) -> None:
    for path in ("tidak-ada", "tidak-ada/ditahan"):
        assert admin.get(f"{HOME}/{path}").status_code in (403, 404)
    assert admin.get("/meja/sumber/kpu/umpan/tbh").status_code == 404


def test_what_is_wrong_with_a_feed_is_told_in_words(desk: Desk, admin: Person) -> None:
    change(desk, problem="not_this_format", detail="html_instead", failures=1, faults=5, unread={"link_missing": 5})
    page = admin.get(f"{HOME}/tbh?lang=id").text
    assert f"{T['log_feed_problem_not_this_format']}: {T['source_fault_html_instead']}" in page
    assert f"5 \u00d7 {T['source_fault_link_missing']}" in page
    assert "html_instead" not in page

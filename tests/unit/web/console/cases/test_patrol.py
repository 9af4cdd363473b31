"""The pages of the desk say what a patrol saw: before and after side by side, and of each listing the last look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.desk import add, add_sources, claim, listing, shipped_policy
from tests.support.people import Desk, Person

from cektautan.desk.patrol.domains import note_domain
from cektautan.desk.patrol.fingerprint import fingerprint
from cektautan.desk.patrol.noting import note
from cektautan.desk.patrol.observing import Seen
from cektautan.desk.patrol.rdap import Registration
from cektautan.desk.patrol.snapshot import Snapshot
from cektautan.store.models import DomainLook, PageLook
from cektautan.web.texts import LANGUAGES, load

POLICY = shipped_policy()
HOUR, DAY = 3600, 86_400
KEY = "url:kabar.example/1"
T = load("id")
CODES = ("status", "not_text", "no_text", "cut_off", "wall_login", "wall_consent", "wall_challenge", "wall_filtered",
         "not_allowed", "unreachable", "too_slow", "bad_answer", "too_much", "too_many_hops", "robots", "too_soon",
         "no_oembed", "paywall", "no_title", "defect")  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    add_sources(made.store)
    add(made.store, claim(), listing(key=KEY))
    return made


def shot(text: str, title: str = "Judul", address: str = "https://kabar.example/1") -> Snapshot:
    return Snapshot(1_790_000_000, address, KEY, title, text, fingerprint(text, frozenset()), whole=True)


def watch(desk: Desk, key: str = KEY, kind: str = "page", **values: Any) -> PageLook:
    row = PageLook(key=key, url=f"https://{key.partition(':')[2]}", kind=kind, next_at=0, **values)
    add(desk.store, row)
    return row


def see(desk: Desk, row: PageLook, seen: Seen, *hours: float) -> None:
    """Let these looks happen, so many hours before now."""
    for each in hours:
        with desk.store.reading() as session:
            now = session.get_one(PageLook, row.id)
        note(desk.store, POLICY, now, seen, None, desk.now - int(each * HOUR))


BEFORE = "Bantuan tunai dibagikan kepada seluruh warga lewat tautan ini sebelum akhir bulan."
AFTER = "Harga cabai turun\u202e setelah <b>pasokan</b> dari sentra panen kembali lancar sejak awal pekan."


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_and_after_stand_side_by_side_and_do_nothing(desk: Desk, sari: Person, language: str) -> None:
    texts, row = load(language), watch(desk)
    see(desk, row, Seen("read", shot(BEFORE, "Bantuan")), 60)
    see(desk, row, Seen("read", shot(AFTER, "Cabai", "https://kabar.example/\u202e1")), 12, 4)
    page = sari.get(f"/meja/kasus/1?lang={language}").text
    panel = page[page.index('aria-labelledby="j-patroli"') :].partition("</section>")[0]
    for said in (texts["patrol_how_changed"], texts["patrol_means_changed"], BEFORE, "Bantuan", "Cabai"):
        assert said in panel
    assert texts.say("patrol_kept", percent=0) in panel
    assert "turun[U+202E] setelah &lt;b&gt;pasokan&lt;/b&gt;" in panel
    assert "href" not in panel
    assert texts.say("patrol_looked", when=texts.say("desk_ago", span=texts.say("desk_hours", count=4)),
                     what=texts["patrol_seen_changed"]) in page  # fmt: skip


def test_a_page_that_is_gone_shows_what_it_was(desk: Desk, sari: Person) -> None:
    row = watch(desk)
    see(desk, row, Seen("read", shot(BEFORE)), 100)
    see(desk, row, Seen("gone"), 60, 40, 20, 1)
    page = sari.get("/meja/kasus/1?lang=id").text
    assert T["patrol_how_gone"] in page
    assert BEFORE in page
    assert T["patrol_gone"] in page
    assert T["desk_kind_changed_page"] in sari.get("/meja?lang=id").text


def test_an_item_of_a_platform_that_is_gone_is_told_as_such(desk: Desk, sari: Person) -> None:
    key = "content:youtube:GPdzHkn5M6M"
    add(desk.store, listing(key=key, url="https://www.youtube.com/watch?v=GPdzHkn5M6M", platform="youtube", domain=""))
    row = watch(desk, key, "item")
    see(desk, row, Seen("gone"), 60, 40, 20, 1)
    page = sari.get("/meja/kasus/1?lang=id").text
    assert T["patrol_how_gone_item"] in page
    assert T["patrol_part_text"] not in page


def test_a_domain_that_was_registered_anew_shows_what_is_listed_on_it(desk: Desk, sari: Person) -> None:
    add(desk.store, listing(key="url:kabar.example/2", domain="kabar.example"), DomainLook(domain="kabar.example",
                                                                                         next_at=0))  # fmt: skip
    with desk.store.reading() as session:
        row = session.get_one(DomainLook, 1)
    assert note_domain(desk.store, POLICY, row, Registration("known", date(2026, 9, 18)), desk.now) == "registered"
    page = sari.get("/meja/kasus/1?lang=id").text
    assert T["patrol_how_registered"] in page
    assert "18 September 2026" in page
    assert "Cek fakta terbarunya" not in page
    assert T.say("patrol_on_domain", count=2) in page
    assert page.count('href="/meja/klaim/klaim-uji-2026">Buka klaimnya') == 2


def test_what_an_import_brought_with_an_old_check_shows_the_day_of_that(desk: Desk, sari: Person) -> None:
    add(desk.store, claim("klaim-impor", origin="import"), DomainLook(domain="lama.example", next_at=0),
        listing("klaim-impor", "url:lama.example/1", listed=date(2026, 9, 20)))  # fmt: skip
    with desk.store.reading() as session:
        row = session.get_one(DomainLook, 1)
    note_domain(desk.store, POLICY, row, Registration("known", date(2026, 9, 18)), desk.now)
    page = sari.get("/meja/kasus/1?lang=id").text
    assert T.say("patrol_checked", checked=T.date("2026-08-31")) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_claim_says_that_and_why_a_page_cannot_be_observed(
    desk: Desk, sari: Person, language: str
) -> None:
    row, texts = watch(desk), load(language)
    see(desk, row, Seen("read", shot(BEFORE)), 50)
    ago = texts.say("desk_ago", span=texts.say("desk_hours", count=2))
    seen = texts.say("patrol_seen_before", when=texts.say("desk_ago", span=texts.say("desk_days", count=2)))
    for code in CODES:
        see(desk, row, Seen(code), 2)
        page = sari.get(f"/meja/klaim/klaim-uji-2026?lang={language}").text
        tried = texts.say("patrol_tried", when=ago, why=texts[f"patrol_why_{code}"])
        assert f"{tried} {seen}".replace("'", "&#39;") in page, code


def test_the_page_of_a_claim_says_what_is_still_there_and_what_is_never_looked_at(desk: Desk, sari: Person) -> None:
    add(
        desk.store,
        listing(key="content:facebook:1", url="https://www.facebook.com/1", platform="facebook", domain=""),
        listing(key="url:jauh.example/"),
        listing(key="url:s.id/abc", opaque=True),
        listing(key="url:kabar.example/baru"),
    )
    see(desk, watch(desk), Seen("read", shot(BEFORE)), 3)
    page = sari.get("/meja/klaim/klaim-uji-2026?lang=id").text
    ago = T.say("desk_ago", span=T.say("desk_hours", count=3))
    assert T.say("patrol_looked", when=ago, what=T["patrol_seen_there"]) in page
    for code in ("platform", "front", "opaque", "waiting"):
        assert T[f"patrol_not_{code}"] in page


def test_a_case_that_no_patrol_opened_shows_nothing_of_one(desk: Desk, sari: Person) -> None:
    sari.post("/meja/klaim/klaim-uji-2026/kasus", {"listing": "1"})
    page = sari.get("/meja/kasus/1?lang=id").text
    assert "j-patroli" not in page
    assert T["patrol_not_waiting"] in page

"""What another desk takes back stands on its case with what readers are told here, and is decided by the same form."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.desk import add, add_sources, claim, listing
from tests.support.people import Desk, Person

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed
from cektautan.desk.policy import load_policy
from cektautan.store.models import Case, Claim, Listing
from cektautan.web.texts import load

T = load("id")
ROOT = Path(__file__).resolve().parents[5]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add(desk.store, claim(), listing(), listing(key="url:kabar.example/2"))
    policy = load_policy(ROOT / "rules", ROOT / "blocklists")
    with desk.store.deciding("operator", desk.now) as work:
        wanted = FeedWritten("meja-lain", "turnbackhoax", "changes", "https://meja-lain.example/v1/changes")
        add_feed(work, wanted, {"changes"}, "Mitra.")
        named = list(work.session.scalars(select(Listing.id)))
        for claim_id in ("klaim-uji-2026", None):
            open_or_merge(
                work, policy, kind="changed_check", key=f"followed:meja-lain:{claim_id or ''}", claim_id=claim_id,
                details={"how": "taken_back_elsewhere", "feed": "meja-lain", "listings": named},
            )  # fmt: skip
    return desk


def case_of(desk: Desk, claim_id: str | None) -> Case:
    with desk.store.reading() as session:
        return session.scalars(select(Case).where(Case.kind == "changed_check", Case.claim_id == claim_id)).one()


def test_it_is_shown_with_who_took_it_back_and_what_readers_are_told_here(desk: Desk, sari: Person) -> None:
    page = sari.get(f"/meja/kasus/{case_of(desk, 'klaim-uji-2026').id}?lang=id").text
    assert T["desk_kind_taken_back"] in page
    assert T["desk_kind_taken_back"] in sari.get("/meja?lang=id").text
    assert T["desk_kind_changed_check"] not in page
    assert T["found_how_taken_back"] in page
    assert T.say("found_means_taken_back", source="TurnBackHoax") in page
    assert 'href="/meja/sumber/turnbackhoax/umpan/meja-lain"' in page
    assert T.say("found_taken_back_told", count=2) in page
    assert page.count(f"3 · {T['desk_preview_label_3']}") >= 2
    assert T["desk_preview_now"] in page
    assert [f'value="{each}"' in page for each in ("tingkat-2", "tingkat-1", "cabut", "ambil")] == [True] * 3 + [False]


def test_the_claim_is_withdrawn_from_the_case(desk: Desk, sari: Person) -> None:
    case = case_of(desk, "klaim-uji-2026")
    form = {"versi": str(case.version), "versi_klaim": "1", "alasan_cek": "Meja lain benar."}
    assert sari.post(f"/meja/kasus/{case.id}/cek-berubah", {**form, "cek": "ambil"}).status_code == 422
    assert sari.post(f"/meja/kasus/{case.id}/cek-berubah", {**form, "cek": "cabut"}).status_code == 303
    with desk.store.reading() as session:
        assert session.get_one(Claim, "klaim-uji-2026").status == "withdrawn"
        assert session.get_one(Case, case.id).status == "closed"


def test_what_came_beyond_the_budget_names_the_claim_of_each(desk: Desk, sari: Person) -> None:
    page = sari.get(f"/meja/kasus/{case_of(desk, None).id}?lang=id").text
    assert page.count('href="/meja/klaim/klaim-uji-2026"') == 2
    assert 'name="cek"' not in page

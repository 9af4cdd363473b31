"""Nobody is shown a form that would only be refused to them; the page says why, and who is waited for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.desk import add, add_sources, claim, listing, shipped_policy
from tests.support.people import Desk, Person

from cektautan.desk.decisions.lower import lower, retract, withdraw_claim
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.store.models import Case, Listing
from cektautan.web.texts import load

POLICY = shipped_policy()
CLAIM = "klaim-uji-2026"
NOTED = "catatan-2026"
T = load("id")

Open = Callable[..., int]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add(
        desk.store,
        claim(),
        claim(NOTED, verdict="satire", level=1, reason_code="fact_checked_satire"),
        listing(),
        listing(NOTED, "url:kabar.example/catatan", level=1),
    )
    return desk


def page(who: Person, path: str) -> str:
    return who.get(f"{path}{'&' if '?' in path else '?'}lang=id").text


def forms(text: str) -> set[str]:
    """The last words of where the forms of a page are sent to."""
    return set(re.findall(r'action="/meja/[^"?]*?([a-z-]+)[?"]', text))


def stay_out(who: Person, claim_id: str = CLAIM) -> None:
    assert who.post("/meja/orang/menarik-diri", {"dari": "claim", "apa": claim_id, "alasan": ""}).status_code == 303


def second_look(desk: Desk, who: Person) -> int:
    """A warning that somebody made milder, and the case in which somebody else looks at it."""
    lower(desk.store, POLICY, who.id, 1, 1, 2, "Keliru.", desk.now)
    with desk.store.reading() as session:
        return session.query(Case.id).filter_by(kind="second_look").scalar()


# The queue.


def test_of_what_waits_for_a_second_person_nothing_is_closed_together_and_the_page_says_what_is_next(
    desk: Desk, sari: Person
) -> None:
    empty = page(sari, "/meja?punya=kedua")
    assert (T["desk_queue_none_second"] in empty, "banyak" in forms(empty)) == (True, False)
    list_addresses(desk.store, POLICY, sari.id, CLAIM, [Address("https://kabar.example/9")], "Sama.", desk.now)
    shown = page(sari, "/meja?punya=kedua")
    assert "banyak" not in forms(shown)
    assert T["desk_queue_decide_second"] in shown
    assert "data-row" in shown


@pytest.mark.parametrize(
    ("whose", "name"), [("saya", "mine"), ("bebas", "free"), ("kedua", "second"), ("lewat", "late")]
)
def test_each_empty_tab_says_what_would_stand_there(sari: Person, whose: str, name: str) -> None:
    shown = page(sari, f"/meja?punya={whose}")
    assert T[f"desk_queue_none_{name}"] in shown
    assert T[f"desk_queue_none_{name}_hint"] in shown
    assert T["desk_queue_none_filtered"] in page(sari, f"/meja?punya={whose}&jenis=report")


def test_only_what_one_may_close_now_is_picked(desk: Desk, sari: Person, budi: Person, opened: Open) -> None:
    looked, held, about = second_look(desk, sari), opened(), opened("url:kabar.example/1", claim_id=CLAIM)
    assert budi.post(f"/meja/kasus/{held}/ambil").status_code == 303
    picks = r'name="kasus" value="(\d+):'
    assert set(re.findall(picks, page(sari, "/meja"))) == {str(about)}
    assert set(re.findall(picks, page(budi, "/meja"))) == {str(looked), str(held), str(about)}
    stay_out(budi)
    assert set(re.findall(picks, page(budi, "/meja"))) == {str(held)}


# A case.


def test_who_made_a_warning_milder_is_told_who_looks_at_it_again(desk: Desk, sari: Person, budi: Person) -> None:
    desk.person("kembar", "moderator", created_by=sari.id)
    path = f"/meja/kasus/{second_look(desk, sari)}"
    shown = page(sari, path)
    assert "tutup" not in forms(shown)
    assert T["ruling_own_lowering"] in shown
    assert "Yang boleh memutuskan: <bdi>Budi</bdi>." in shown
    assert "tutup" in forms(page(budi, path))


def test_who_stays_out_of_a_claim_is_shown_no_form_that_decides_about_it(
    desk: Desk, sari: Person, opened: Open
) -> None:
    path = f"/meja/kasus/{opened('url:kabar.example/1', kind='changed_page', claim_id=CLAIM, listing_id=1)}"
    decides = {"turunkan", "perpanjang", "tutup"}
    assert decides <= forms(page(sari, path))
    stay_out(sari)
    shown = page(sari, path)
    assert not decides & forms(shown)
    assert T["ruling_recused"] in shown


def test_who_stays_out_of_a_claim_neither_decides_nor_takes_back_a_proposal_about_it(
    desk: Desk, sari: Person, budi: Person
) -> None:
    done = list_addresses(desk.store, POLICY, sari.id, CLAIM, [Address("https://kabar.example/9")], "Sama.", desk.now)
    path = f"/meja/kasus/{done.case_id}"
    for who in (sari, budi):
        assert "putuskan" in forms(page(who, path))
        stay_out(who)
        shown = page(who, path)
        assert "putuskan" not in forms(shown)
        assert T["ruling_recused"] in shown


def test_a_days_warning_is_offered_only_where_the_rule_allows_it(desk: Desk, sari: Person) -> None:
    shut = Address("https://kabar.example/9", "domain", 2)
    for address, offered in ((Address("https://lain.example/9"), True), (shut, False)):
        done = list_addresses(desk.store, POLICY, sari.id, CLAIM, [address], "Sama.", desk.now)
        path = f"/meja/kasus/{done.case_id}"
        assert ('value="sementara"' in page(sari, path)) == offered
        sent = {"versi": "1", "putusan": "sementara", "alasan_sementara": "Malam ini."}
        assert sari.post(f"/meja/usulan/{done.proposal_id}/putuskan", sent).status_code == (303 if offered else 403)
        assert 'value="sementara"' not in page(sari, path), "never twice"


def test_a_listing_is_raised_no_higher_than_its_finding_allows(desk: Desk, sari: Person, opened: Open) -> None:
    noted = opened("url:kabar.example/catatan", kind="changed_page", claim_id=NOTED, listing_id=2)
    shown = page(sari, f"/meja/kasus/{noted}")
    assert "naikkan" not in forms(shown)
    sent = {"listing": "2", "versi_listing": "1", "naik": "tingkat-2", "alasan_naik": "Ya."}
    assert sari.post(f"/meja/kasus/{noted}/naikkan", sent).status_code == 403
    lower(desk.store, POLICY, sari.id, 1, 1, 1, "Keliru.", desk.now)
    warned = opened("url:kabar.example/1", kind="changed_page", claim_id=CLAIM, listing_id=1)
    assert re.findall(r'name="naik" value="([^"]+)"', page(sari, f"/meja/kasus/{warned}")) == ["tingkat-2", "tingkat-3"]


def test_what_is_a_note_already_is_not_suspended(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened("url:kabar.example/catatan", kind="changed_page", claim_id=NOTED, listing_id=2)
    assert re.findall(r'name="apa" value="([^"]+)"', page(sari, f"/meja/kasus/{case}")) == ["cabut"]
    sent = {"listing": "2", "versi_listing": "1", "apa": "tangguhkan", "alasan_turun": "Ya."}
    assert sari.post(f"/meja/kasus/{case}/turunkan", sent).status_code == 403


def test_what_cannot_be_restored_is_not_offered_to_be(desk: Desk, sari: Person, opened: Open) -> None:
    add(desk.store, listing(key="url:kabar.example/3"))
    retract(desk.store, POLICY, sari.id, 1, 1, "Keliru.", desk.now)
    case = opened("url:kabar.example/1", kind="changed_page", claim_id=CLAIM, listing_id=1)
    assert 'value="berlaku"' in page(sari, f"/meja/kasus/{case}")
    withdraw_claim(desk.store, POLICY, sari.id, CLAIM, 1, "Klaimnya keliru.", desk.now)
    assert 'value="berlaku"' not in page(sari, f"/meja/kasus/{case}")


def test_what_was_typed_into_a_form_that_is_there_no_more_stands_on_the_page(
    desk: Desk, sari: Person, budi: Person, opened: Open
) -> None:
    case = opened()
    sent = {"versi": "1", "hasil_kasus": "not_listed", "alasan_tutup": "Ditutup Budi."}
    assert budi.post(f"/meja/kasus/{case}/tutup", sent).status_code == 303
    late = sari.post(
        f"/meja/kasus/{case}/tutup?lang=id",
        {**sent, "alasan_tutup": "Alasan panjang saya.", "pelapor_id": "Untuk Anda."},
    )
    assert late.status_code == 409
    assert "tutup" not in forms(late.text)
    typed = re.findall(r'aria-labelledby="j-isian".*?</section>', late.text, re.DOTALL)[0]
    assert ("Alasan panjang saya." in typed, "Untuk Anda." in typed) == (True, True)


# Claims, and a link that is pasted.


def test_who_stays_out_of_a_claim_is_shown_no_form_on_its_page(sari: Person) -> None:
    path, writes = f"/meja/klaim/{CLAIM}", {"alamat", "cek", "kata"}
    assert writes <= forms(page(sari, path))
    assert f'value="{CLAIM}:1"' in page(sari, "/meja/klaim")
    assert f"/meja/klaim/{CLAIM}/ulasan" in page(sari, f"{path}/ulasan")
    stay_out(sari)
    shown = page(sari, path)
    assert not writes & forms(shown)
    assert T["ruling_recused"] in shown
    listed = page(sari, "/meja/klaim")
    assert (f'value="{CLAIM}:1"' in listed, f'value="{NOTED}:1"' in listed) == (False, True)
    own = page(sari, f"{path}/ulasan")
    assert (T["ruling_recused"] in own, 'name="title_id"' in own) == (True, False)


def test_a_claim_that_was_taken_back_takes_no_further_address(desk: Desk, sari: Person) -> None:
    withdraw_claim(desk.store, POLICY, sari.id, CLAIM, 1, "Keliru.", desk.now)
    shown = page(sari, f"/meja/klaim/{CLAIM}")
    assert "alamat" not in forms(shown)
    sent = {"versi": "2", "alamat": "https://kabar.example/baru", "alasan": "Ya."}
    late = sari.post(f"/meja/klaim/{CLAIM}/alamat?lang=id", sent)
    assert (late.status_code, "https://kabar.example/baru" in late.text) == (422, True)


def test_an_address_that_is_listed_is_listed_no_second_time(desk: Desk, sari: Person) -> None:
    asked = {"url": "https://kabar.example/1"}
    shown = sari.post("/meja/tempel?lang=id", asked).text
    assert T["desk_fault_already_listed"] in shown
    assert f'href="/meja/klaim/{CLAIM}"' in shown
    scopes = dict(re.findall(r'name="cakupan" value="(\w+)" required( disabled| checked|)', shown))
    assert (scopes.pop("url"), set(scopes.values())) == (" disabled", {""}), "what is wider has to be meant"
    add(desk.store, listing(key="content:youtube:GPdzHkn5M6M", domain="", url="https://youtu.be/GPdzHkn5M6M"))
    item = sari.post("/meja/tempel?lang=id", {"url": "https://youtu.be/GPdzHkn5M6M"}).text
    assert T["desk_fault_already_listed"] in item
    assert not {"tambah", "baru"} & forms(item)
    assert "tanpa-cek" in forms(item)


# The log and people.


def test_a_decision_that_somebody_decided_on_since_says_by_whom_and_offers_no_undo(
    desk: Desk, sari: Person, budi: Person
) -> None:
    done = lower(desk.store, POLICY, sari.id, 1, 1, 2, "Keliru.", desk.now)
    path = f"/meja/catatan/{done.event}"
    assert "urungkan" in forms(page(budi, path))
    with desk.store.reading() as session:
        version = session.get_one(Listing, 1).version
    lower(desk.store, POLICY, budi.id, 1, version, 1, "Masih keliru.", desk.now)
    shown = page(sari, path)
    assert "urungkan" not in forms(shown)
    assert T["log_stays"] in shown
    assert "Budi" in shown
    late = sari.post(f"{path}/urungkan?lang=id", {"reason": "Alasan saya."})
    assert (late.status_code, "Alasan saya." in late.text, T["log_stays"] in late.text) == (409, True, False)


def test_who_stays_out_of_a_claim_undoes_nothing_of_it(desk: Desk, sari: Person, budi: Person) -> None:
    path = f"/meja/catatan/{lower(desk.store, POLICY, sari.id, 1, 1, 2, 'Keliru.', desk.now).event}"
    stay_out(budi)
    shown = page(budi, path)
    assert ("urungkan" in forms(shown), T["ruling_recused"] in shown) == (False, True)


def test_who_proposed_a_role_takes_it_back_and_does_not_approve_it(desk: Desk, sari: Person) -> None:
    first, other = desk.person("admin", "admin"), desk.person("lain", "admin")
    asked = {"peran": "approver", "alasan": "Penyetuju malam."}
    assert first.post(f"/meja/orang/{sari.id}/peran", asked).status_code == 303
    shown = page(first, "/meja/orang")
    assert ('value="setujui"' in shown, T["people_take_back"] in shown) == (False, True)
    assert T["people_refused_own_proposal"] in shown
    shown = page(other, "/meja/orang")
    assert ('value="setujui"' in shown, T["people_take_back"] in shown) == (True, False)
    person = page(first, f"/meja/orang/{sari.id}")
    assert '<option value="approver"' not in person
    assert T["people_one_waiting"] in person


def test_the_last_administrator_is_not_offered_to_give_that_up(desk: Desk) -> None:
    admin = desk.person("admin", "admin", "auditor")
    shown = page(admin, f"/meja/orang/{admin.id}")
    assert re.findall(r'name="peran" value="(\w+)"', shown) == ["auditor"]
    assert T["people_refused_last_admin"] in shown
    desk.person("lain", "admin")
    shown = page(admin, f"/meja/orang/{admin.id}")
    assert re.findall(r'name="peran" value="(\w+)"', shown) == ["admin", "auditor"]

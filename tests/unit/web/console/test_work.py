"""The pages of the desk's work: what each shows, and that a form does one thing, once, and loses nothing typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from tests.support.desk import add, add_sources, claim, listing
from tests.support.people import Desk, Person
from werkzeug.test import TestResponse

from cektautan.desk.cases.notes import MOST_NOTE
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.people.sessions import sign_out
from cektautan.desk.policy import Policy, load_policy
from cektautan.store.models import Case, Claim, Event, Evidence, Listing, Note, Proposal
from cektautan.web.texts import load

ROOT = Path(__file__).resolve().parents[4]
TRICK = "https://kabar.example/\u202e<script>alert(1)</script>"
T = load("id")

Open = Callable[..., int]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules", ROOT / "blocklists")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    add_sources(desk.store)
    add(
        desk.store,
        claim(),
        claim("tps-malam-2026", text_id="TPS dibuka sampai malam.", level=2, verdict="misleading",
              reason_code="fact_checked_misleading"),
        listing(key="url:kabar.example/1", url="https://kabar.example/1"),
    )  # fmt: skip
    return desk


def row(desk: Desk, model: type[Any], id_: int | str) -> Any:
    with desk.store.reading() as session:
        return session.get(model, id_)


def count(desk: Desk, model: type[Any]) -> int:
    with desk.store.reading() as session:
        return len(session.scalars(select(model)).all())


def followed(person: Person, answer: TestResponse) -> TestResponse:
    assert answer.status_code == 303, answer.text
    return person.get(answer.headers["Location"])


def proposed(desk: Desk, policy: Policy, person: Person, url: str = "https://kabar.example/9") -> tuple[int, int]:
    """A proposal of level 3: its case and its number."""
    done = list_addresses(desk.store, policy, person.id, "klaim-uji-2026", [Address(url)], "Isinya sama.", desk.now)
    assert done.case_id
    assert done.proposal_id
    return done.case_id, done.proposal_id


# The queue.


def test_an_empty_queue_says_what_would_come(sari: Person) -> None:
    assert T["desk_queue_none"] in sari.get("/meja?lang=id").text


def test_the_queue_shows_kind_lane_wave_clock_and_owner_in_words(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened()
    opened(reports=812)
    sari.post(f"/meja/kasus/{case}/ambil")
    page = sari.get("/meja?lang=id").text
    assert "Kasus 1</a>" in page
    assert "812 laporan dalam 1 menit" in page
    assert "Belum ada cek fakta" in page
    assert "3 hari lagi" in page
    assert "<bdi>Sari</bdi>" in page


@pytest.mark.parametrize(("query", "shown"), [("?jenis=match", 1), ("?lajur=checked", 1), ("?punya=saya", 0),
                                              ("?punya=bebas", 2), ("?jenis=tidak-ada", 2)])  # fmt: skip
def test_the_queue_is_filtered_by_its_address(sari: Person, opened: Open, query: str, shown: int) -> None:
    opened()
    opened("url:kabar.example/3", kind="match", lane="checked")
    assert len(re.findall(r"data-row[ >]", sari.get(f"/meja{query}").text)) == shown


def test_several_cases_are_closed_with_one_reason(desk: Desk, sari: Person, opened: Open) -> None:
    cases = [opened(f"url:kabar.example/{number}") for number in range(3)]
    form = {"kasus": [f"{each}:1" for each in cases[:2]], "hasil": "not_listed", "alasan": "Bukan soal pemilu."}
    page = followed(sari, sari.post("/meja/banyak", form)).text
    assert [row(desk, Case, each).status for each in cases] == ["closed", "closed", "open"]
    assert T["desk_told_case_closed"] in page
    assert 'data-acknowledges="banyak"' in page


def test_if_one_of_several_cannot_be_closed_none_is(desk: Desk, sari: Person, budi: Person, opened: Open) -> None:
    first, second = opened(), opened("url:kabar.example/3")
    budi.post(f"/meja/kasus/{second}/ambil")
    form = {"kasus": [f"{first}:1", f"{second}:1"], "hasil": "not_listed", "alasan": "Bukan soal pemilu."}
    answer = sari.post("/meja/banyak", form)
    assert answer.status_code == 403
    assert T.say("desk_not_done_case", id=second, why=T["ruling_leased"]) in answer.text, "it says which one"
    assert row(desk, Case, first).status == "open"


def test_what_ends_with_a_decision_cannot_be_picked_in_the_queue(
    desk: Desk, policy: Policy, sari: Person, opened: Open
) -> None:
    plain = opened()
    objection = opened("url:kabar.example/1", kind="appeal", lane="appeal", listing_id=1, claim_id="klaim-uji-2026")
    waiting, _ = proposed(desk, policy, sari)
    page = sari.get("/meja?lang=id").text
    assert {int(each) for each in re.findall(r'value="(\d+):\d+" data-pick', page)} == {plain}
    assert all(f'href="/meja/kasus/{each}"' in page for each in (objection, waiting))
    form = {"kasus": [f"{plain}:1", f"{objection}:1"], "hasil": "done", "alasan": "Sudah selesai."}
    answer = sari.post("/meja/banyak?lang=id", form)
    assert answer.status_code == 422
    assert T.say("desk_not_done_case", id=objection, why=T["desk_fault_appeal"]) in answer.text
    assert row(desk, Case, plain).status == "open"


def test_what_was_chosen_in_the_queue_stands_there_again(sari: Person, budi: Person, opened: Open) -> None:
    first, second, third = opened(), opened("url:kabar.example/3"), opened("url:kabar.example/4")
    budi.post(f"/meja/kasus/{second}/ambil")
    form = {"kasus": [f"{first}:1", f"{second}:1"], "hasil": "forwarded", "alasan": "Bukan soal pemilu.",
            "diteruskan": "kpu"}  # fmt: skip
    page = sari.post("/meja/banyak?jenis=report", form).text
    assert 'value="Bukan soal pemilu."' in page
    assert '<option value="forwarded" selected>' in page
    assert '<option value="kpu" selected>KPU</option>' in page
    assert set(re.findall(r'value="(\d+):\d+" data-pick checked', page)) == {str(first), str(second)}
    assert 'action="/meja/banyak?jenis=report"' in page
    assert f'value="{third}:1" data-pick>' in page


# A case.


def test_an_address_on_a_page_is_text_and_never_a_link(sari: Person, opened: Open) -> None:
    case = opened("url:kabar.example/%E2%80%AE", url=TRICK)
    for path in ("/meja", f"/meja/kasus/{case}"):
        page = sari.get(path).text
        assert '<span class="mark"' in page
        assert "U+202E" in page
        assert "\u202e" not in page
        assert "<script>alert" not in page
        assert 'href="https://kabar.example' not in page


def test_a_case_that_is_not_there_is_a_clear_page(sari: Person) -> None:
    answer = sari.get("/meja/kasus/999?lang=id")
    assert answer.status_code == 404
    assert T["desk_no_case"] in answer.text


def test_a_case_is_taken_held_and_given_back(desk: Desk, sari: Person, budi: Person, opened: Open) -> None:
    case = opened()
    assert "Anda memegang kasus ini" in followed(sari, sari.post(f"/meja/kasus/{case}/ambil")).text
    assert sari.post(f"/meja/kasus/{case}/sewa").status_code == 204
    answer = budi.post(f"/meja/kasus/{case}/ambil")
    assert answer.status_code == 403
    assert "<bdi>Sari</bdi>" in answer.text
    followed(sari, sari.post(f"/meja/kasus/{case}/lepas"))
    assert budi.post(f"/meja/kasus/{case}/ambil").status_code == 303
    assert sari.post(f"/meja/kasus/{case}/sewa").status_code == 409


def test_somebody_elses_case_is_freed_with_a_reason(sari: Person, budi: Person, opened: Open) -> None:
    case = opened()
    sari.post(f"/meja/kasus/{case}/ambil")
    assert 'name="alasan_lepas" required' in budi.get(f"/meja/kasus/{case}").text
    assert budi.post(f"/meja/kasus/{case}/lepas").status_code == 422
    assert sari.post(f"/meja/kasus/{case}/sewa").status_code == 204
    page = followed(budi, budi.post(f"/meja/kasus/{case}/lepas", {"alasan_lepas": "Sari sakit."})).text
    assert "Sari sakit." in page
    assert T["log_action_case_freed"] in page


def test_a_closed_case_leads_to_the_next_one(desk: Desk, sari: Person, opened: Open) -> None:
    case, following = opened(), opened("url:kabar.example/3")
    form = {"versi": "1", "hasil_kasus": "forwarded", "alasan_tutup": "Diteruskan ke TurnBackHoax.",
            "diteruskan": "turnbackhoax"}  # fmt: skip
    answer = sari.post(f"/meja/kasus/{case}/tutup", form)
    assert answer.headers["Location"].startswith(f"/meja/kasus/{following}?")
    assert row(desk, Case, case).outcome == "forwarded"
    assert T["desk_told_case_closed"] in sari.get(answer.headers["Location"]).text


def test_the_form_names_those_whom_it_is_passed_on_to(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened()
    form = {"versi": "1", "hasil_kasus": "forwarded", "alasan_tutup": "Belum diperiksa."}
    answer = sari.post(f"/meja/kasus/{case}/tutup", form)
    assert answer.status_code == 422
    assert f'<p class="wrong" id="diteruskan-wrong">{T["desk_fault_no_source"]}</p>' in answer.text
    assert ">TurnBackHoax</span>" in answer.text
    sari.post(f"/meja/kasus/{case}/tutup", {**form, "diteruskan": ["turnbackhoax", "kpu"]})
    found = row(desk, Case, case)
    assert (found.outcome, found.forwarded_to) == ("forwarded", ["turnbackhoax", "kpu"])
    assert T["desk_forwarded_before"].format(to="TurnBackHoax, KPU") in sari.get(f"/meja/kasus/{case}").text


def test_many_are_passed_on_at_once(desk: Desk, sari: Person, opened: Open) -> None:
    first, second = opened(), opened("url:kabar.example/3")
    form = {"kasus": [f"{first}:1", f"{second}:1"], "hasil": "forwarded", "alasan": "Belum.", "diteruskan": ""}
    assert sari.post("/meja/banyak", form).status_code == 422
    assert row(desk, Case, first).status == "open"
    sari.post("/meja/banyak", {**form, "diteruskan": "turnbackhoax"})
    assert [row(desk, Case, each).forwarded_to for each in (first, second)] == [["turnbackhoax"]] * 2


def test_whoever_closes_writes_to_whoever_reported(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened()
    form = {"versi": "1", "hasil_kasus": "not_listed", "alasan_tutup": "Resmi.", "pelapor_id": "Ini <b>resmi</b>.",
            "pelapor_en": "Ask 0812 3456 7890.", "klaim_jawaban": ""}  # fmt: skip
    answer = sari.post(f"/meja/kasus/{case}/tutup", form)
    assert answer.status_code == 422
    assert f'<p class="wrong" id="pelapor_en-wrong">{T["desk_fault_finds_somebody"]}</p>' in answer.text
    assert "Ini &lt;b&gt;resmi&lt;/b&gt;." in answer.text, "what was typed stands there again"
    wrong = sari.post(f"/meja/kasus/{case}/tutup", {**form, "pelapor_en": "", "klaim_jawaban": "tidak-ada"})
    assert f'<p class="wrong" id="klaim_jawaban-wrong">{T["desk_fault_no_such_claim"]}</p>' in wrong.text
    sari.post(f"/meja/kasus/{case}/tutup", {**form, "pelapor_en": ""})
    found = row(desk, Case, case)
    assert (found.status, found.told_id, found.told_en) == ("closed", "Ini <b>resmi</b>.", None)


def test_without_a_reason_nothing_is_closed_and_what_was_chosen_stays(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened()
    answer = sari.post(f"/meja/kasus/{case}/tutup", {"versi": "1", "hasil_kasus": "no_check", "alasan_tutup": " "})
    assert answer.status_code == 422
    assert re.search(r'value="no_check" required checked', answer.text)
    assert 'aria-invalid="true"' in answer.text
    assert row(desk, Case, case).status == "open"


def test_two_who_decide_at_once_get_one_decision_and_a_page_that_says_who(
    desk: Desk, sari: Person, budi: Person, opened: Open
) -> None:
    case = opened()
    form = {"versi": "1", "hasil_kasus": "not_listed", "alasan_tutup": "Bukan soal pemilu."}
    assert sari.post(f"/meja/kasus/{case}/tutup", form).status_code == 303
    answer = budi.post(f"/meja/kasus/{case}/tutup", {**form, "alasan_tutup": "Ketikan Budi yang panjang."})
    assert answer.status_code == 409
    assert "Sari" in answer.text
    assert "Bukan soal pemilu." in answer.text


def test_a_lease_that_ran_out_during_a_decision_costs_nothing_typed(
    desk: Desk, sari: Person, budi: Person, opened: Open
) -> None:
    case = opened()
    sari.post(f"/meja/kasus/{case}/ambil")
    desk.service.clock.move(16 * 60)
    budi.post(f"/meja/kasus/{case}/ambil")
    form = {"versi": "1", "hasil_kasus": "not_listed", "alasan_tutup": "Sudah saya baca semuanya."}
    answer = sari.post(f"/meja/kasus/{case}/tutup", form)
    assert answer.status_code == 403
    assert T["ruling_leased"] in answer.text
    assert "Sudah saya baca semuanya." in answer.text
    assert row(desk, Case, case).status == "open"


def test_a_form_that_is_replayed_does_nothing_twice(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened()
    form = {"csrf_token": sari.form_token(), "pesan": "Sudah saya hubungi pemeriksanya."}
    assert sari.post(f"/meja/kasus/{case}/pesan", form).status_code == 303
    again = sari.post(f"/meja/kasus/{case}/pesan", form)
    assert again.status_code == 409
    assert T["stop_sent_already_title"] in again.text
    assert count(desk, Note) == 1


def test_a_revoked_session_repeats_what_was_typed(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened()
    sign_out(desk.store, sari.session_id, desk.now)
    answer = sari.post(f"/meja/kasus/{case}/pesan", {"pesan": "Kalimat yang tidak boleh hilang."})
    assert answer.status_code == 401
    assert "Kalimat yang tidak boleh hilang." in answer.text
    assert count(desk, Note) == 0


def test_what_colleagues_write_is_shown_as_text(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened()
    page = followed(sari, sari.post(f"/meja/kasus/{case}/pesan", {"pesan": "<b>tebal</b> & biasa"})).text
    assert "&lt;b&gt;tebal&lt;/b&gt; &amp; biasa" in page


# The second person.


def test_a_proposal_shows_what_it_changes_and_is_approved_by_another(
    desk: Desk, policy: Policy, sari: Person, budi: Person
) -> None:
    case, number = proposed(desk, policy, sari)
    page = budi.get(f"/meja/kasus/{case}?lang=id").text
    assert T["ruling_level_3"] in page
    assert "3 · Peringatan" in page
    assert T["desk_approve"] in page
    answer = budi.post(f"/meja/usulan/{number}/putuskan", {"versi": "1", "putusan": "setuju", "alasan": "Cocok."})
    assert answer.status_code == 303, answer.text
    assert f"isian=usulan-{number}" in answer.headers["Location"]
    assert row(desk, Proposal, number).status == "approved"
    assert row(desk, Listing, 2).status == "active"


def test_a_ready_reason_is_chosen_and_the_log_has_it_beside_own_words(
    desk: Desk, policy: Policy, sari: Person, budi: Person
) -> None:
    case, number = proposed(desk, policy, sari)
    ready = dict(policy.ready.offered("approve", "id"))
    page = budi.get(f"/meja/kasus/{case}?lang=id").text
    assert all(text in page for text in ready.values())
    target = f"/meja/usulan/{number}/putuskan?lang=id"
    form = {"versi": "1", "putusan": "setuju", "siap": "check_fits", "alasan": "Videonya juga sama."}
    assert budi.post(target, form).status_code == 303
    with desk.store.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "listing.listed")).one()
    assert event.reason == f"{ready['check_fits']} Videonya juga sama."


@pytest.mark.parametrize("chosen", ["", "other_content", "tidak-ada"])
def test_approving_without_a_reason_changes_nothing_and_says_which_field(
    desk: Desk, policy: Policy, sari: Person, budi: Person, chosen: str
) -> None:
    _, number = proposed(desk, policy, sari)
    form = {"versi": "1", "putusan": "setuju", "siap": chosen, "alasan": " "}
    answer = budi.post(f"/meja/usulan/{number}/putuskan?lang=id", form)
    assert answer.status_code == 422
    assert T["not_done_reason_empty"] in answer.text
    assert f'id="alasan-{number}-wrong"' in answer.text
    assert row(desk, Proposal, number).status == "open"


def test_a_proposal_leads_to_the_check_and_claims_no_status_yet(
    desk: Desk, policy: Policy, sari: Person, budi: Person
) -> None:
    case, _ = proposed(desk, policy, sari)
    page = budi.get(f"/meja/kasus/{case}?lang=id").text
    assert '<a href="https://turnbackhoax.id/2026/08/31/klaim-uji-2026"' in page
    assert f"<dt>{T['desk_field_status_after']}</dt>" in page
    assert "<dt>Status</dt>" not in page
    own = sari.get(f"/meja/kasus/{case}?lang=id").text
    assert own.count(T["ruling_own_proposal"]) == 1
    assert T["ruling_role"] not in own


def test_nobody_approves_their_own_and_the_page_says_why(desk: Desk, policy: Policy) -> None:
    ani = desk.person("ani", "moderator", "approver")
    case, number = proposed(desk, policy, ani)
    page = ani.get(f"/meja/kasus/{case}?lang=id").text
    assert T["ruling_own_proposal"] in page
    assert 'value="setuju"' not in page
    assert T["desk_why_not_me"].partition("{")[0] not in page, "it is said once, where the decision is"
    assert T["desk_withdraw"] in page
    answer = ani.post(f"/meja/usulan/{number}/putuskan", {"versi": "1", "putusan": "setuju", "alasan": "x"})
    assert answer.status_code == 403
    assert row(desk, Proposal, number).status == "open"


def test_a_rejection_has_a_reason(desk: Desk, policy: Policy, sari: Person, budi: Person) -> None:
    _, number = proposed(desk, policy, sari)
    form = {"versi": "1", "putusan": "tolak", "alasan": ""}
    assert budi.post(f"/meja/usulan/{number}/putuskan", form).status_code == 422
    assert budi.post(f"/meja/usulan/{number}/putuskan", {**form, "alasan": "Alamatnya keliru."}).status_code == 303
    assert row(desk, Proposal, number).status == "rejected"


def test_a_decision_that_is_not_taken_keeps_its_reason(desk: Desk, policy: Policy, sari: Person, budi: Person) -> None:
    _, number = proposed(desk, policy, sari)
    target = f"/meja/usulan/{number}/putuskan"
    long = budi.post(target, {"versi": "1", "putusan": "tolak", "alasan": "Alamatnya keliru. " * 80})
    assert long.status_code == 422
    assert re.search(r"<textarea[^>]*aria-invalid[^>]*>Alamatnya keliru\. ", long.text)
    form = {"versi": "1", "putusan": "tolak", "alasan": "Alamatnya keliru."}
    assert budi.post(target, form).status_code == 303
    late = budi.post(target, {**form, "alasan": "Saya juga menolaknya."})
    assert late.status_code in (403, 409)
    assert "Saya juga menolaknya." in late.text
    assert ".." not in re.findall(r'id="told".*?</div>', late.text, re.DOTALL)[0]


# Making milder.


@pytest.mark.parametrize(("what", "level", "status"), [("tingkat-1", 1, "active"), ("tangguhkan", 3, "suspended"),
                                                       ("cabut", 3, "retracted")])  # fmt: skip
def test_a_warning_is_made_milder_by_one_person_at_once(
    desk: Desk, sari: Person, opened: Open, what: str, level: int, status: str
) -> None:
    case = opened("url:kabar.example/1", kind="changed_page", listing_id=1, claim_id="klaim-uji-2026")
    form = {"versi": "1", "listing": "1", "versi_listing": "1", "apa": what, "alasan_turun": "Halamannya berubah."}
    assert sari.post(f"/meja/kasus/{case}/turunkan", form).status_code == 303
    found = row(desk, Listing, 1)
    assert (found.level, found.status) == (level, status)


def test_what_was_suspended_is_proposed_to_be_put_back(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened("url:kabar.example/1", kind="changed_page", listing_id=1, claim_id="klaim-uji-2026")
    form = {"versi": "1", "listing": "1", "versi_listing": "1", "apa": "tangguhkan", "alasan_turun": "Berubah."}
    sari.post(f"/meja/kasus/{case}/turunkan", form)
    again = {"listing": "1", "versi_listing": "2", "naik": "berlaku", "alasan_naik": "Ternyata sama."}
    page = followed(sari, sari.post(f"/meja/kasus/{case}/naikkan", again)).text
    assert T["desk_told_proposal_made"] in page
    assert row(desk, Listing, 1).status == "suspended"


def test_one_person_puts_a_proposal_in_force_for_a_day(desk: Desk, policy: Policy, sari: Person) -> None:
    case, number = proposed(desk, policy, sari)
    assert T["desk_provisional"] in sari.get(f"/meja/kasus/{case}?lang=id").text
    form = {"versi": "1", "putusan": "sementara", "alasan_sementara": "Menyebar cepat malam ini."}
    assert sari.post(f"/meja/usulan/{number}/putuskan", form).status_code == 303
    assert row(desk, Listing, 2).status == "provisional"
    assert T["desk_provisional"] not in sari.get(f"/meja/kasus/{case}?lang=id").text


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("turunkan", {"apa": "cabut", "alasan_turun": "Salah kasus."}),
        ("naikkan", {"naik": "tingkat-3", "alasan_naik": "Salah kasus."}),
        ("perpanjang", {"klaim": "tps-malam-2026:1", "sampai": "2027-12-01", "alasan_panjang": "Salah kasus."}),
    ],
)
def test_a_form_that_names_what_belongs_to_another_case_does_nothing(
    desk: Desk, sari: Person, opened: Open, act: str, form: dict[str, str]
) -> None:
    case = opened("url:lain.example/1")
    sent = {"versi": "1", "listing": "1", "versi_listing": "1", **form}
    answer = sari.post(f"/meja/kasus/{case}/{act}?lang=id", sent)
    assert answer.status_code == 404
    assert T["desk_not_found"] in answer.text
    assert (row(desk, Listing, 1).status, row(desk, Case, case).status) == ("active", "open")


# Evidence.


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    out.seek(0)
    return out


def test_a_screenshot_is_kept_and_served_as_a_picture_of_our_own(desk: Desk, sari: Person, opened: Open) -> None:
    case = opened()
    form = {"gambar": (picture(), "../../etc/<b>.png"), "keterangan": "Unggahan aslinya"}
    page = followed(sari, sari.post(f"/meja/kasus/{case}/bukti", form, content_type="multipart/form-data")).text
    assert 'src="/meja/bukti/1"' in page
    served = sari.get("/meja/bukti/1")
    assert served.content_type == "image/webp"
    assert served.data[:4] == b"RIFF"
    assert "default-src 'none'" in served.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"gambar": (BytesIO(b"<svg onload=alert(1)>"), "a.png")}, "desk_picture_unknown"),
        ({"arsip": "https://kabar.example/"}, "desk_evidence_fault_not_an_archive"),
        ({"keterangan": " "}, "desk_evidence_nothing"),
    ],
    ids=["no picture", "no archive", "nothing"],
)
def test_what_is_no_evidence_says_why(desk: Desk, sari: Person, opened: Open, form: dict[str, Any], words: str) -> None:
    answer = sari.post(f"/meja/kasus/{opened()}/bukti", form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert T[words] in answer.text
    assert count(desk, Evidence) == 0


def test_a_file_that_is_too_large_is_refused_before_it_is_read(sari: Person, opened: Open) -> None:
    form = {"gambar": (BytesIO(b"a" * 5_000_000), "a.png")}
    answer = sari.post(f"/meja/kasus/{opened()}/bukti", form, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert T["stop_too_large"] in answer.text
    # The test client keeps what it sent in a file of its own, and closes it only when somebody asks it to.
    answer.request.input_stream.close()


# Pasting a link.


def test_a_pasted_link_stands_in_no_address_and_shows_what_is_known(sari: Person) -> None:
    answer = sari.post("/meja/tempel?lang=id", {"url": "cek ini https://www.kabar.example/1?utm_source=wa ya"})
    assert answer.status_code == 200
    assert "url:kabar.example/1" in answer.text
    assert "Bantuan tunai dibagikan lewat tautan." in answer.text
    assert "3 · Peringatan" in answer.text


@pytest.mark.parametrize(("text", "words"), [("javascript:alert(1)", "reason_not_http"), ("", "")])
def test_what_is_no_link_says_why(sari: Person, text: str, words: str) -> None:
    answer = sari.post("/meja/tempel?lang=id", {"url": text})
    assert answer.status_code == (422 if words else 200)
    assert not words or T[words] in answer.text


def test_a_link_is_added_to_a_known_claim_and_waits_for_the_second_person(desk: Desk, sari: Person) -> None:
    form = {"url": "https://kabar.example/baru", "klaim": "klaim-uji-2026", "cakupan": "url", "tingkat": "",
            "alasan": "Isinya sama."}  # fmt: skip
    page = followed(sari, sari.post("/meja/tempel/tambah", form)).text
    assert T["desk_told_proposal_made"] in page
    assert T["ruling_level_3"] in page
    assert row(desk, Listing, 2).status == "proposed"


def test_a_level_below_three_is_listed_at_once(desk: Desk, sari: Person) -> None:
    form = {"url": "https://kabar.example/baru", "klaim": "tps-malam-2026", "cakupan": "url", "tingkat": "1",
            "alasan": "Isinya sama."}  # fmt: skip
    answer = sari.post("/meja/tempel/tambah", form)
    assert answer.headers["Location"].startswith("/meja/tempel?"), answer.text
    found = row(desk, Listing, 2)
    assert (found.status, found.level) == ("active", 1)


def test_what_may_not_be_listed_says_why_and_keeps_what_was_typed(desk: Desk, sari: Person) -> None:
    form = {"url": "https://www.kpu.go.id/page", "klaim": "klaim-uji-2026", "cakupan": "url",
            "alasan": "Ketikan yang panjang sekali."}  # fmt: skip
    answer = sari.post("/meja/tempel/tambah?lang=id", form)
    assert answer.status_code == 422
    assert T["desk_finding_legitimate_site"] in answer.text
    assert count(desk, Proposal) == 0


NEW = {
    "url": "https://kabar.example/baru", "teks_id": "Surat suara sudah tercoblos di luar negeri.",
    "teks_en": "Ballots abroad were marked beforehand.", "sumber": "turnbackhoax",
    "url_cek": "https://turnbackhoax.id/2026/09/01/salah-surat-suara", "penilaian": "SALAH", "tanggal": "2026-09-01",
    "putusan": "false", "tingkat_klaim": "3", "alasan_publik_id": "TurnBackHoax menilai klaim ini SALAH.",
    "alasan_publik_en": "TurnBackHoax rates this claim FALSE.", "topik": "pemilu-2029, kpu", "meniru": "",
    "cakupan": "url", "tingkat": "", "alasan": "Dari cek faktanya.",
}  # fmt: skip


def test_a_new_claim_comes_with_its_check_and_its_first_address(desk: Desk, sari: Person) -> None:
    page = followed(sari, sari.post("/meja/tempel/baru", NEW)).text
    assert T["desk_told_proposal_made"] in page
    with desk.store.reading() as session:
        made = session.scalars(select(Claim).where(Claim.text_en == NEW["teks_en"])).one()
        assert (made.status, made.about) == ("draft", ["pemilu-2029", "kpu"])


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"alasan_publik_en": "This claim is FALSE."}, "statement_without_checker"),
        ({"tanggal": "2099-01-01"}, "future_date"),
        ({"url_cek": "https://lain.example/1"}, "foreign_review"),
        ({"tanggal": ""}, "missing"),
        ({"putusan": "misleading"}, "level_too_high"),
    ],
    ids=["no checker named", "later", "elsewhere", "no day", "too high"],
)
def test_a_claim_that_a_file_could_not_say_is_refused_at_its_field(
    desk: Desk, sari: Person, changed: dict[str, str], fault: str
) -> None:
    answer = sari.post("/meja/tempel/baru?lang=id", {**NEW, **changed})
    assert answer.status_code == 422
    assert T[f"desk_fault_{fault}"] in answer.text
    assert NEW["teks_id"] in answer.text
    assert count(desk, Claim) == 2


def test_that_there_is_no_check_keeps_a_case_and_changes_no_list(desk: Desk, sari: Person) -> None:
    form = {"url": "https://kabar.example/baru?fbclid=1", "pesan": "Ramai di grup keluarga."}
    page = followed(sari, sari.post("/meja/tempel/tanpa-cek", form)).text
    assert "Ramai di grup keluarga." in page
    found = row(desk, Case, 1)
    assert (found.lane, found.key, found.url) == (
        "unchecked", "url:kabar.example/baru", "https://kabar.example/baru",
    )  # fmt: skip
    assert count(desk, Listing) == 1


@pytest.mark.parametrize("path", ["/meja/tempel/cek", "/meja/tempel/tanpa-cek", "/meja/kasus/1/pesan"])
def test_the_switch_of_language_on_what_a_form_answered_leads_to_a_page(sari: Person, opened: Open, path: str) -> None:
    opened()
    answer = sari.post(f"{path}?lang=id", {"cek": "bukan alamat"})
    assert answer.status_code == 422
    switch = re.search(r'class="switch"[^>]* href="([^"]*)"', answer.text)
    assert switch is not None
    assert switch[1] == f"{path.rpartition('/')[0]}?lang=en"
    assert sari.get(switch[1]).status_code == 200


def test_a_case_that_is_not_there_is_given_back_by_nobody(sari: Person) -> None:
    assert sari.post("/meja/kasus/999/lepas").status_code == 404


def test_a_note_that_cannot_be_kept_opens_no_case(desk: Desk, sari: Person) -> None:
    form = {"url": "https://kabar.example/baru", "pesan": "a" * (MOST_NOTE + 1)}
    answer = sari.post("/meja/tempel/tanpa-cek?lang=id", form)
    assert (answer.status_code, T["desk_fault_too_long"] in answer.text) == (422, True)
    assert count(desk, Case) == 0


def test_a_check_that_cannot_be_fetched_is_filled_in_by_hand(sari: Person) -> None:
    form = {"url": "https://kabar.example/baru", "cek": "https://turnbackhoax.id/2026/09/01/salah"}
    page = sari.post("/meja/tempel/cek?lang=id", form).text
    assert T["desk_paste_check_unread"] in page
    assert 'value="turnbackhoax" selected' in page


CITED = "https://www.turnbackhoax.id/2026/08/31/klaim-uji-2026/?utm_source=wa"
"""The check of the first claim, as somebody copies its address."""


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_address_of_a_check_that_a_claim_cites_leads_to_that_claim(sari: Person, language: str) -> None:
    words = load(language)
    page = sari.post(f"/meja/tempel?lang={language}", {"url": CITED}).text
    assert words["desk_paste_is_check"] in page
    assert 'href="/meja/klaim/klaim-uji-2026?tambah=1#alamat"' in page
    assert words["desk_paste_add_to_it"] in page
    assert re.search(r'<details open data-key="n">', sari.get("/meja/klaim/klaim-uji-2026?tambah=1").text)


def test_a_check_that_a_claim_cites_already_chooses_that_claim_for_the_link(sari: Person) -> None:
    form = {"url": "https://kabar.example/baru", "cek": CITED}
    page = sari.post("/meja/tempel/cek?lang=id", form).text
    assert T.say("desk_paste_check_cited", claim="Bantuan tunai dibagikan lewat tautan.") in page
    assert 'name="klaim" value="klaim-uji-2026" required checked' in page
    assert 'action="/meja/tempel/baru"' not in page
    # A check may speak of another claim too.
    other = sari.post("/meja/tempel/cek?lang=id", {**form, "lain": "1"}).text
    assert 'action="/meja/tempel/baru"' in other


def test_the_form_of_a_new_claim_asks_for_each_thing_once_and_says_what_may_stay_empty(sari: Person) -> None:
    form = {"url": "https://kabar.example/baru", "cek": "https://turnbackhoax.id/2026/09/01/salah"}
    page = sari.post("/meja/tempel/cek?lang=id", form).text
    (new,) = re.findall(r'<form method="post" action="/meja/tempel/baru".*?</form>', page, re.DOTALL)
    assert T["desk_all_needed"] in new
    labels = re.findall(r'<label for="([\w-]+)">(.*?)</label>', new)
    plain = [re.sub(r" <span.*", "", words) for _, words in labels]
    assert len(plain) == len(set(plain))
    assert T["desk_level_of_claim"] in plain
    assert T["desk_level_of_address"] not in plain
    for name, words in labels:
        needed = re.search(rf'id="{name}" name="[^"]+" required', new) is not None
        assert needed != (T["desk_optional"] in words), name
    shown = re.sub(r'<input type="hidden"[^>]*>', "", page[: page.index(T["desk_paste_none"])])
    assert shown.count(T["desk_check_url"]) == 1
    assert 'name="cek"' not in shown
    again = sari.post("/meja/tempel?lang=id", {"url": form["url"], "lagi": "1"}).text
    assert 'name="cek" required' in again


# Claims.


def test_claims_are_searched_while_one_types(sari: Person) -> None:
    page = sari.get("/meja/klaim?cari=tps%20mal&lang=id").text
    assert "TPS dibuka sampai malam." in page
    assert "Bantuan tunai" not in page
    assert T["desk_claims_none"] in sari.get("/meja/klaim?cari=zzz&lang=id").text


def test_many_claims_are_extended_with_one_reason(desk: Desk, sari: Person) -> None:
    form = {"klaim": ["klaim-uji-2026:1", "tps-malam-2026:1"], "sampai": "2027-12-01", "alasan": "Masih berlaku."}
    assert sari.post("/meja/klaim/perpanjang", form).status_code == 303
    assert row(desk, Claim, "klaim-uji-2026").review_by.isoformat() == "2027-12-01"
    again = sari.post("/meja/klaim/perpanjang", {**form, "sampai": "besok"})
    assert again.status_code == 422
    assert T["desk_fault_not_a_day"] in again.text


def test_the_words_of_a_claim_are_changed_with_a_reason(desk: Desk, sari: Person) -> None:
    with desk.store.deciding("operator", desk.now) as work:
        work.session.get_one(Claim, "klaim-uji-2026").level = 2
        work.record("test.lowered", ("claim", "klaim-uji-2026"))
    form = {**NEW, "versi": "1", "teks_id": "Bantuan tunai dibagikan lewat tautan palsu.", "alasan": "Lebih jelas."}
    page = followed(sari, sari.post("/meja/klaim/klaim-uji-2026/kata", form)).text
    assert "Bantuan tunai dibagikan lewat tautan palsu." in page
    stale = sari.post("/meja/klaim/klaim-uji-2026/kata", {**form, "teks_id": "Versi lama yang telanjur."})
    assert stale.status_code == 409
    assert "Versi lama yang telanjur." in stale.text


def test_the_words_of_a_warning_page_wait_for_the_second_person(desk: Desk, sari: Person) -> None:
    form = {**NEW, "versi": "1", "teks_id": "Bantuan tunai dibagikan lewat tautan palsu.", "alasan": "Lebih jelas."}
    answer = sari.post("/meja/klaim/klaim-uji-2026/kata", form)
    assert answer.status_code == 303
    with desk.store.reading() as session:
        assert session.get_one(Claim, "klaim-uji-2026").text_id != form["teks_id"]
        assert [each.status for each in session.scalars(select(Proposal))] == ["open"]


def test_a_check_is_added_to_a_claim(desk: Desk, sari: Person) -> None:
    form = {**NEW, "versi": "1", "sumber": "tempo-cek-fakta", "url_cek": "https://tempo.co/cek-fakta/1",
            "penilaian": "Keliru"}  # fmt: skip
    silent = sari.post("/meja/klaim/klaim-uji-2026/cek", form)
    assert silent.status_code == 422
    assert 'value="Keliru"' in silent.text
    form["alasan_cek"] = "Tempo memeriksa foto yang sama."
    page = followed(sari, sari.post("/meja/klaim/klaim-uji-2026/cek", form)).text
    assert "Cek Fakta Tempo" in page


def test_a_claim_takes_many_addresses_in_one_step_and_names_what_is_missing(desk: Desk, sari: Person) -> None:
    form = {"alamat": "https://kabar.example/a\nhttps://www.facebook.com/_/posts/pfbid02hr8vouhCsNh8ng8dq1k335Kmo7rBgttAtzrCAmJFPGVav\n\n",
            "alasan": "Isinya sama."}  # fmt: skip
    page = followed(sari, sari.post("/meja/klaim/klaim-uji-2026/alamat", form)).text
    assert count(desk, Listing) == 3
    page = sari.get("/meja/klaim/klaim-uji-2026?lang=id").text
    assert T["desk_shape_facebook_number"] in page
    assert T["desk_shape_facebook_share"] in page


def test_of_many_addresses_each_refused_one_says_why_and_none_is_listed(desk: Desk, sari: Person) -> None:
    form = {"alamat": "https://kabar.example/a\nhttps://www.kpu.go.id/x\nbukan alamat", "alasan": "Isinya sama."}
    answer = sari.post("/meja/klaim/klaim-uji-2026/alamat?lang=id", form)
    assert answer.status_code == 422
    assert T["desk_finding_legitimate_site"] in answer.text
    assert count(desk, Listing) == 1


# What is told on top comes from the log.


def test_an_address_cannot_claim_that_something_was_done(desk: Desk, sari: Person, budi: Person, opened: Open) -> None:
    case = opened()
    form = {"versi": "1", "hasil_kasus": "not_listed", "alasan_tutup": "Bukan soal pemilu."}
    sari.post(f"/meja/kasus/{case}/tutup", form)
    with desk.store.reading() as session:
        seq = session.scalars(select(Event.seq).order_by(Event.seq.desc())).first()
    told = T["desk_told_case_closed"]
    assert told in sari.get(f"/meja?e={seq}&lang=id").text
    assert told not in budi.get(f"/meja?e={seq}&lang=id").text
    assert told not in sari.get(f"/meja?e={seq}9&lang=id").text
    desk.service.clock.move(3_700)
    assert told not in sari.get(f"/meja?e={seq}&lang=id").text


@pytest.mark.parametrize("path", ["/meja", "/meja/tempel", "/meja/klaim", "/meja/klaim/klaim-uji-2026",
                                  "/meja/kasus/1", "/meja/bantuan"])  # fmt: skip
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_there_in_both_languages(sari: Person, opened: Open, path: str, language: str) -> None:
    opened(reports=3)
    answer = sari.get(f"{path}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert "Undefined" not in answer.text
    assert not re.findall(r">desk_\w+<", answer.text)

"""`/lapor` and `/laporan`: reporting without a script, and finding out what became of it."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from tests.support.desk import People
from tests.support.intake import CLAIM, HOAX, POLICY, list_hoax, ticket
from tests.support.service import START, Service
from tests.unit.web.records import CLAIMS, FOUND, TAKEN_BACK, service_with

from cektautan.desk.cases.closing import close
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.cases.to_reporters import ToReporters
from cektautan.store.models import Appeal, Report
from cektautan.store.transaction import Store

UGLY = "https://user:pass@contoh.com/berita?utm_source=wa&id=7#atas"
CLEAN = "https://contoh.com/berita?id=7"


@pytest.fixture
def client(desk: Service) -> FlaskClient:
    return desk.client()


def fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page's first form."""
    form = page[page.index("<form") : page.index("</form>")]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in found}


def review(client: FlaskClient, **values: str) -> Any:
    return client.post("/lapor?lang=id", data={"step": "tinjau", "kind": "report", "url": UGLY, **values})


def count(store: Store, model: type[Report] | type[Appeal]) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count(model.id))) or 0


@pytest.mark.parametrize("kind", ["report", "check", "wrong"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_kind_has_its_form_in_both_languages(client: FlaskClient, kind: str, language: str) -> None:
    page = client.get(f"/lapor?kind={kind}&lang={language}")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert f'name="kind" value="{kind}"' in page.text
    assert ('type="radio"' in page.text) == (kind != "check")
    assert "<script" not in page.text


def test_the_exact_address_is_shown_before_anything_is_kept(client: FlaskClient, store: Store) -> None:
    page = review(client, reason="hoax", text="dari <b>grup</b>", contact="a@b.c")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert f'dir="ltr">{html.escape(CLEAN)}<' in page.text
    assert "utm_source" not in page.text
    assert "user:pass" not in page.text
    assert "dari &lt;b&gt;grup&lt;/b&gt;" in page.text
    assert count(store, Report) == 0


def test_it_is_sent_in_the_third_step_and_a_replayed_form_files_nothing_twice(
    client: FlaskClient, store: Store
) -> None:
    sending = {**fields(review(client, text="x").text), "step": "kirim"}
    first = client.post("/lapor?lang=id", data=sending)
    again = client.post("/lapor?lang=id", data=sending)
    ticket = re.search(r'class="ticket"[^>]*>([^<]+)<', first.text)
    assert ticket is not None
    assert ticket[1] in again.text
    assert count(store, Report) == 1
    status = client.post("/laporan?lang=id", data={"ticket": ticket[1].lower()})
    assert status.status_code == 200
    assert "Sudah kami terima" in status.text


def test_what_was_written_comes_back_to_be_changed(client: FlaskClient) -> None:
    back = client.post("/lapor?lang=id", data={**fields(review(client, text="dua\r\nbaris").text), "step": "isi"})
    assert "dua\nbaris</textarea>" in back.text
    assert f'value="{html.escape(CLEAN)}"' in back.text


def test_another_sites_form_leads_to_the_second_step_at_most(client: FlaskClient, store: Store) -> None:
    sending = {**fields(review(client).text), "step": "kirim"}
    for site in ("cross-site", "same-site"):
        page = client.post("/lapor?lang=id", data=sending, headers={"Sec-Fetch-Site": site})
        assert "Periksa sebelum mengirim" in page.text
    assert count(store, Report) == 0


@pytest.mark.parametrize(
    ("values", "words", "field"),
    [
        ({"url": ""}, "Tautannya belum diisi", "url"),
        ({"url": "http://192.168.0.1/"}, "hanya bisa dibuka dari satu jaringan", "url"),
        ({"url": "mailto:a@b.c"}, "Hanya alamat http dan https", "url"),
        ({"text": "a" * 2001}, "Tulisannya terlalu panjang", "text"),
        ({"ticket": "abc"}, "tidak bisa diterima", ""),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_field_and_nothing_is_lost(
    client: FlaskClient, values: dict[str, str], words: str, field: str
) -> None:
    page = review(client, contact="a@b.c", **values)
    assert page.status_code == 422
    assert words in page.text
    assert 'role="alert"' in page.text
    assert 'value="a@b.c"' in page.text
    if field:
        assert f'id="{field}-problem"' in page.text


def test_an_objection_may_come_from_the_records_own_page_without_an_address(tmp_path: Path, store: Store) -> None:
    list_hoax(store, claim_id=FOUND)
    client = service_with(tmp_path, CEKTAUTAN_DESK="on").client()
    record = client.get(f"/c/{FOUND}?lang=id").text
    assert f"/lapor?kind=wrong&amp;claim={FOUND}&amp;lang=id" in record
    form = client.get(f"/lapor?kind=wrong&claim={FOUND}&lang=id")
    assert CLAIMS[FOUND]["text"]["id"] in form.text
    page = review(client, kind="wrong", url="", claim=FOUND, reason="corrected")
    assert page.status_code == 200
    client.post("/lapor?lang=id", data={**fields(page.text), "step": "kirim"})
    assert count(store, Appeal) == 1


def test_what_was_withdrawn_already_has_no_button(tmp_path: Path) -> None:
    client = service_with(tmp_path, CEKTAUTAN_DESK="on").client()
    assert "/lapor?kind=wrong&amp;claim=" not in client.get(f"/c/{TAKEN_BACK}?lang=id").text


def test_an_unknown_record_needs_the_address(client: FlaskClient) -> None:
    assert review(client, kind="wrong", url="", claim="tidak-ada-2020").status_code == 422


def test_an_objection_to_what_is_not_listed_is_told_before_it_is_sent(client: FlaskClient) -> None:
    assert "dibaca sebagai laporan" in review(client, kind="wrong").text
    assert "dibaca sebagai laporan" not in review(client, kind="wrong", url=HOAX).text
    assert "sudah tercatat" in review(client, url=HOAX).text


def test_a_network_that_sent_much_is_told_so_and_loses_nothing(desk: Service) -> None:
    desk.settings["CEKTAUTAN_LIMIT_REPORTS"] = "1 per hour"
    client = desk.client()
    for expected in (200, 429):
        sending = {**fields(review(client, text="isi").text), "step": "kirim"}
        page = client.post("/lapor?lang=id", data=sending)
        assert page.status_code == expected
    assert "Jaringan bersama" in page.text
    assert "menit lagi" in page.text
    assert fields(page.text)["text"] == "isi"
    assert int(page.headers["Retry-After"]) > 0


def test_the_check_pages_answer_leads_to_the_form_without_an_address_in_a_path(client: FlaskClient) -> None:
    answer = client.post("/?lang=id", data={"text": CLEAN}).text
    form = answer[answer.index('<form method="post" action="/lapor') :]
    assert f'name="url" value="{html.escape(CLEAN)}"' in form[: form.index("</form>")]
    assert "Minta diperiksa" in form
    page = client.post("/lapor?lang=id", data={"url": CLEAN, "kind": "check"})
    assert f'value="{html.escape(CLEAN)}"' in page.text
    assert "Minta tautan diperiksa" in page.text


@pytest.mark.parametrize(
    ("given", "status", "words"), [("abc", 422, "bukan nomor laporan"), ("0" * 26, 404, "tidak dikenal")]
)
def test_a_ticket_that_leads_nowhere_is_told_so(client: FlaskClient, given: str, status: int, words: str) -> None:
    page = client.post("/laporan?lang=id", data={"ticket": given})
    assert page.status_code == status
    assert words in page.text


def asked(client: FlaskClient, number: str, language: str = "id") -> str:
    return html.unescape(client.post(f"/laporan?lang={language}", data={"ticket": number}).text)


def filed(client: FlaskClient, **values: str) -> str:
    number = ticket()
    client.post("/v1/reports", json={"ticket": number, "kind": "report", "url": CLEAN, **values})
    return number


def test_a_wish_for_a_check_leads_to_the_record_and_the_check(client: FlaskClient, store: Store) -> None:
    number, people = filed(client, kind="check", url="https://contoh.com/a"), People(store)
    list_hoax(store)
    close(store, POLICY, people.sari, 1, 1, "not_listed", "Lain.", START, ToReporters(claim=CLAIM, id="Isinya lain."))
    page = asked(client, number)
    assert "<p>Isinya lain.</p>" in page
    assert f'href="/c/{CLAIM}?lang=id"' in page
    assert f'href="https://turnbackhoax.id/{CLAIM}" rel="noopener noreferrer"' in page
    assert "TurnBackHoax, 14 Oktober 2026: SALAH." in page
    page = asked(client, number, "en")
    assert "Isinya lain" not in page
    assert "found no reason for a warning. That does not mean that what it says is true." in page


def test_whom_it_was_passed_on_to_is_told_and_that_it_came_back(client: FlaskClient, store: Store) -> None:
    list_hoax(store)
    number, people = filed(client, url="https://contoh.com/a"), People(store)
    to = ToReporters(forwarded_to=("turnbackhoax",))
    close(store, POLICY, people.sari, 1, 1, "forwarded", "Belum.", START, to)
    page = asked(client, number)
    assert "Kami meneruskannya ke TurnBackHoax, dan melihatnya lagi begitu ada hasilnya." in page
    assert "<dt>Diteruskan ke</dt><dd>TurnBackHoax</dd>" in page
    with store.deciding("system", START + 60) as work:
        open_or_merge(work, POLICY, kind="match", key="url:contoh.com/a")
    page = asked(client, number)
    assert "Sebelumnya diteruskan ke TurnBackHoax. Sekarang redaksi melihatnya lagi." in page
    assert "It was passed on to TurnBackHoax before." in asked(client, number, "en")


def test_without_a_desk_there_is_no_form_and_no_link_to_one(service: Service) -> None:
    client = service.client()
    assert client.post("/lapor", data={"kind": "report"}).status_code == 404
    assert client.get("/laporan", headers={"Accept": "text/html"}).status_code == 404
    assert 'href="/lapor' not in client.get("/").text


def test_without_a_desk_whoever_follows_an_export_to_object_learns_who_answers_for_the_service(
    service: Service,
) -> None:
    answer = service.client().get(f"/lapor?kind=wrong&claim={CLAIM}", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tentang?lang=en")
    assert answer.headers["Vary"] == "Accept-Language"
    followed = service.client().get("/lapor?kind=wrong&lang=id", follow_redirects=True)
    assert (followed.status_code, followed.request.path) == (200, "/tentang")

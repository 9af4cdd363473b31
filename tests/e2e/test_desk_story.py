"""One story from a reader's report to the end of the warning, in Chromium with the extension.

A reader reports a link, one moderator proposes it, another approves, the reader's browser warns. The reader objects; a
moderator admits the objection, which lowers the warning; a third person grants it, and the warning is gone and says so.
Reader, public page and chain of changes tell the same.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.conftest import StartReader
from tests.e2e.desk_people import TOLD, DeskPeople, people_at, published
from tests.e2e.reader import Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer
from tests.e2e.test_reporting import open_form, ticket, words
from tests.support.recipes import verify_program

HOAX = "http://kabar.example/berita/baru?utm_source=grup"

AIM_SECONDS = 10.0
"""What the test holds on a busy machine; the aim is two seconds, and the figure is printed."""


CHECK = "https://turnbackhoax.id/2026/11/20/kotak/"

FIELDS = {
    "teks_id": "Kotak suara kosong itu dikirim dari luar negeri.",
    "teks_en": "The empty ballot box was sent from abroad.",
    "penilaian": "SALAH",
    "alasan_publik_id": "TurnBackHoax menilai klaim ini SALAH. Baca cek faktanya.",
    "alasan_publik_en": "TurnBackHoax rated this claim SALAH (false). Read the fact-check.",
    "topik": "pemilu-2024",
}


class People(DeskPeople):
    """Who decides about a report and an objection."""

    def propose(self) -> None:
        """Let the moderator propose what was reported, on the grounds of a published check that cannot be fetched."""
        page = self.case("moderator", "report")
        take = page.get_by_role("button", name="Ambil kasus")
        take.click()
        # The page before it has the next button too, and pressing it there would be lost with that page.
        take.wait_for(state="detached")
        page.locator("form[action='/meja/tempel'] button[data-key=p]").click()
        page.locator("details[data-key=b] summary").click()
        page.locator("#cek").fill(CHECK)
        page.locator("form[action$='/cek'] button").click()
        for name, value in FIELDS.items():
            page.locator(f"form[action$='/baru'] [name={name}]").fill(value)
        page.locator("[name=sumber]").select_option("turnbackhoax")
        page.locator("[name=tanggal]").fill((date.today() - timedelta(days=2)).isoformat())
        page.locator("[name=putusan]").select_option("false")
        page.locator("[name=tingkat_klaim]").select_option("3")
        page.locator("#alasan-baru").fill("Sudah diperiksa TurnBackHoax.")
        page.locator("form[action$='/baru'] button.primary").click()
        page.get_by_role("button", name="Tarik usulan saya").wait_for()
        assert page.locator("[name=putusan][value=setuju]").count() == 0, "nobody approves what they proposed"

    def approve(self) -> None:
        """Let the second person approve it."""
        page = self.case("approver", "report")
        page.locator("form[action^='/meja/usulan/'] input[value=check_fits]").check()
        page.locator("form[action^='/meja/usulan/'] button.primary").click()
        page.locator(TOLD).wait_for()

    def admit(self) -> None:
        """Let the moderator admit the objection, and see what the reader wrote."""
        page = self.case("moderator", "appeal")
        page.locator("[name=alasan_akui]").fill("Pemeriksanya sedang meralat.")
        page.locator("button[value=akui]").click()
        page.locator(TOLD).wait_for()

    def grant(self) -> None:
        """Let a third person grant it."""
        page = self.case("appeals", "appeal")
        page.locator("input[value=granted]").check()
        page.locator("[name=alasan_id]").fill("Pemeriksanya meralat temuannya.")
        page.locator("[name=alasan_en]").fill("The checker corrected its finding.")
        page.locator("button[value=putus]").click()
        page.locator(TOLD).wait_for()


@pytest.fixture
def people(desk_service: Service) -> Iterator[People]:
    with people_at(desk_service, "moderator", "approver", "appeals") as found:
        yield People(found.address, found.store, found.pages)


def status(service: Service, number: str) -> dict[str, Any]:
    body = json.dumps({"ticket": number}).encode()
    asked = urllib.request.Request(
        f"{service.url}/v1/reports/status", body, {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        told: dict[str, Any] = json.load(answer)
        return told


def popup(reader: Reader, address: str) -> Tab:
    tab = reader.browser.open(f"{reader.origin}/pages/popup.html#{urllib.request.quote(address, safe='')}")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    return tab


def send(tab: Tab, kind: str, reason: str) -> str:
    """Fill the form of a kind in and send it; return the ticket."""
    open_form(tab, kind)
    tab.click(f".report input[value={reason}]")
    tab.click(".report button[type=submit]")
    return ticket(tab)


def test_from_a_report_to_the_end_of_the_warning(
    desk_service: Service,
    people: People,
    start_reader: StartReader,
    site: SiteServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    reader = start_reader("chromium", desk_service)
    reader.wait_for_list()
    tab = reader.open(HOAX)
    reader.arrives(tab, HOAX)

    form = popup(reader, HOAX)
    report = send(form, "report", "hoax")
    assert status(desk_service, report)["state"] == "received"

    people.propose()
    assert status(desk_service, report)["state"] == "in_review"
    people.approve()
    took = published(desk_service, people.store)
    told = status(desk_service, report)
    assert (told["outcome"], told["level"]) == ("listed", 3)
    claim = told["claim"]

    reader.update()
    tab = reader.open(HOAX)
    reader.warned(tab, HOAX)
    assert "TurnBackHoax" in reader.text(tab)

    tab.click("#report summary")
    objection = send(tab, "wrong", "corrected")
    assert status(desk_service, objection)["state"] == "received"
    assert status(desk_service, objection)["level"] == 3, "filing changes no level"

    people.admit()
    lowered = published(desk_service, people.store)
    told = status(desk_service, objection)
    assert (told["state"], told["level"]) == ("in_review", 1)
    reader.fresh()
    reader.update()
    reader.arrives(reader.open(HOAX), HOAX)

    people.grant()
    retracted = published(desk_service, people.store)
    told = status(desk_service, objection)
    assert (told["outcome"], told["reasons"]["id"]) == ("granted", "Pemeriksanya meralat temuannya.")
    reader.fresh()
    reader.update()
    reader.arrives(reader.open(HOAX), HOAX)
    wait_until(lambda: "dicabut" in words(popup(reader, HOAX), "body"))

    lines = desk_service.get("/v1/changes?limit=10000").decode().splitlines()
    bodies = [json.loads(json.loads(line)["body"]) for line in lines]
    story = [(each["op"], each["level"], each["reason_code"]) for each in bodies if each["claim"] == claim]
    assert story == [
        ("list", 3, "fact_checked_false"), ("amend", 1, "fact_checked_false"), ("retract", 0, "withdrawn"),
    ]  # fmt: skip
    verify_program()(lines)

    page = desk_service.get("/transparansi?lang=id").decode()
    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "Dikabulkan 1" in text
    assert json.loads(lines[-1])["hash"] in page
    assert "dicabut" in desk_service.get("/daftar.rss").decode()
    figures = f"from approval {took:.2f} s, from admission {lowered:.2f} s, from granting {retracted:.2f} s"
    with capsys.disabled():
        print(f"\n  to the new manifest: {figures}")  # noqa: T201 -- a figure to be read
    assert max(took, lowered, retracted) < AIM_SECONDS

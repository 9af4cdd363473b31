"""One story from a reader's report to the end of the warning, in Chromium with the extension.

A reader reports a link, one moderator proposes it, another approves, the reader's browser warns. The reader objects; a
moderator admits the objection, which lowers the warning; a third person grants it, and the warning is gone and says so.
Reader, public page and chain of changes tell the same.
"""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.e2e.browser import Tab, wait_until
from tests.e2e.conftest import StartReader
from tests.e2e.reader import Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer
from tests.e2e.test_reporting import open_form, ticket, words
from tests.support.published import ROOT
from tests.unit.web.test_changes import program

from cektautan.desk import appeals, decide
from cektautan.desk.claims import Check, NewClaim
from cektautan.desk.policy import load_policy
from cektautan.desk.propose import Address, list_addresses
from cektautan.store.models import Account, AccountRole, Case, Event, Proposal
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

HOAX = "http://kabar.example/berita/baru?utm_source=grup"
CLEANED = "https://kabar.example/berita/baru"
CLAIM = "kotak-suara-kosong-itu-dikirim-dari-luar-negeri-2026"

AIM_SECONDS = 10.0
"""What the test holds on a busy machine; the aim is two seconds, and the figure is printed."""


@dataclass
class People:
    """The desk's people, who decide as its pages let them."""

    store: Store
    accounts: dict[str, int]

    policy = load_policy(ROOT / "rules", ROOT / "blocklists")

    def case(self, kind: str) -> Case:
        """Return the open case of a kind."""
        with self.store.reading() as session:
            return session.scalars(select(Case).where(Case.kind == kind, Case.status != "closed")).one()

    def propose(self) -> None:
        """Let the moderator propose what was reported, on the grounds of a published check."""
        today = date.today()
        new = NewClaim(
            id=CLAIM,
            text_id="Kotak suara kosong itu dikirim dari luar negeri.",
            text_en="The empty ballot box was sent from abroad.",
            verdict="false",
            level=3,
            statement_id="TurnBackHoax menilai klaim ini SALAH. Baca cek faktanya.",
            statement_en="TurnBackHoax rated this claim SALAH (false). Read the fact-check.",
            review_by=today + timedelta(days=150),
            checks=(
                Check(
                    "turnbackhoax", "https://turnbackhoax.id/2026/11/20/kotak/", "SALAH", "false", today - timedelta(2)
                ),
            ),
            about=("pemilu-2024",),
        )
        case = self.case("report")
        moderator, addresses, reason = self.accounts["moderator"], [Address(case.url)], "Sudah diperiksa TurnBackHoax."
        done = list_addresses(self.store, self.policy, moderator, new, addresses, reason, now(), case.id)
        assert not done.applied, "a second person is asked for"

    def approve(self) -> None:
        """Let the second person approve it."""
        with self.store.reading() as session:
            waiting = session.scalars(select(Proposal).where(Proposal.status == "open")).one()
        decide.approve(self.store, self.policy, self.accounts["approver"], waiting.id, waiting.version, "", now())

    def admit(self) -> None:
        """Let the moderator admit the objection."""
        case = self.case("appeal")
        reason = "Alasannya perlu diperiksa ulang."
        appeals.admit(self.store, self.policy, self.accounts["moderator"], case.id, case.version, reason, now())

    def grant(self) -> None:
        """Let a third person grant it."""
        case = self.case("appeal")
        appeals.decide_appeal(
            self.store, self.policy, self.accounts["appeals"], case.id, case.version, "granted",
            "Pemeriksanya meralat temuannya.", "The checker corrected its finding.", now(),
        )  # fmt: skip


def now() -> int:
    return int(time.time())


@pytest.fixture
def service(own_service: Callable[..., Service]) -> Service:
    made = own_service(desk=True)
    made.start()
    return made


@pytest.fixture
def people(service: Service) -> Iterator[People]:
    store, _ = open_store("", service.folder / "var")
    accounts = {}
    with store.deciding("operator", now()) as work:
        for role in ("moderator", "approver", "appeals"):
            account = Account(login=role, name=role.capitalize(), recovery_hashes=[], preferences={}, created_at=now())
            account.roles = [AccountRole(role=role, granted_at=now())]
            work.session.add(account)
            work.session.flush()
            accounts[role] = account.id
            work.record("account.created", ("account", account.id))
    yield People(store, accounts)
    store.engine.dispose()


def published(service: Service, people: People) -> float:
    """Wait until the set that is served holds the newest decision, and return how long that took."""
    began = time.monotonic()
    newest, _ = people.store.head()

    def holds() -> bool:
        head = json.loads(service.get("/lists/manifest.json"))["log_head"]
        with people.store.reading() as session:
            told = session.scalar(select(Event.seq).where(Event.hash == head))
        return told is not None and told >= newest

    wait_until(holds, seconds=30, pause=0.02)
    return time.monotonic() - began


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
    service: Service, people: People, start_reader: StartReader, site: SiteServer, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = start_reader("chromium", service)
    reader.wait_for_list()
    tab = reader.open(HOAX)
    reader.arrives(tab, HOAX)

    form = popup(reader, HOAX)
    report = send(form, "report", "hoax")
    assert status(service, report)["state"] == "received"

    people.propose()
    assert status(service, report)["state"] == "in_review"
    people.approve()
    took = published(service, people)
    told = status(service, report)
    assert (told["outcome"], told["claim"], told["level"]) == ("listed", CLAIM, 3)

    reader.update()
    tab = reader.open(HOAX)
    reader.warned(tab, HOAX)
    assert "TurnBackHoax" in reader.text(tab)

    tab.click("#report summary")
    objection = send(tab, "wrong", "corrected")
    assert status(service, objection)["state"] == "received"
    assert status(service, objection)["level"] == 3, "filing changes no level"

    people.admit()
    lowered = published(service, people)
    told = status(service, objection)
    assert (told["state"], told["level"]) == ("in_review", 1)
    reader.fresh()
    reader.update()
    reader.arrives(reader.open(HOAX), HOAX)

    people.grant()
    retracted = published(service, people)
    told = status(service, objection)
    assert (told["outcome"], told["reasons"]["id"]) == ("granted", "Pemeriksanya meralat temuannya.")
    reader.fresh()
    reader.update()
    reader.arrives(reader.open(HOAX), HOAX)
    wait_until(lambda: "dicabut" in words(popup(reader, HOAX), "body"))

    lines = service.get("/v1/changes?limit=10000").decode().splitlines()
    bodies = [json.loads(json.loads(line)["body"]) for line in lines]
    story = [(each["op"], each["level"], each["reason_code"]) for each in bodies if each["claim"] == CLAIM]
    assert story == [
        ("list", 3, "fact_checked_false"), ("amend", 1, "fact_checked_false"), ("retract", 0, "withdrawn"),
    ]  # fmt: skip
    program()(lines)

    page = service.get("/transparansi?lang=id").decode()
    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "Dikabulkan 1" in text
    assert json.loads(lines[-1])["hash"] in page
    assert "dicabut" in service.get("/daftar.rss").decode()
    figures = f"from approval {took:.2f} s, from admission {lowered:.2f} s, from granting {retracted:.2f} s"
    with capsys.disabled():
        print(f"\n  to the new manifest: {figures}")  # noqa: T201 -- a figure to be read
    assert max(took, lowered, retracted) < AIM_SECONDS

"""What readers and the public see of the desk: everybody can use each page, without a script and by keyboard alone.

Each page is looked at in Indonesian on a desk and in English at 320 pixels (a desk at 400 %) in dark colours.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import ChromiumTab
from tests.support.government import ENTRY
from tests.support.intake import POLICY, filing, list_hoax, ticket
from tests.support.processes import free_port, serving
from tests.support.service import Clock, Service
from tests.unit.web.records import CLAIMS, FOUND

from cektautan.desk.readers import intake, tickets
from cektautan.desk.record import government
from cektautan.store.models import Appeal, Case, Listing
from cektautan.store.opening import open_store

ARTICLE = "https://user:pass@berita.contoh.com/baca?utm_source=wa&id=7#atas"
CLEANED = "https://berita.contoh.com/baca?id=7"

PATHS = ("/lapor", "/lapor?kind=check", f"/lapor?kind=wrong&claim={FOUND}", "/laporan", "/transparansi")
LOOKS = [("id", 1280, "light"), ("en", 320, "dark")]


@dataclass
class Served:
    """A running service, and the tickets of an objection that is overdue and of one that was granted."""

    address: str
    overdue: str
    granted: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("desk")
    now = int(time.time())
    service = Service(folder, Clock(now))
    service.publish(record=CLAIMS)
    store, secrets = open_store("", folder)
    first = list_hoax(store, claim_id=FOUND, now=now - 90 * 86_400)
    list_hoax(store, key="url:contoh.com/1", url="https://contoh.com/1", level=2, now=now - 40 * 86_400)
    overdue, granted = ticket(), ticket()
    intake.file(store, POLICY, filing(kind="wrong", ticket=granted), secrets.tickets, now - 5 * 86_400)
    with store.deciding("operator", now - 4 * 86_400) as work:
        appeal = work.session.query(Appeal).one()
        appeal.outcome, appeal.decided_at, appeal.acknowledged_at = "granted", now - 4 * 86_400, now - 5 * 86_400
        appeal.reasons_id, appeal.reasons_en = "Pemeriksanya meralat temuannya.", "The checker corrected its finding."
        work.session.get_one(Listing, first).status = "retracted"
        case = work.session.query(Case).one()
        case.status, case.outcome, case.closed_at = "closed", "granted", now - 4 * 86_400
        work.record("appeal.decided", ("appeal", appeal.id), reason="Diralat.")
    intake.file(
        store,
        POLICY,
        filing(kind="wrong", ticket=overdue, url="https://contoh.com/1"),
        secrets.tickets,
        now - 3 * 86_400,
    )
    government.enter(store, "operator", ENTRY, now)
    store.engine.dispose()
    environment = {
        "PORT": str(free_port()),
        "CEKTAUTAN_VAR_DIR": str(folder),
        "CEKTAUTAN_EXTENSION_DIR": str(folder / "extension"),
        "CEKTAUTAN_PUBLISH": "off",
        "CEKTAUTAN_DESK": "on",
        "CEKTAUTAN_ROOT_KEY": service.publisher.root_key,
        "CEKTAUTAN_LIMIT_PAGES": "10000 per minute",
    }
    with serving(environment) as (address, _):
        yield Served(address, tickets.show(overdue), tickets.show(granted))


def look(page: Page, language: str) -> None:
    """Hold a page to what everybody needs."""
    tab = ChromiumTab(page)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert overflow(tab) == 0
    assert violations(tab) == []
    assert [line for line in tab.console if "Content Security" in line or line.startswith("error: Uncaught")] == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_everybody_can_use_each_page(
    served: Served, opened: Callable[..., BrowserContext], path: str, language: str, width: int, scheme: str
) -> None:
    page = opened(viewport={"width": width, "height": 720}, color_scheme=scheme).new_page()
    page.goto(f"{served.address}{path}{'&' if '?' in path else '?'}lang={language}")
    look(page, language)


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_a_report_is_sent_in_three_steps_and_followed_by_its_ticket(
    served: Served, opened: Callable[..., BrowserContext], language: str, width: int, scheme: str
) -> None:
    context = opened(viewport={"width": width, "height": 720}, color_scheme=scheme, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}/lapor?lang={language}")
    page.get_by_role("button", name=re.compile("Lanjut|Continue")).focus()
    page.locator("#url").fill("http://192.168.1.1/")
    page.keyboard.press("Enter")
    page.locator("#url-problem").wait_for()
    assert page.locator("#url").input_value() == "http://192.168.1.1/"
    page.locator("#url").fill(ARTICLE)
    page.get_by_label(re.compile("Penipuan|It is a scam")).check()
    page.locator("#text").fill("Dari grup RT <b>\u202e.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".exact").inner_text() == CLEANED
    assert "utm_source" not in page.content()
    page.get_by_role("button", name=re.compile("^(Kirim|Send)$")).press("Enter")
    number = page.locator(".ticket").inner_text()
    assert tickets.read(number) is not None
    page.reload()
    assert page.locator(".ticket").inner_text() == number, "sent again, filed once, the same ticket"
    page.get_by_role("button", name=re.compile("Lihat status|See the status")).press("Enter")
    page.get_by_role("heading", name=re.compile("menunggu giliran dibaca|waits to be read")).wait_for()
    assert page.url == f"{served.address}/laporan?lang={language}"


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_each_step_and_each_outcome_can_be_used_by_everybody(
    served: Served, opened: Callable[..., BrowserContext], language: str, width: int, scheme: str
) -> None:
    page = opened(viewport={"width": width, "height": 720}, color_scheme=scheme).new_page()
    page.goto(f"{served.address}/lapor?lang={language}")
    page.locator("#url").fill(ARTICLE)
    page.locator("form.check button").click()
    look(page, language)
    page.locator("button[value=kirim]").click()
    look(page, language)
    for number, words in (
        (served.overdue, "terlambat|are late"),
        (served.granted, "dikabulkan|granted"),
        ("X", "bukan|not a"),
    ):
        page.goto(f"{served.address}/laporan?lang={language}")
        page.locator("#ticket").fill(number)
        page.keyboard.press("Enter")
        page.get_by_text(re.compile(words)).first.wait_for()
        look(page, language)


def test_a_phone_shows_each_page_whole(served: Served, opened: Callable[..., BrowserContext]) -> None:
    page = opened(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    for path in PATHS:
        page.goto(f"{served.address}{path}")
        assert overflow(ChromiumTab(page)) == 0
        for box in page.locator("main button:visible, main .button:visible, .kinds a, .choice").all():
            size = box.bounding_box()
            assert size is not None
            assert size["height"] >= 44, path

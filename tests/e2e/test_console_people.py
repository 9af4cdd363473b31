"""From the operator's link to a desk with people, in a real browser, by keyboard alone and with every page looked at.

The first administrator begins with what `cektautan user add` prints; each page on the way can be used by everybody, in
Indonesian on a desk and in English on a phone in dark colours.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page
from tests.e2e.axe import overflow, violations
from tests.e2e.chromium import ChromiumTab
from tests.support.people import Desk, Person
from tests.support.processes import ROOT, free_port, serving

from cektautan.desk.people import sessions
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.people.grants import grant
from cektautan.desk.people.recusals import recuse
from cektautan.web.console.access.cookies import SESSION

CHOSEN = "tujuh kapal biru berlayar"
LOOKS = [("id", 1280, "light"), ("en", 360, "dark")]


@dataclass
class Served:
    """A running service with a desk, and how to reach its command line."""

    address: str
    desk: Desk
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run `cektautan` beside the service and return what it prints."""
        command = [sys.executable, "-m", "cektautan.cli", *words]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    desk = Desk(tmp_path)
    desk.service.clock.now = time.time()
    environment = {
        "PATH": "/usr/bin:/bin",
        "PORT": str(free_port()),
        "CEKTAUTAN_VAR_DIR": str(tmp_path),
        "CEKTAUTAN_EXTENSION_DIR": str(tmp_path / "extension"),
        "CEKTAUTAN_PUBLISH": "off",
        "CEKTAUTAN_DESK": "on",
        "CEKTAUTAN_ROOT_KEY": desk.service.publisher.root_key,
    }
    with serving(environment) as (address, _):
        yield Served(address, desk, environment)
    desk.store.engine.dispose()


def look(page: Page, language: str) -> None:
    """Hold a page to what everybody needs."""
    page.wait_for_selector("body[data-ready=yes]")
    tab = ChromiumTab(page)
    tab.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert overflow(tab) <= 0, page.url
    assert violations(tab) == [], page.url
    assert [line for line in tab.console if line.startswith("error")] == []


def fill(page: Page, *values: str) -> None:
    """Type into one field after another, from the one that has the focus, and send."""
    for number, value in enumerate(values):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(value)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_the_operators_link_leads_to_the_desk_by_keyboard_alone(
    served: Served, opened: Callable[..., BrowserContext], language: str, width: int, scheme: str
) -> None:
    printed = served.command("user", "add", "rina", "--name", "Rina Wati", "--role", "admin")
    link = re.search(r"http\S+#kode=\S+", printed)
    assert link is not None
    page = opened(
        viewport={"width": width, "height": 760}, color_scheme=scheme, extra_http_headers={"Accept-Language": language}
    ).new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    page.goto(link[0])
    page.wait_for_selector("#sandi_baru:focus")
    assert page.url == f"{served.address}/meja/undangan", "the code is gone from the address"
    look(page, language)
    page.locator("#sandi_baru").focus()
    fill(page, CHOSEN, CHOSEN)

    page.wait_for_url("**/meja/masuk/pasang*")
    look(page, language)
    secret = page.locator("p.address").inner_text().replace(" ", "")
    page.locator("#kode").focus()
    fill(page, pyotp.TOTP(secret).now())
    page.get_by_role("heading", name=re.compile("Simpan kode pemulihan ini|Keep these recovery codes")).wait_for()
    look(page, language)
    codes = page.locator("main code").all_inner_texts()
    assert len(codes) == 10

    page.goto(f"{served.address}/meja/akun")
    look(page, language)
    page.get_by_role("button", name=re.compile("^(Keluar|Sign out)$")).press("Enter")
    page.wait_for_url("**/meja/masuk")
    look(page, language)
    page.locator("#nama").focus()
    fill(page, "rina", CHOSEN)
    page.wait_for_url("**/meja/masuk/kode*")
    look(page, language)
    page.locator("#kode").focus()
    fill(page, codes[0])
    page.wait_for_url(lambda url: "/meja/masuk" not in url)

    page.goto(f"{served.address}/meja/orang")
    look(page, language)
    page.locator("#nama").focus()
    fill(page, "Budi Santoso", "budi")
    page.get_by_role("heading", name=re.compile("Budi Santoso")).wait_for()
    look(page, language)
    page.locator("main a.button").press("Enter")
    page.wait_for_url("**/meja/orang/*")
    look(page, language)
    page.locator("#alasan-peran").focus()
    fill(page, "mulai hari ini")
    page.locator("#told p").wait_for()
    assert page.locator("#alasan-peran").input_value() == "", "what was taken is no draft any more"
    look(page, language)
    assert not [url for url in sent if "kode=" in url], "no request carried the code"


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_what_people_see_and_what_stops_them_can_be_used_by_everybody(
    served: Served, opened: Callable[..., BrowserContext], language: str, width: int, scheme: str
) -> None:
    desk = served.desk
    admin, other = desk.person("admin", "admin"), desk.account("lain", "admin")
    sari = desk.account("sari", "moderator", created_by=other)
    grant(desk.store, admin_of(desk, admin), desk.roles, sari, "approver", "penyetuju malam", desk.now)
    recuse(desk.store, admin_of(desk, admin), "word", "partai contoh", "kakak saya calonnya", desk.now)
    context = opened(
        viewport={"width": width, "height": 760}, color_scheme=scheme, extra_http_headers={"Accept-Language": language}
    )
    context.add_cookies([{"name": SESSION, "value": admin.token, "url": f"{served.address}/meja"}])
    page = context.new_page()
    for path in ("/meja/orang", f"/meja/orang/{sari}", f"/meja/orang/{admin.id}", "/meja/akun"):
        page.goto(f"{served.address}{path}")
        assert page.url == f"{served.address}{path}"
        look(page, language)

    page.goto(f"{served.address}/meja/orang/{sari}")
    page.locator("#alasan-cabut").fill("cuti <b>panjang</b> \u202etxt")
    sessions.revoke(desk.store, OPERATOR, admin.id, [admin.session_id], desk.now)
    # As a browser without the desk's program sends it.
    page.evaluate("document.querySelector('form[action$=cabut]').submit()")
    page.get_by_role("heading", name=re.compile("Sesi Anda sudah berakhir|Your session has ended")).wait_for()
    look(page, language)
    assert page.locator("main dd").inner_text() == "cuti <b>panjang</b> \u202etxt"


def test_a_link_in_a_chat_finds_the_desk_signed_in(served: Served, opened: Callable[..., BrowserContext]) -> None:
    rina = served.desk.person("rina", "moderator")
    context = opened()
    cookie = {"name": SESSION, "value": rina.token, "url": f"{served.address}/meja", "sameSite": "Strict"}
    context.add_cookies([cookie])  # type: ignore[list-item]
    link = f'<a href="{served.address}/meja/akun#u=https%3A%2F%2Fberita.example">lihat</a>'
    context.route("http://chat.example/", lambda route: route.fulfill(body=link, content_type="text/html"))
    page = context.new_page()
    page.goto("http://chat.example/")
    page.locator("a").click()
    page.get_by_role("heading", name="Rina").wait_for()
    assert page.url == f"{served.address}/meja/akun#u=https%3A%2F%2Fberita.example"


def admin_of(desk: Desk, person: Person) -> sessions.SignedIn:
    found = sessions.find(desk.store, person.token, desk.now)
    assert found is not None
    return found

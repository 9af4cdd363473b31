"""A signed-in moderator adds the page that is open: from the popup, through the fragment, into the desk's field.

In both browsers with the extension and the real service. The desk's cookie travels with nothing that another site
begins, so the way leads through the page that asks once more; the address must come through it and be in no request.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import quote

import pytest
from tests.e2e.browser import Browser, wait_until
from tests.e2e.chromium import Chromium
from tests.e2e.conftest import BROWSERS
from tests.e2e.firefox import Firefox
from tests.e2e.reader import Reader
from tests.e2e.recorded import launch_recorded, lines
from tests.e2e.recording_proxy import RecordingProxy
from tests.e2e.service import Service

from cektautan.desk.people import sessions
from cektautan.store.models import Account, AccountRole
from cektautan.store.opening import open_store
from cektautan.web.console.access.cookies import SESSION

PAGE = "https://www.kabar.example/berita/lain?utm_source=wa&id=7#tengah"
CLEANED = "https://kabar.example/berita/lain?id=7"


def moderator(service: Service) -> str:
    """Make a moderator who is signed in; return what the cookie holds."""
    store, _ = open_store("", service.folder / "var")
    try:
        with store.deciding("operator", int(time.time())) as work:
            account = Account(login="rina", name="Rina", created_at=int(time.time()))
            account.roles = [AccountRole(role="moderator", granted_at=int(time.time()))]
            work.session.add(account)
            work.session.flush()
            work.record("account.created", ("account", account.id))
            return sessions.begin(work, account, sessions.FULL, "Chromium, Linux")
    finally:
        store.engine.dispose()


def start_recorded(name: str, service: Service, proxy: RecordingProxy) -> Browser:
    """Start a browser whose every request goes through the proxy, with a signed-in moderator's cookie."""
    value, domain = moderator(service), "127.0.0.1"
    browser = launch_recorded(name, service, proxy)
    if isinstance(browser, Chromium):
        cookie = {"name": SESSION, "value": value, "domain": domain, "path": "/meja", "sameSite": "Strict"}
        browser.context.add_cookies([{**cookie, "httpOnly": True}])  # type: ignore[list-item]
    elif isinstance(browser, Firefox):
        held = {"type": "string", "value": value}
        cookie = {"name": SESSION, "value": held, "domain": domain, "path": "/meja", "sameSite": "strict"}  # type: ignore[dict-item]
        browser.call("storage.setCookie", cookie={**cookie, "httpOnly": True})
    return browser


@pytest.mark.parametrize("name", BROWSERS)
def test_the_page_that_is_open_comes_into_the_desks_field_and_into_no_request(
    own_service: Callable[..., Service], name: str
) -> None:
    service = own_service(desk=True)
    service.start()
    proxy = RecordingProxy()
    browser = start_recorded(name, service, proxy)
    try:
        reader = Reader(browser, browser.install(service.extension))
        reader.welcome().close()
        reader.wait_for_list()
        reader.api("(await api.storage.local.set({ moderator: true }), true)")
        popup = browser.open(f"{reader.origin}/pages/popup.html#{quote(PAGE, safe='')}")
        wait_until(lambda: popup.evaluate("document.querySelector('#desk') !== null"))
        proxy.asked.clear()

        popup.click("#desk")

        def values() -> str:
            tabs = [tab for tab in browser.tabs() if tab.url.startswith(f"{service.url}/meja/tempel")]
            fields = "[...document.querySelectorAll('input, textarea')].map((each) => each.value)"
            return " ".join(str(tab.evaluate(fields)) for tab in tabs)

        wait_until(lambda: CLEANED in values(), seconds=20)
        assert [tab.url for tab in browser.tabs() if "/meja" in tab.url and "kabar" in tab.url] == []
        assert any("/meja/tempel" in line for line in lines(proxy))
        assert [line for line in lines(proxy) if "kabar.example" in line] == []
    finally:
        browser.close()
        proxy.close()

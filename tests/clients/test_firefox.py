"""Firefox's own Safe Browsing, nothing but its preferences changed, on both versions: its red page, and clean pages."""

from __future__ import annotations

import pytest
from tests.clients.conftest import HOAX, IMPOSTER
from tests.e2e.firefox import Firefox
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer
from tests.support.processes import until

CLEAN = "http://jernih.example/berita"
V4_REQUEST = "$ct=application/x-protobuf&key=k&$httpMethod=POST"


@pytest.fixture
def sites() -> SiteServer:
    return SiteServer()


def preferences(server: str, version: int) -> dict[str, bool | int | str]:
    begins = f"browser.safebrowsing.provider.google{version}"
    update, search = {
        4: (f"/v4/threatListUpdates:fetch?{V4_REQUEST}", f"/v4/fullHashes:find?{V4_REQUEST}"),
        5: ("/v5/hashLists:batchGet?key=k", "/v5/hashes:search?key=k"),
    }[version]
    return {
        "browser.safebrowsing.phishing.enabled": True,
        "browser.safebrowsing.malware.enabled": True,
        "browser.safebrowsing.provider.google5.enabled": version == 5,
        f"{begins}.updateURL": f"{server}{update}",
        f"{begins}.gethashURL": f"{server}{search}",
        # Debian's build has no key of Google's, and without one it asks nobody.
        f"{begins}.excludeFromGoogleSafeBrowsingKeyCheck": True,
        f"{begins}.nextupdatetime": "1",
        # What drives the browser would otherwise switch this off.
        "remote.prefs.recommended": False,
        "browser.safebrowsing.debug": True,
        "browser.dom.window.dump.enabled": True,
    }


@pytest.mark.parametrize("version", [5, 4])
def test_it_shows_its_own_page_for_an_imposter_and_opens_all_else(
    service: Service, sites: SiteServer, version: int
) -> None:
    for address in (f"http://{IMPOSTER}/masuk", CLEAN):
        sites.page(address, "<title>Halaman</title>")
    with Firefox(proxy=sites.port, preferences=preferences(service.url, version)) as browser:
        tab = browser.open()

        def is_blocked() -> bool:
            try:
                tab.goto(f"http://{IMPOSTER}/masuk")
            except RuntimeError as problem:
                if "NS_ERROR_PHISHING_URI" in str(problem):
                    return True
                raise
            return False

        # The first update comes some seconds after the start.
        until(is_blocked, 90)
        assert tab.evaluate("document.documentURI").startswith("about:blocked?e=deceptiveBlocked")
        sites.forget()
        assert is_blocked()
        assert IMPOSTER not in sites.hosts()
        # The service's own test page shows an imitation, and no browser is told that it is one.
        for address in (CLEAN, HOAX, f"{service.url}/uji/tiruan"):
            tab.goto(address)
            assert not tab.evaluate("document.documentURI").startswith("about:blocked")
    sites.close()

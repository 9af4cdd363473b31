"""A warning that has been withdrawn says so, at the next time it would have been shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.e2e.browser import wait_until
from tests.e2e.conftest import BROWSERS, StartReader
from tests.e2e.lists import CLAIMS
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1"
CHAT = "http://obrolan.example/"


@pytest.mark.parametrize("name", BROWSERS)
def test_a_withdrawn_warning_says_so_and_lets_the_reader_go_on(
    name: str, own_service: Callable[..., Service], start_reader: StartReader, site: SiteServer
) -> None:
    service = own_service()
    service.start()
    reader = start_reader(name, service)
    reader.wait_for_list()
    service.publish([claim for claim in CLAIMS if claim.name != "halaman-2024"])
    reader.age_list(seconds=120)
    tab = reader.open(site.links(CHAT, hoaks=HOAX))
    tab.click("#hoaks")
    reader.warned(tab, HOAX)
    wait_until(lambda: reader.heading(tab) == "Peringatan untuk tautan ini sudah dicabut")
    tab.click("#open")
    reader.arrives(tab, HOAX)
    tab.back()
    reader.arrives(tab, CHAT)
    tab.click("#hoaks")
    reader.arrives(tab, HOAX)

"""Another server or key throws the stored list away, only after a yes; and all that is stored can be removed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.e2e.browser import wait_until
from tests.e2e.conftest import BROWSERS, StartReader
from tests.e2e.lists import CLAIMS
from tests.e2e.reader import Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

FIRST = "http://kabar.example/berita/1"
SECOND = "http://kabar.example/berita/2"


@pytest.mark.parametrize("name", BROWSERS)
def test_the_list_of_another_server_takes_the_place_of_the_first_until_all_is_removed(
    name: str, own_service: Callable[..., Service], start_reader: StartReader, site: SiteServer
) -> None:
    first = own_service(claims=[claim for claim in CLAIMS if claim.name == "halaman-2024"])
    second = own_service(claims=[claim for claim in CLAIMS if claim.name == "kedua-2024"])
    first.start()
    second.start()
    reader = start_reader(name, first)
    reader.wait_for_list()
    tab = reader.browser.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))

    tab.evaluate(f"document.querySelector('#server').value = '{second.url}'")
    tab.evaluate(f"document.querySelector('#rootKey').value = '{second.root_key}'")
    tab.click("#source button[type=submit]")
    wait_until(lambda: tab.evaluate("document.querySelector('#question').open"))
    tab.click("#yes")
    wait_until(lambda: judged(reader, SECOND) == 3)
    assert judged(reader, FIRST) == 0
    wait_until(lambda: "server pilihan Anda" in reader.text(tab))
    # What is told of the new list moves the button below it; a pointer would press where it was.
    seq = reader.module("list/current.js", "(await module.currentList()).seq")
    wait_until(lambda: str(seq) in tab.evaluate("document.querySelector('#stored').innerText"))

    tab.click("#remove")
    wait_until(lambda: tab.evaluate("document.querySelector('#question').open"))
    tab.click("#yes")
    wait_until(lambda: "Semua sudah dihapus." in reader.text(tab))
    reader.update()
    wait_until(lambda: judged(reader, FIRST) == 3)
    assert judged(reader, SECOND) == 0


def judged(reader: Reader, address: str) -> int:
    return int(reader.module("judgement/judge.js", f"(await module.judge('{address}')).level"))

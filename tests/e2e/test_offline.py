"""The list is on this device: it warns without a server, and gets its first or newer list as soon as there is one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.e2e.browser import Tab, wait_until
from tests.e2e.conftest import BROWSERS, StartReader
from tests.e2e.far_list import CLEARED, EVERYTHING, WIDE, FarList, far_list
from tests.e2e.lists import CLAIMS, VIDEO
from tests.e2e.reader import Reader
from tests.e2e.service import Service
from tests.e2e.site_server import SiteServer

HOAX = f"https://m.youtube.com/watch?v={VIDEO}"
FINDING = "TurnBackHoax menyatakan klaim pada tautan ini SALAH"
DETAILS = (
    "Kotak suara itu sudah dicoblos sebelum dibuka.",
    "Diperiksa oleh TurnBackHoax, 30 September 2024",
    "TurnBackHoax menilai klaim ini SALAH pada 30 September 2024.",
    "Unggahan atau video ini sendiri, apa pun bentuk tautannya.",
    "video-2024",
)


@pytest.fixture(params=BROWSERS)
def newcomer(
    request: pytest.FixtureRequest, own_service: Callable[..., Service], start_reader: StartReader
) -> tuple[Reader, Service]:
    """A browser whose extension was loaded before its service was ever started."""
    service = own_service()
    return start_reader(request.param, service), service


@pytest.fixture
def far(reader: Reader, tmp_path: Path) -> Iterator[FarList]:
    with far_list(reader, tmp_path) as found:
        yield found


def root_key_of(service: Service) -> str:
    return str(json.loads((service.extension / "config.json").read_text("utf-8"))["rootKey"])


def popup_of(reader: Reader, url: str) -> Tab:
    tab = reader.open(f"{reader.origin}/pages/popup.html#{url}")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    return tab


def warns(reader: Reader) -> Tab:
    tab = reader.open(HOAX)
    assert reader.warned(tab, HOAX) == FINDING
    return tab


def let_the_alarm_ring(reader: Reader) -> None:
    """The retry is set for a few minutes from now; only its time is made sooner."""
    alarm = wait_until(lambda: reader.api("(await api.alarms.get('update'))?.scheduledTime - Date.now()"))
    assert alarm <= 4 * 60_000
    reader.api("(await api.alarms.create('update', { delayInMinutes: 0.001 }), true)")


def test_an_extension_that_was_there_first_gets_its_list_as_soon_as_there_is_a_service(
    newcomer: tuple[Reader, Service],
) -> None:
    reader, service = newcomer
    popup = popup_of(reader, HOAX)
    assert reader.heading(popup) == "Daftar belum ada"
    wait_until(lambda: "Kunci layanan belum diketahui." in reader.text(popup))

    service.start()
    let_the_alarm_ring(reader)
    first = reader.wait_for_list()
    warns(reader).close()

    # Without the service nothing is lost, details included; and what it has meanwhile comes when the popup opens.
    service.stop()
    tab = warns(reader)
    tab.click("#why summary")
    wait_until(lambda: all(words in reader.text(tab) for words in DETAILS))
    tab.close()
    popup = popup_of(reader, HOAX)
    assert reader.heading(popup) == FINDING
    wait_until(lambda: "Server daftar tidak bisa dihubungi. Daftar yang ada tetap dipakai." in reader.text(popup))
    popup.close()
    service.publish(CLAIMS[1:])
    service.start()
    popup = popup_of(reader, HOAX)
    assert reader.wait_for_list(after=first)
    wait_until(lambda: reader.heading(popup) == "Belum ada catatan. Ini bukan berarti benar.")


def test_an_alarm_brings_the_newer_list_after_a_failure(reader: Reader, far: FarList) -> None:
    far.broken = True
    assert reader.update()["code"] == "unreachable"
    before = reader.list_seq()
    far.publish(EVERYTHING[1:])
    far.broken = False
    let_the_alarm_ring(reader)
    reader.wait_for_list(after=before)


def test_an_open_popup_follows_a_list_that_another_page_brought(reader: Reader, far: FarList, site: SiteServer) -> None:
    popup = popup_of(reader, WIDE.appearance)
    assert reader.heading(popup).startswith("TurnBackHoax menyatakan")
    far.publish([each for each in EVERYTHING if each is not WIDE])
    assert reader.update()["outcome"] in ("updated", "unchanged")
    wait_until(lambda: reader.heading(popup) == "Belum ada catatan. Ini bukan berarti benar.")


def choose(reader: Reader, server: str, root_key: str) -> None:
    """Change the source of the list as a person does, on the options page."""
    tab = reader.open(f"{reader.origin}/pages/options.html")
    wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
    for field, value in (("server", server), ("rootKey", root_key)):
        tab.evaluate(f"void (document.querySelector('#{field}').value = {value!r})")
    tab.click("#source button[type=submit]")
    wait_until(lambda: tab.evaluate("document.querySelector('#question').open"))
    tab.click("#yes")
    wait_until(lambda: tab.evaluate("document.querySelector('#source-news').textContent !== ''"))
    tab.close()


def test_another_server_wipes_what_was_stored(reader: Reader, far: FarList, site: SiteServer, service: Service) -> None:
    assert reader.heading(popup_of(reader, WIDE.appearance)).startswith("TurnBackHoax menyatakan")
    choose(reader, service.url, root_key_of(service))
    wait_until(lambda: reader.list_seq() not in (0, far.manifest.seq), seconds=20)
    assert reader.heading(popup_of(reader, WIDE.appearance)) == "Belum ada catatan. Ini bukan berarti benar."
    warns(reader)


def test_another_key_wipes_what_was_stored_and_nothing_comes_that_it_has_not_signed(
    reader: Reader, far: FarList, site: SiteServer, service: Service
) -> None:
    choose(reader, far.url, root_key_of(service))
    wait_until(lambda: reader.list_seq() == 0)
    assert reader.update()["code"] == "unknown_key"
    popup = popup_of(reader, HOAX)
    assert reader.heading(popup) == "Daftar belum ada"
    wait_until(lambda: "tidak ditandatangani dengan kunci yang dikenal" in reader.text(popup))
    tab = reader.open(CLEARED.appearance)
    reader.arrives(tab, CLEARED.appearance)
    reader.open(HOAX)
    stored = reader.module(
        "list/store.js", "[await module.readList(), await module.readPublication(), await module.readBucket(0)]"
    )
    assert stored == [None, None, None]
    assert reader.module("list/store.js", "(await module.readStatus()).floor") == 0

"""How quick a site may be before its page gets ahead of the warning.

Without host permission nothing can hold a navigation back: the warning takes its place while the site's answer is on
its way. That it comes, and that the way back leads past the page, holds at any pace. Whether the page got ahead of it
is a matter of time, and on a busy machine at 50 ms too; so that is told as a figure, not promised.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from tests.e2e.reader import Reader
from tests.e2e.site_server import SiteServer

HOAX = "http://kabar.example/berita/1"
SIGNAL = "http://kabar.example/isyarat"
CHAT = "http://obrolan.example/"
FINDING = "TurnBackHoax menyatakan klaim pada tautan ini SALAH"
TRIALS = 4


class Trial(NamedTuple):
    """What one opening of the link came to."""

    stayed: bool
    """Whether the page is an entry of the tab's history."""
    ran: bool
    """Whether a script of the page ran."""


def opened(reader: Reader, site: SiteServer) -> Trial:
    """Open the link from a chat and see that it is warned of."""
    site.page(HOAX, f"<h1>hoaks</h1><script>fetch('{SIGNAL}')</script>")
    tab = reader.open(site.links(CHAT, hoaks=HOAX))
    before = reader.entries(tab)
    site.asked.clear()
    tab.click("#hoaks")
    assert reader.warned(tab, HOAX) == FINDING
    stayed = reader.entries(tab) > before + 1
    tab.click("#back")
    reader.arrives(tab, CHAT)
    tab.close()
    return Trial(stayed, SIGNAL in [each.url for each in site.asked])


@pytest.mark.parametrize("milliseconds", [50, 0])
def test_the_warning_comes_however_quick_the_site_is(
    milliseconds: int,
    reader: Reader,
    site: SiteServer,
    record_property: Callable[[str, object], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    site.latency = milliseconds / 1000
    trials = [opened(reader, site) for _ in range(TRIALS)]
    figures = {name: sum(getattr(each, name) for each in trials) for name in Trial._fields}
    for name, count in figures.items():
        record_property(f"{milliseconds} ms, {name}", f"{count} of {TRIALS}")
    with capsys.disabled():
        said = f"the page stayed in the history {figures['stayed']}, its script ran {figures['ran']} of {TRIALS} times"
        name = f"{milliseconds} ms in {reader.browser.name}"
        print(f"\n  {name}: always warned of, the way back clear; {said}")  # noqa: T201 -- a figure to be read

"""What the marks on links cost a page, in a real Chromium: the page's main thread, and whether anything moves.

A feed of 2,000 links in the shapes of five platforms is loaded and at rest; then the feature is turned on. What the
page's main thread does from then on is the feature's doing: finding the links, sending them, drawing, style and layout.
The peer is `new URL()` of the same links in the same page, by the same clock of the thread.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from tools.bench.extension import Lists, serving
from tools.bench.figure import Figure
from tools.bench.many_keys import KEYS, LISTED, publish_many

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.e2e.browser import wait_until  # noqa: E402 -- the drivers of the tests are also those of the bench.
from tests.e2e.chromium import Chromium, ChromiumTab  # noqa: E402
from tests.e2e.features import grant  # noqa: E402
from tests.e2e.feeds import HOMES, feed, feed_page, marked  # noqa: E402
from tests.e2e.site_server import SiteServer  # noqa: E402

LINKS, MORE, EVERY, SCREENS, RUNS = 2_000, 200, 50, 20, 5
REST = 1.2
"""Seconds after which a page is at rest: more than the patience of the script."""

TURN = "import('/background/features.js').then((m) => m.{})"
ON = TURN.format("turnOn({ marks: ['all'] })")
OFF = TURN.format("turnOff(m.NOTHING).then(() => true)")


class Thread:
    """The main thread of one page, by its own processor time."""

    def __init__(self, tab: ChromiumTab) -> None:
        self._session = tab.page.context.new_cdp_session(tab.page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def milliseconds(self) -> float:
        """Return what its tasks took so far."""
        metrics: list[dict[str, Any]] = self._session.send("Performance.getMetrics")["metrics"]
        return 1000 * float({each["name"]: each["value"] for each in metrics}["TaskDuration"])


def measure() -> list[Figure]:
    """Measure in one Chromium, whose extension has been given the permission that a reader would be asked for."""
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place)
        root_key = publish_many(directory)
        extension = directory / "extension"
        shutil.copytree(ROOT / "extension", extension, ignore=shutil.ignore_patterns("config.json"))
        sites = SiteServer(latency=0)
        with serving(partial(Lists, directory=str(directory / "public"))) as lists:
            (extension / "config.json").write_text(f'{{"server":"http://127.0.0.1:{lists}","rootKey":"{root_key}"}}')
            with Chromium(proxy=sites.port, extension=grant(extension)) as browser:
                figures = _measure(browser, browser.install(extension), sites)
        sites.close()
        return figures


def _measure(browser: Chromium, origin: str, sites: SiteServer) -> list[Figure]:
    desk = browser.open(f"{origin}/pages/options.html")
    wait_until(
        lambda: desk.evaluate("import('/list/current.js').then(async (m) => (await m.currentList())?.seq)"), seconds=30
    )
    made, more = feed(LINKS, [LISTED], every=EVERY), feed(MORE, [LISTED], first=LINKS, every=EVERY)
    sites.page(HOMES["x"], feed_page(made))
    runs = [_run(browser, desk, made.addresses, more.html) for _ in range(RUNS)]
    costs, peers, shifts, added, plain = zip(*runs, strict=True)
    peer = statistics.median(peers)
    all_of_them, with_marks, without = (statistics.median(each) for each in (costs, added, plain))
    detail = (
        f"{LINKS} links, {len(made.listed)} of them listed, {KEYS} keys; {all_of_them:.1f} ms, new URL() {peer:.2f} ms"
    )
    more_detail = f"{MORE} links; {with_marks:.1f} ms of the main thread, {without:.1f} ms without marks"
    return [
        Figure("marks: main thread over new URL()", all_of_them / peer, "x", "<=", 6, detail),
        Figure(
            "marks: a feed that grows, over the same without marks", with_marks / without, "x", "<=", 1.25, more_detail
        ),
        Figure("marks: cumulative layout shift", max(shifts), "", "<=", 0, "the greatest of all runs"),
    ]


def _run(
    browser: Chromium, desk: ChromiumTab, addresses: list[str], more: str
) -> tuple[float, float, float, float, float]:
    desk.evaluate(OFF)
    tab = browser.open(HOMES["x"])
    thread = Thread(tab)
    tab.evaluate(f"void (globalThis.addresses = {json.dumps(addresses)})")
    peer = _cost(thread, lambda: tab.evaluate("addresses.forEach((each) => new URL(each))"))
    time.sleep(2 * REST)
    idle = _cost(thread, lambda: time.sleep(REST))
    cost = _cost(thread, lambda: desk.evaluate(ON)) - idle
    added = _median_cost(thread, tab, more)
    for _ in range(SCREENS):
        tab.evaluate("void scrollBy(0, innerHeight)")
        time.sleep(0.15)
    shifts = float(tab.evaluate("shifts"))
    if not tab.evaluate(f"{marked()}.length"):
        raise RuntimeError("nothing was marked")
    tab.evaluate("void scrollTo(0, 0)")
    desk.evaluate(OFF)
    time.sleep(2 * REST)
    plain = _median_cost(thread, tab, more)
    tab.close()
    return cost, peer, shifts, added, plain


def _median_cost(thread: Thread, tab: ChromiumTab, more: str) -> float:
    return statistics.median(_cost(thread, lambda: tab.evaluate(f"more({json.dumps(more)})")) for _ in range(3))


def _cost(thread: Thread, act: Any) -> float:
    before = thread.milliseconds()
    act()
    time.sleep(REST)
    return thread.milliseconds() - before

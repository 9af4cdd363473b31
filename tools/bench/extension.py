"""How quickly the extension decides, in a real Chromium with 50,000 keys and with real network latency far away.

Warm: one judgement of an ordinary link after many. Cold: from the click on a listed link, the worker having been
stopped, to the moment when the tab is sent to the warning; the worker's own start is part of it.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.bench.figure import Figure
from tools.bench.many_keys import KEYS, LISTED, publish_many

ROOT = Path(__file__).resolve().parents[2]
WARM, COLD = 200, 9

ADDRESS = "`https://www.example.com/berita/2024/02/${i}?utm_source=wa&id=${i}`"
WARM_JUDGEMENT = f"""import('/judgement/judge.js').then(async ({{ judge }}) => {{
    const times = [];
    for (let i = 0; i < {2 * WARM}; i += 1) {{
      const start = performance.now();
      await judge({ADDRESS});
      times.push(performance.now() - start);
    }}
    return times.slice({WARM}).reduce((a, b) => a + b) / {WARM};
}})"""
BARE_PARSE = f"""(() => {{
    const start = performance.now();
    for (let i = 0; i < 2000; i += 1) new URL({ADDRESS});
    return (performance.now() - start) / 2000;
}})()"""
CLICK = "new Promise((done) => { done(Date.now()); setTimeout(() => document.getElementById('link').click()); })"

sys.path.insert(0, str(ROOT))
from tests.e2e.browser import wait_until  # noqa: E402 -- the drivers of the tests are also those of the bench.
from tests.e2e.chromium import Chromium  # noqa: E402


class Lists(SimpleHTTPRequestHandler):
    """Serves a published set as any static server would."""

    def translate_path(self, path: str) -> str:
        """Map `/lists/manifest.json` to the current set and `/lists/files/…` to the blobs."""
        name = path.removeprefix("/lists/")
        return str(Path(self.directory) / (name if name.startswith("files/") else f"current/{name}"))

    def end_headers(self) -> None:
        """Let the extension read it."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Site(BaseHTTPRequestHandler):
    """Answers for every name of the web after 50 ms, as a site at a distance does."""

    def do_GET(self) -> None:
        """Answer a page with one link."""
        time.sleep(0.05)
        body = f'<!doctype html><title>site</title><a id="link" href="{LISTED}">link</a>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler] | partial[SimpleHTTPRequestHandler]) -> Iterator[int]:
    """Serve on a free loopback port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()


def measure() -> list[Figure]:
    """Measure in one Chromium."""
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place)
        root_key = publish_many(directory)
        extension = directory / "extension"
        shutil.copytree(ROOT / "extension", extension, ignore=shutil.ignore_patterns("config.json"))
        with serving(partial(Lists, directory=str(directory / "public"))) as lists, serving(Site) as site:
            (extension / "config.json").write_text(f'{{"server":"http://127.0.0.1:{lists}","rootKey":"{root_key}"}}')
            with Chromium(ports={80: site}, extension=extension) as browser:
                return _measure(browser, browser.install(extension))


def _measure(browser: Chromium, origin: str) -> list[Figure]:
    page = browser.open(f"{origin}/pages/options.html")
    call = "import('/list/current.js').then(async (m) => (await m.currentList())?.manifest.snapshot.keys ?? 0)"
    wait_until(lambda: page.evaluate(call), seconds=30)
    warm = page.evaluate(WARM_JUDGEMENT)
    parse = page.evaluate(BARE_PARSE)
    cold = [_cold(browser, page) for _ in range(COLD)]
    spread = f"{KEYS} keys, {min(cold):.0f} to {max(cold):.0f} ms"
    return [
        Figure("extension: warm judgement", warm, "ms", "<=", 1, f"{KEYS} keys; {warm / parse:.0f} times new URL()"),
        Figure("extension: cold worker, click to verdict", statistics.median(cold), "ms", "<=", 60, spread),
    ]


def _cold(browser: Chromium, page: object) -> float:
    """Stop the worker, click a listed link in a new tab, and read when the tab was sent to the warning."""
    tab = browser.open("http://news.example/")
    browser.stop_workers()
    time.sleep(0.2)
    tab.activate()
    clicked = tab.evaluate(
        "new Promise((done) => { done(Date.now()); setTimeout(() => document.getElementById('link').click()); })"
    )
    wait_until(lambda: tab.url.startswith("chrome-extension:"))
    traces = "chrome.storage.session.get(null).then((all) => Math.max(...Object.values(all).map((t) => t?.at ?? 0)))"
    sent = wait_until(lambda: page.evaluate(traces) or None)  # type: ignore[attr-defined]
    tab.close()
    return float(sent) - float(clicked)

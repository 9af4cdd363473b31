"""Goes a newcomer's way from a clone to the first warning in both browsers, and counts the steps and the seconds.

    .venv/bin/python -m tools.first_warning

Everything a person would do is done for real: `git clone` of this checkout, `make run` with an empty home, the
extension loaded from the clone, the link on its first page followed, a test page opened. A person reads and looks for
buttons in between; the seconds are the machine's part alone. "Load unpacked" and the choice of its folder are the
browsers' own, which no program can press: they are counted as the README tells them, and timed as the installing.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT
from tests.e2e.browser import Tab, wait_until
from tests.e2e.conftest import BROWSERS, launch
from tests.e2e.site_server import SiteServer

PATIENCE = 300.0
"""Seconds for the first answer: a slow line fetches 30 MB of packages."""


class Watch:
    """Prints each step with the seconds since the one before."""

    def __init__(self, title: str) -> None:
        print(title)
        self.begun = self.last = time.monotonic()
        self.steps = 0

    def step(self, words: str, actions: int = 1) -> None:
        """Say that so many actions of the person are done."""
        now = time.monotonic()
        self.steps += actions
        print(f"  {self.steps:2}  {words}: {now - self.last:.1f} s")
        self.last = now

    def total(self) -> None:
        """Say what it came to."""
        print(f"      {self.steps} actions, {time.monotonic() - self.begun:.1f} s")


@contextmanager
def running(clone: Path, home: Path) -> Iterator[str]:
    """`make run` in the clone, until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
    environment = {**kept, "HOME": str(home), "PORT": str(port)}
    log = (home / "make.log").open("wb")
    process = subprocess.Popen(["make", "run"], cwd=clone, env=environment, stdout=log, stderr=log)
    try:
        end = time.monotonic() + PATIENCE
        while not answers(server):
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit((home / "make.log").read_text()[-2000:])
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def answers(server: str) -> bool:
    """Return whether the service is ready."""
    try:
        with urllib.request.urlopen(f"{server}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def link(tab: Tab, beginning: str) -> str:
    """Wait until a link whose address begins so can be seen, and return a selector of it."""
    selector = f'a[href^="{beginning}"]'
    seen = f"document.querySelector('{selector}')?.getClientRects().length > 0"
    wait_until(lambda: tab.evaluate(seen), seconds=60)
    return selector


def first_warning(name: str, clone: Path, server: str, sites: SiteServer, watch: Watch) -> None:
    """Load the extension and follow its first page to a warning."""
    browser = launch(name, clone / "extension", sites.port)
    try:
        origin = browser.install(clone / "extension")
        welcome = f"{origin}/pages/welcome.html"
        wait_until(lambda: any(tab.url.startswith(welcome) for tab in browser.tabs()), seconds=30)
        (tab,) = [tab for tab in browser.tabs() if tab.url.startswith(welcome)]
        watch.step(f"{name}: extensions page, developer mode, load unpacked, the folder; its first page opens", 4)
        tab.click(link(tab, f"{server}/uji/"))
        wait_until(lambda: any(each.url.startswith(f"{server}/uji/") for each in browser.tabs()))
        (tab,) = [each for each in browser.tabs() if each.url.startswith(f"{server}/uji/")]
        watch.step(f"{name}: follow the link to the test pages")
        tab.click(link(tab, "/uji/salah"))
        wait_until(lambda: tab.url.startswith(f"{origin}/pages/warning.html"))
        wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
        watch.step(f"{name}: open the first one: {tab.evaluate('document.querySelector(`h1`).textContent')}")
    finally:
        browser.close()


def main() -> int:
    """Clone, run, and see a warning in each browser."""
    with tempfile.TemporaryDirectory() as folder:
        home, clone = Path(folder) / "home", Path(folder) / "cektautan"
        home.mkdir()
        watch = Watch("From a clone to the first warning")
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        watch.step("git clone")
        with running(clone, home) as server:
            watch.step(f"make run, until it answers ({server})")
            sites = SiteServer()
            for name in BROWSERS:
                first_warning(name, clone, server, sites, watch)
            watch.total()
            sites.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

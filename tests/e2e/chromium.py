"""Debian's Chromium, driven by Playwright.

Answers the same protocol as `firefox.py`. Nothing that the browser does leaves the machine: every name leads to
loopback ports, or to a proxy there, or nowhere.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import BrowserContext, Error, Page, Playwright, Worker, sync_playwright

ARGUMENTS = (
    "--no-sandbox",  # the tests run as root in containers, where Chromium's sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class _Shared:
    """Playwright's own process: one a thread is allowed, so all browsers share it."""

    users = 0
    playwright: Playwright | None = None


def _acquire() -> Playwright:
    if _Shared.playwright is None:
        _Shared.playwright = sync_playwright().start()
    _Shared.users += 1
    return _Shared.playwright


def _release() -> None:
    _Shared.users -= 1
    if _Shared.users == 0 and _Shared.playwright is not None:
        _Shared.playwright.stop()
        _Shared.playwright = None


@contextlib.contextmanager
def shared_playwright() -> Iterator[Playwright]:
    """Lend Playwright's process to a test that starts browsers of another kind."""
    playwright = _acquire()
    try:
        yield playwright
    finally:
        _release()


class Chromium:
    """One Chromium with a fresh profile; extensions must be named when it starts."""

    name = "chromium"

    def __init__(
        self,
        *,
        proxy: int | None = None,
        ports: Mapping[int, int] | None = None,
        language: str = "en",
        extension: Path | None = None,
        viewport: tuple[int, int] = (1280, 800),
        arguments: Sequence[str] = (),
        binary: str = "/usr/bin/chromium",
    ) -> None:
        """Start it.

        Args:
            proxy: loopback port of a forward proxy that answers for every name; loopback itself stays direct.
            ports: without a proxy, which loopback port answers for a port of every name, such as `{80: 8799}`.
            language: of the browser's own interface; another than English needs its language package.
            extension: folder of an extension to load.
            viewport: size of a page in CSS pixels.
            arguments: further ones of the command line.
            binary: the program.

        """
        self.profile = Path(tempfile.mkdtemp(prefix="cektautan-chromium-"))
        args = [*ARGUMENTS, *arguments]
        if proxy is not None:
            args.append(f"--proxy-server=127.0.0.1:{proxy}")
        else:
            rules = [f"MAP *:{port} 127.0.0.1:{local}" for port, local in (ports or {}).items()]
            args.append(f"--host-resolver-rules={', '.join([*rules, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'])}")
        if extension is not None:
            args += [f"--disable-extensions-except={extension}", f"--load-extension={extension}"]
        playwright = _acquire()
        try:
            self.context: BrowserContext = playwright.chromium.launch_persistent_context(
                str(self.profile), executable_path=binary, headless=True, args=args, ignore_https_errors=True,
                viewport={"width": viewport[0], "height": viewport[1]}, env={**os.environ, "LANGUAGE": language},
            )  # fmt: skip
        except BaseException:
            self._forget()
            raise
        self._extension = extension
        self._tabs: dict[Page, ChromiumTab] = {}
        self.context.on("page", self._met)
        for page in self.context.pages:
            self._tab(page)

    def _met(self, page: Page) -> None:
        """Listen to the console of every new page from its beginning."""
        self._tab(page)

    def _tab(self, page: Page) -> ChromiumTab:
        if page not in self._tabs:
            self._tabs[page] = ChromiumTab(page)
        return self._tabs[page]

    def open(self, url: str = "about:blank") -> ChromiumTab:
        """Open a tab in the foreground."""
        tab = self._tab(self.context.new_page())
        if url != "about:blank":
            tab.goto(url)
        return tab

    def tabs(self) -> list[ChromiumTab]:
        """Return every open tab, oldest first; waiting is what lets Playwright hear of tabs that opened or closed."""
        for page in self.context.pages[:1]:
            page.wait_for_timeout(1)
        return [self._tab(page) for page in self.context.pages]

    def worker(self) -> Worker:
        """Return the extension's service worker, for `worker.evaluate`."""
        workers = self.context.service_workers
        return workers[0] if workers else self.context.wait_for_event("serviceworker")

    def install(self, directory: Path) -> str:
        """Return the origin of the extension's pages; Chromium has loaded it when it started."""
        if directory != self._extension:
            raise RuntimeError("Chromium loads extensions only when it starts: name it there")
        return "/".join(self.worker().url.split("/")[:3])

    def stop_workers(self) -> None:
        """Stop every service worker, as the browser does after half a minute without work."""
        page = self.context.new_page()
        session = self.context.new_cdp_session(page)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        page.close()

    def close(self) -> None:
        """End the browser and remove its profile."""
        with contextlib.suppress(Error):
            self.context.close()
        self._forget()

    def _forget(self) -> None:
        _release()
        shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ChromiumTab:
    """One tab, by its Playwright page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.console: list[str] = []
        page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))

    @property
    def url(self) -> str:
        """Return the address that the tab shows now; waiting is what lets Playwright hear of changes."""
        self.page.wait_for_timeout(1)
        return self.page.url

    def goto(self, url: str) -> None:
        """Load an address; an extension that takes its place aborts it, which is not an error here."""
        try:
            self.page.goto(url, wait_until="load")
        except Error as error:
            if "ERR_ABORTED" not in error.message and "interrupted by another navigation" not in error.message:
                raise RuntimeError(error.message) from error

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, awaited."""
        try:
            return self.page.evaluate(f"async () => await ({expression})")
        except Error as error:
            raise RuntimeError(error.message) from error

    def click(self, selector: str) -> None:
        """Click the middle of an element with a real pointer."""
        try:
            self.page.click(selector, no_wait_after=True, timeout=5000)
        except Error as error:
            raise RuntimeError(error.message) from error

    def press(self, key: str) -> None:
        """Press a key by its name or character."""
        self.page.keyboard.press(key)

    def back(self) -> None:
        """Go one entry back, without waiting: the extension may send the tab elsewhere."""
        self._history(-1)

    def forward(self) -> None:
        """Go one entry forward."""
        self._history(1)

    def _history(self, step: int) -> None:
        session = self.page.context.new_cdp_session(self.page)
        history = session.send("Page.getNavigationHistory")
        target = history["currentIndex"] + step
        if not 0 <= target < len(history["entries"]):
            raise RuntimeError("the tab's history has no such entry")
        session.send("Page.navigateToHistoryEntry", {"entryId": history["entries"][target]["id"]})
        with contextlib.suppress(Error):
            session.detach()

    def activate(self) -> None:
        """Bring the tab to the front."""
        self.page.bring_to_front()

    def resize(self, width: int, height: int) -> None:
        """Give the page another size."""
        self.page.set_viewport_size({"width": width, "height": height})

    def screenshot(self, path: Path) -> None:
        """Write a picture of what is seen."""
        self.page.screenshot(path=str(path))

    def close(self) -> None:
        """Close the tab."""
        self.page.close()

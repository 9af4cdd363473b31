"""A reader at a browser with the extension: opens links, sees warnings, decides.

Speaks of what a reader sees and does, so that a test reads like the flow it is about; works on any `Browser`.
"""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

from tests.e2e.browser import Browser, Tab, wait_until

SETTLE = 0.35
"""Seconds after which a warning that is going to appear has appeared; used where none may."""


class Reader:
    """One browser with the extension in it."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser = browser
        self.origin = origin
        self._desk: Tab | None = None

    @property
    def desk(self) -> Tab:
        """A tab on an own page of the extension, in which tests may ask its API."""
        if self._desk is None:
            self._desk = self.browser.open(f"{self.origin}/pages/options.html")
            wait_until(lambda: self.desk.evaluate("document.body?.dataset.ready"))
        return self._desk

    def api(self, expression: str) -> Any:
        """Evaluate an expression in which `api` is the browser's extension API."""
        return self.desk.evaluate(f"(async (api) => ({expression}))(globalThis.browser ?? globalThis.chrome)")

    def module(self, path: str, expression: str) -> Any:
        """Evaluate an expression in which `module` is a module of the extension."""
        return self.desk.evaluate(f"import('{self.origin}/{path}').then(async (module) => ({expression}))")

    def welcome(self) -> Tab:
        """Wait for the page that the extension opens when it is installed; return its tab."""
        wait_until(lambda: any(self.is_welcome(tab) for tab in self.browser.tabs()))
        return next(tab for tab in self.browser.tabs() if self.is_welcome(tab))

    def is_welcome(self, tab: Tab) -> bool:
        """Return whether the tab is on the first-run page."""
        return tab.url == f"{self.origin}/pages/welcome.html"

    def list_seq(self) -> int:
        """Return the number of the stored list, 0 without one."""
        return int(self.module("list/current.js", "(await module.currentList())?.seq ?? 0"))

    def wait_for_list(self, after: int = 0) -> int:
        """Wait until a list (newer than `after`) is stored; return its number."""
        wait_until(lambda: self.list_seq() > after, seconds=20)
        return self.list_seq()

    def update(self) -> dict[str, Any]:
        """Update the list now, as the popup does."""
        return dict(self.module("background/messages.js", "await module.requestUpdate()"))

    def age_list(self, seconds: int) -> None:
        """Make the stored list one that was last checked so long ago."""
        checked = f"Math.floor(Date.now() / 1000) - {seconds}"
        self.module(
            "list/store.js",
            f"(await module.writeStatus({{ ...(await module.readStatus()), checked: {checked} }}), true)",
        )

    def fresh(self) -> None:
        """Forget what this session remembers and close what is open, for the next test."""
        kept = ["language", "workMode", "countSeen", "countOpened"]
        self.api(f"(await api.storage.session.clear(), await api.storage.local.remove({kept}), true)")
        for tab in self.browser.tabs():
            if tab is not self._desk:
                tab.close()

    def open(self, url: str) -> Tab:
        """Open an address in a new tab in front."""
        tab = self.browser.open()
        tab.goto(url)
        return tab

    def is_warning(self, tab: Tab) -> bool:
        """Return whether the tab is on the warning page."""
        return tab.url.startswith(f"{self.origin}/pages/warning.html")

    def warned(self, tab: Tab, about: str = "") -> str:
        """Wait for the warning page in a tab; return its heading."""
        wait_until(lambda: self.is_warning(tab) and (not about or tab.url.endswith(quote(about, safe="!'()*~"))))
        wait_until(lambda: tab.evaluate("document.body?.dataset.ready"))
        return self.heading(tab)

    def heading(self, tab: Tab) -> str:
        """Return the text of the page's first heading."""
        return str(tab.evaluate("document.querySelector('h1')?.textContent ?? ''"))

    def text(self, tab: Tab) -> str:
        """Return what the page shows as text."""
        return str(tab.evaluate("document.body.innerText"))

    def arrives(self, tab: Tab, url: str) -> None:
        """Wait until a tab shows an address, and go on seeing it there: no warning takes its place."""
        wait_until(lambda: tab.url == url and tab.evaluate("document.readyState === 'complete'"))
        time.sleep(SETTLE)
        assert tab.url == url

    def entries(self, tab: Tab) -> int:
        """Return how many entries the tab's history has."""
        return int(tab.evaluate("history.length"))

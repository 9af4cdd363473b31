"""What tests ask of a real browser, alike for Chromium and Firefox.

`chromium.py` and `firefox.py` answer this protocol, so one test runs in both. Nothing here knows the extension's pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Tab(Protocol):
    """One tab of a browser."""

    @property
    def url(self) -> str:
        """Return the address that the tab shows now."""

    @property
    def console(self) -> list[str]:
        """Return what the page wrote to its console so far, as `level: text`."""

    def goto(self, url: str) -> None:
        """Load an address and wait until it, or what took its place, has loaded."""

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited, as JSON would carry it.

        Raises:
            RuntimeError: the expression threw.

        """

    def click(self, selector: str) -> None:
        """Click an element as a person does: with a real pointer event in its middle."""

    def press(self, key: str) -> None:
        """Press a key: `Enter`, `Tab`, `Escape` or one character."""

    def back(self) -> None:
        """Go one entry back in the tab's history, as the browser's button does."""

    def forward(self) -> None:
        """Go one entry forward."""

    def activate(self) -> None:
        """Bring the tab to the front."""

    def resize(self, width: int, height: int) -> None:
        """Give the page another size, in CSS pixels."""

    def screenshot(self, path: Path) -> None:
        """Write a picture of what is seen, as PNG."""

    def close(self) -> None:
        """Close the tab."""


class Browser(Protocol):
    """A running browser with a profile of its own, gone when it closes."""

    name: str

    def open(self, url: str = "about:blank") -> Tab:
        """Open a tab in the foreground."""

    def tabs(self) -> list[Tab]:
        """Return every open tab, the extension's own ones too, oldest first."""

    def install(self, directory: Path) -> str:
        """Load an extension from its folder; return the origin of its pages, without a final slash."""

    def close(self) -> None:
        """End the browser and remove its profile."""


def wait_until(check: Callable[[], T], seconds: float = 10, pause: float = 0.02) -> T:
    """Return the first true answer of `check`; a step that throws while a page changes is asked again."""
    end = time.monotonic() + seconds
    last: Exception | None = None
    while True:
        try:
            if answer := check():
                return answer
            last = None
        except RuntimeError as error:
            last = error
        if time.monotonic() > end:
            raise AssertionError(f"not so within {seconds} s") from last
        time.sleep(pause)

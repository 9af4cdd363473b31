"""Runs axe-core, the accessibility engine, in a page of either browser."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import axe_playwright_python
from tests.e2e.browser import Tab

# WCAG 2.2 AA and axe's own good practice. Nothing is preloaded: all style sheets are the page's own.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}


@cache
def _source() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")


def violations(tab: Tab) -> list[str]:
    """Return what axe finds wrong with the page that the tab shows, as `rule: element`."""
    found = "found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))"
    # The page's policy forbids scripts from elsewhere, so the engine comes in as the debugger's own text.
    text = tab.evaluate(
        f"(async () => {{ if (!globalThis.axe) {{ {_source()} }}\n"
        f"const found = await axe.run({json.dumps(OPTIONS)}); return {found}; }})()"
    )
    return [str(each) for each in text]


def overflow(tab: Tab) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

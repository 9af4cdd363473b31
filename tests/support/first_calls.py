"""The calls of the page for developers as they stand on it: run as a reader would, compared with what is promised."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from tests.support.safe_browsing import CLIENTS

ANYTHING = "…"
SECONDS = 60


@dataclass
class OnPage:
    """One call of the page."""

    id: str
    environment: str
    language: str = ""
    code: str = ""
    form: str = ""
    answer: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, OnPage] = {}
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-call" in given:
            self._in, self._call = "code", OnPage(given["data-call"], given.get("data-environment", ""))
            self.found[self._call.id] = self._call
        elif "data-answer" in given:
            self._in, self._call.form = "answer", given["data-answer"]
        elif tag == "code" and self._in == "code":
            self._call.language = given["class"].removeprefix("language-")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "code":
            self._call.code += data
        elif self._in == "answer":
            self._call.answer += data


def calls_on(page: str) -> Mapping[str, OnPage]:
    """Return the calls of a page by their names, in its order."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


def run(call: OnPage, code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a call's code in a folder."""
    python = CLIENTS / call.environment / "bin" / "python" if call.environment else Path(sys.executable)
    command = ["bash", "-c", code] if call.language == "sh" else [str(python), "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)


def promised(call: OnPage, printed: str) -> bool:
    """True if what was printed is what the page says about it."""
    if call.form == "json":
        return within(json.loads(call.answer), json.loads(printed))
    shown, lines = call.answer.splitlines(), printed.splitlines()
    return len(shown) == len(lines) and all(map(_fits, shown, lines))


def within(part: Any, whole: Any) -> bool:
    """True if JSON is a shortened one of another: members and ends of lists may be left out, and nothing else.

    >>> within({"a": [1]}, {"a": [1, 2], "b": 3}), within({"a": [2]}, {"a": [1, 2]})
    (True, False)
    """
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and within(each, whole[name]) for name, each in part.items()
        )
    if isinstance(part, list):
        # An empty list is promised as one.
        full = isinstance(whole, list) and len(part) <= len(whole) and bool(part) == bool(whole)
        return full and all(map(within, part, whole))
    return type(part) is type(whole) and bool(part == whole)


def _fits(shown: str, line: str) -> bool:
    # Names of headers are written in either case.
    return re.fullmatch(".*".join(map(re.escape, shown.split(ANYTHING))), line, re.I) is not None

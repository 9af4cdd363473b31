"""Readers who never stop: each asks a node again and again, and every answer that is none is counted."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import requests


@dataclass
class Readers:
    """One thread a node; it asks for a check, the list's manifest and snapshot, and Safe Browsing's matches in turn."""

    nodes: tuple[str, ...]
    hoax: str
    asked: int = 0
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._counting = threading.Lock()
        self._threads = [threading.Thread(target=self._read, args=(node,)) for node in self.nodes]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, node: str) -> None:
        body = {
            "client": {"clientId": "uji", "clientVersion": "1"},
            "threatInfo": {
                "threatTypes": ["SOCIAL_ENGINEERING"],
                "platformTypes": ["ANY_PLATFORM"],
                "threatEntryTypes": ["URL"],
                "threatEntries": [{"url": self.hoax}],
            },
        }
        with requests.Session() as session:
            # A node is asked about four times in a tenth of a second: its readers, and not a test of its strength.
            while not self._stop.wait(0.05):
                check = self._ask(session, "GET", f"{node}/v1/check", params={"url": self.hoax})
                if check is not None and check.json()["state"] == "error":
                    self._fail(f"{node}/v1/check: an error in the answer")
                manifest = self._ask(session, "GET", f"{node}/lists/manifest.json")
                if manifest is not None:
                    self._ask(session, "GET", f"{node}/lists/{manifest.json()['snapshot']['path']}")
                self._ask(session, "POST", f"{node}/v4/threatMatches:find", json=body)

    def _ask(self, session: requests.Session, method: str, url: str, **given: object) -> requests.Response | None:
        with self._counting:
            self.asked += 1
        try:
            answer = session.request(method, url, timeout=10, **given)  # type: ignore[arg-type]
        except requests.RequestException as problem:
            self._fail(f"{url}: {type(problem).__name__}")
            return None
        if answer.status_code != requests.codes.ok:
            self._fail(f"{url}: {answer.status_code}")
            return None
        return answer

    def _fail(self, what: str) -> None:
        with self._counting:
            self.failed.append(what)

"""A reader with a phone and no extension: opens the check page, shares to it, checks links. Works in both browsers.

Everything goes through a proxy that writes it down, requests to the service too. It can be down, as a phone's network
is.
"""

from __future__ import annotations

import json
from typing import Any

from tests.e2e.browser import Browser, Tab, wait_until
from tests.e2e.chromium import Chromium
from tests.e2e.firefox import Firefox
from tests.e2e.recorded import HIJACK, LOOPBACK_TOO, lines
from tests.e2e.recording_proxy import RecordingProxy
from tests.e2e.service import Service

SIZE = (360, 740)


class Phone:
    """A browser of a phone's size with one tab; `proxy` sees all that leaves it."""

    def __init__(self, service: Service, name: str = "chromium", language: str = "id") -> None:
        self.service = service
        self.language = language
        self.proxy = RecordingProxy()
        self.browser: Browser
        if name == "chromium":
            self.browser = Chromium(proxy=self.proxy.port, language=language, viewport=SIZE, arguments=LOOPBACK_TOO)
        else:
            self.browser = Firefox(proxy=self.proxy.port, language=language, preferences=HIJACK)
        self.tab: Tab = self.browser.open()
        self.tab.resize(*SIZE)

    def open(self, path: str = "") -> None:
        """Open the page and wait until it has taken over, has asked for the list, and is kept for offline use."""
        self.tab.goto(f"{self.service.url}{path or f'/?lang={self.language}'}")
        self.wait()

    def wait(self) -> None:
        """Wait until the page that the tab shows is done with its beginning."""
        wait_until(lambda: self.tab.evaluate("document.body?.dataset.ready") == "updated", seconds=20)
        wait_until(lambda: self.tab.evaluate("navigator.serviceWorker.controller?.state === 'activated'"), seconds=20)

    def share(self, **fields: str) -> None:
        """Do what the browser does when another app shares with the page: POST a form to it, as a navigation."""
        self.tab.evaluate(
            f"""(() => {{
              const form = document.createElement('form');
              const action = '/bagikan?lang={self.language}';
              Object.assign(form, {{ method: 'post', enctype: 'multipart/form-data', action }});
              for (const [name, value] of Object.entries({json.dumps(fields)})) {{
                form.append(Object.assign(document.createElement('textarea'), {{ name, value }}));
              }}
              document.body.append(form);
              setTimeout(() => form.submit());
              return true;
            }})()"""
        )

    def check(self, text: str) -> None:
        """Paste a text and press the button; answers that were there before count no more."""
        self.tab.evaluate("void (document.body.dataset.state = 'asked')")
        self.tab.evaluate(f"void (document.querySelector('#text').value = {json.dumps(text)})")
        self.tab.click(".check button[type=submit]")

    def answers(self) -> list[dict[str, str]]:
        """Wait for answers; return state and words of each."""
        wait_until(lambda: self.tab.evaluate("document.body?.dataset.state") == "answers")
        each = "({ state: each.dataset.state, text: each.innerText.replaceAll(/\\s+/g, ' ') })"
        found = self.tab.evaluate(f"[...document.querySelectorAll('.results > li')].map((each) => {each})")
        return [dict(answer) for answer in found]

    def told(self) -> list[str]:
        """Return what left the phone, but for the program's own files.

        Those are the same for everybody, and the browser and its worker fetch them whenever they like: a newer worker
        is looked for after any navigation, the rest of the program is kept some seconds after the page is ready.
        """
        program = (f"GET {self.service.url}/sw.js", f"GET {self.service.url}/app/")
        return [line for line in lines(self.proxy) if not line.startswith(program)]

    def words(self, selector: str) -> str:
        """Return what an element says, empty where there is none or it is hidden."""
        return str(self.tab.evaluate(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))

    def module(self, path: str, expression: str) -> Any:
        """Evaluate an expression in which `module` is a module that the page runs."""
        base = "document.querySelector('script[type=module]').src.replace('checkpage/main.js', '')"
        return self.tab.evaluate(f"import({base} + '{path}').then(async (module) => ({expression}))")

    def close(self) -> None:
        """End the browser and the proxy."""
        self.browser.close()
        self.proxy.close()


def first_visit(service: Service) -> tuple[int, int]:
    """Open the page in a fresh browser until it works offline; return the bytes of the page, and those of the list."""
    phone = Phone(service)
    try:
        phone.open()
        sent = phone.proxy.sent
    finally:
        phone.close()
    ours = [(address.removeprefix(service.url), size) for address, size in sent if address.startswith(service.url)]
    lists = sum(size for address, size in ours if address.startswith("/lists/"))
    return sum(size for _, size in ours) - lists, lists

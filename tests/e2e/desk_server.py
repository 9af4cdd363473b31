"""The desk in a thread of the tests, over a store of its own, with people whose browsers are signed in."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from tests.e2e.chromium import Chromium, ChromiumTab
from tests.e2e.service import _free_port
from tests.support.people import Desk, Person
from werkzeug.serving import make_server

from cektautan.outbound.protocol import HopClient
from cektautan.web.console.access.cookies import SESSION


class DeskServer:
    """The application of a desk, served on a port of loopback."""

    def __init__(self, folder: Path, hops: HopClient | None = None, **settings: str) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        folder.mkdir(parents=True, exist_ok=True)
        self.desk = Desk(folder, hops, PORT=str(self.port), **settings)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", self.port, self.desk.app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def sign_in(self, browser: Chromium, person: Person) -> None:
        """Let a browser be a person's, as after signing in."""
        browser.context.add_cookies(
            [{"name": SESSION, "value": person.token, "domain": "127.0.0.1", "path": "/meja", "httpOnly": True}]
        )

    def open(self, browser: Chromium, path: str) -> ChromiumTab:
        """Open a page of the desk and wait until its scripts are ready."""
        tab = browser.open()
        self.go(tab, path)
        return tab

    def go(self, tab: ChromiumTab, path: str) -> None:
        """Load a page in a tab and wait until its scripts are ready."""
        tab.goto(f"{self.url}{path}")
        tab.page.wait_for_selector("body[data-ready=yes]")

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
        self.desk.store.engine.dispose()

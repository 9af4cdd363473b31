"""The desk's people at a real service, each in a browser of their own in which they are signed in; for stories.

A story reads like the work: somebody opens a case out of the queue, decides, and the test waits until the set that
readers get holds the decision.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page
from sqlalchemy import select
from tests.e2e.browser import wait_until
from tests.e2e.chromium import shared_playwright
from tests.e2e.service import Service

from cektautan.desk.people import sessions
from cektautan.desk.people.second_factor import new_secret
from cektautan.store.models import Account, AccountRole, Case, Event
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store
from cektautan.web.console.access.cookies import SESSION

TOLD = "#told .told:not(.problem)"
"""What the desk says after an act that was done."""


@dataclass
class DeskPeople:
    """Who works at the desk, by their roles."""

    address: str
    store: Store
    pages: dict[str, Page]

    def case(self, role: str, kind: str) -> Page:
        """Let somebody open the one open case of a kind, out of the queue."""
        with self.store.reading() as session:
            case = session.scalars(select(Case).where(Case.kind == kind, Case.status != "closed")).one()
        page = self.pages[role]
        page.goto(f"{self.address}/meja?lang=id")
        page.locator(f'main a[href="/meja/kasus/{case.id}"]').first.click()
        page.wait_for_url(f"**/meja/kasus/{case.id}")
        return page


@contextmanager
def people_at(service: Service, *roles: str) -> Iterator[DeskPeople]:
    """Let one person of each role work at the desk of a service that runs."""
    store, _ = open_store("", service.folder / "var")
    now, tokens = int(time.time()), {}
    with store.deciding("operator", now) as work:
        for role in roles:
            account = Account(
                login=role, name=role.capitalize(), password_hash="set, and never compared",
                totp_sealed=store.sealer.seal(new_secret()).decode(), created_at=now,
            )  # fmt: skip
            account.roles = [AccountRole(role=role, granted_at=now)]
            work.session.add(account)
            work.session.flush()
            work.record("account.created", ("account", account.id))
            tokens[role] = sessions.begin(work, account, sessions.FULL, "Chromium")
    with shared_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages = {}
        for role, token in tokens.items():
            context = browser.new_context(locale="id-ID")
            context.add_cookies([{"name": SESSION, "value": token, "domain": "127.0.0.1", "path": "/meja"}])
            pages[role] = context.new_page()
        yield DeskPeople(service.url, store, pages)
        browser.close()
    store.engine.dispose()


def published(service: Service, store: Store) -> float:
    """Wait until the set that is served holds the newest decision, and return the seconds that it took."""
    began = time.monotonic()
    newest, _ = store.head()

    def holds() -> bool:
        head = json.loads(service.get("/lists/manifest.json"))["log_head"]
        with store.reading() as session:
            told = session.scalar(select(Event.seq).where(Event.hash == head))
        return told is not None and told >= newest

    wait_until(holds, seconds=30, pause=0.02)
    return time.monotonic() - began

"""Takes the pictures of what readers and the public see of the desk: the figures, and the form without a script.

The lists are the shipped ones; what readers sent and what an office asked for is made up, and no picture names a claim.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from tests.conftest import ROOT
from tests.e2e.chromium import Chromium, ChromiumTab
from tests.e2e.service import Service
from tests.support.intake import POLICY, filing
from tests.unit.desk.record.test_government import ENTRY

from cektautan.desk.readers import intake
from cektautan.desk.record import government
from cektautan.store.models import Appeal, Listing
from cektautan.store.opening import open_store

Take = Callable[[ChromiumTab, str, bool], None]

DAY = 86_400
DESK, PHONE = (1120, 870), (390, 780)
ARTICLE = "https://kabar.example/berita/7?utm_source=grup#atas"
PAGES = (
    ("/transparansi?lang=id", DESK, "transparency"),
    ("/transparansi?lang=en", PHONE, "transparency-phone-en"),
    ("/lapor?lang=id", PHONE, "report-phone"),
)


def take_all(folder: Path, take: Take) -> None:
    """Take all of them, over a desk of their own."""
    service = Service(folder, lists=ROOT / "blocklists", desk=True)
    service.start()
    browser = Chromium(ports={80: service.port}, language="id")
    try:
        happen(folder / "var")
        tab = browser.open()
        for path, size, name in PAGES:
            tab.resize(*size)
            tab.goto(f"{service.url}{path}")
            take(tab, name, False)
        tab.page.locator("#url").fill(ARTICLE)
        tab.page.get_by_label("Penipuan").check()
        tab.page.locator("form.check button").click()
        tab.page.locator(".exact").wait_for()
        take(tab, "report-review-phone", False)
    finally:
        browser.close()
        service.close()


def happen(var: Path) -> None:
    """Let a few weeks pass at the desk."""
    store, secrets = open_store("", var)
    now = int(time.time())
    with store.reading() as session:
        listed = [each.url for each in session.scalars(select(Listing).where(Listing.level == 3).limit(2))]
    for number, url in enumerate(listed):
        intake.file(store, POLICY, filing(kind="wrong", url=url), secrets.tickets, now - (9 + number) * DAY)
    for number in range(7):
        report = filing(url=f"https://kabar.example/{number % 3}")
        intake.file(store, POLICY, report, secrets.tickets, now - number * 5 * DAY)
    with store.deciding("operator", now - 8 * DAY) as work:
        first = work.session.scalars(select(Appeal).order_by(Appeal.id)).first()
        if first is not None:
            first.outcome, first.decided_at, first.acknowledged_at = "rejected", now - 8 * DAY, now - 9 * DAY
            work.record("appeal.rejected", ("appeal", first.id), reason="Contoh.")
        second = work.session.scalars(select(Appeal).order_by(Appeal.id.desc())).first()
        if second is not None:
            second.acknowledged_at, second.decide_due = now - 9 * DAY, now + DAY
    today = date.today()
    entry = replace(ENTRY, sender="Lembaga Contoh", received=today - timedelta(days=20), public_from=None)
    government.enter(store, "operator", entry, now)
    store.engine.dispose()

"""Takes the pictures of what readers and the public see of the desk: the figures, and the form without a script.

What readers sent and what an office asked for is made up, so no picture over the shipped lists names a claim. Decided
objections are shown of lists that are made up themselves.
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
from tests.e2e.lists import Claim
from tests.e2e.service import Service
from tests.support.government import ENTRY
from tests.support.intake import POLICY, filing

from cektautan.desk.readers import intake
from cektautan.desk.record import government
from cektautan.store.models import Appeal, Listing
from cektautan.store.opening import open_store

Take = Callable[[ChromiumTab, str, bool], None]

DAY = 86_400
DESK, PHONE = (1120, 870), (390, 780)
ARTICLE = "https://kabar.example/berita/7?utm_source=grup#atas"
MADE_UP = (
    Claim("antrean-contoh-2026", "https://youtu.be/Contoh00001", "Antrean di sebuah TPS dibubarkan."),
    Claim("kupon-contoh-2026", "https://youtu.be/Contoh00002", "Kupon makan dibagikan lewat sebuah tautan."),
    Claim("rekaman-contoh-2026", "https://youtu.be/Contoh00003", "Rekaman lama disebut kejadian hari ini."),
)
DECIDED = (
    ("rejected", 1, "Isi tautan ini sama dengan yang diperiksa.", "What the link holds is what was checked."),
    ("granted", 2, "Tautan itu memuat ralatnya.", "The link leads to the correction."),
    ("partly", 1, "Tingkatnya diturunkan: penerbitnya sudah menambahkan konteks.",
     "The level was lowered: its publisher has added the context."),
)  # fmt: skip
"""How an objection to each of them ended, how many they were, and why."""
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
    take_objections(folder / "objections", take)


def take_objections(folder: Path, take: Take) -> None:
    """Take the part of the figures that tells of objections, over lists that are made up."""
    service = Service(folder, claims=MADE_UP, desk=True)
    service.start()
    browser = Chromium(ports={80: service.port}, language="id")
    try:
        object_to(folder / "var")
        tab = browser.open()
        for language, size, name in (("id", DESK, ""), ("en", PHONE, "-phone-en")):
            tab.resize(*size)
            tab.goto(f"{service.url}/transparansi?lang={language}")
            part = "[aria-labelledby=keberatan]" if size == DESK else "[aria-labelledby=keberatan] h3"
            tab.evaluate(f"void document.querySelector('{part}').scrollIntoView()")
            take(tab, f"transparency-objections{name}", False)
    finally:
        browser.close()
        service.close()


def object_to(var: Path) -> None:
    """Let readers object to what is listed, and the desk decide it a day later."""
    store, secrets = open_store("", var)
    now = int(time.time())
    for age, (claim, (outcome, many, why_id, why_en)) in enumerate(zip(MADE_UP, DECIDED, strict=True), start=3):
        filed = now - age * DAY
        for _ in range(many):
            intake.file(store, POLICY, filing(kind="wrong", url=claim.appearance), secrets.tickets, filed)
        with store.deciding("operator", filed + DAY) as work:
            for appeal in work.session.scalars(select(Appeal).where(Appeal.decided_at.is_(None))):
                appeal.outcome, appeal.acknowledged_at, appeal.decided_at = outcome, filed + DAY, filed + DAY
                appeal.reasons_id, appeal.reasons_en = why_id, why_en
                work.record(f"appeal.{outcome}", ("appeal", appeal.id), reason="Contoh.")
    store.engine.dispose()


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

"""Ten thousand reports from fifty addresses on one true article: no level changes, and the desk sees one wave."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from sqlalchemy import event, func, select
from tests.support.intake import POLICY, SECRET, START, filing, list_hoax, ticket
from tests.support.people import Desk
from tests.support.service import Service
from tests.support.stores import sqlite_database

from cektautan.desk.cases.queue import Asked, page_of
from cektautan.desk.readers import intake
from cektautan.desk.record.transparency import figures
from cektautan.desk.rules.priority import burst
from cektautan.store.models import Case, Change, Event, Listing, Report
from cektautan.store.transaction import Store

ARTICLE = "https://berita.example.co.id/benar"
REPORTS, ADDRESSES, MINUTES = 10_000, 50, 9


def unsynced(store: Store) -> Store:
    """Let a store not wait for the disk: what is measured here is the desk and not the machine."""
    event.listen(store.engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    return store


def test_a_campaign_changes_no_level_and_takes_the_place_of_one_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path)
    store = unsynced(desk.store)
    moderator = desk.person("rina", "moderator")
    list_hoax(store)
    # What else waits: an objection, an imitation and a tip of the day before.
    intake.file(store, POLICY, filing(kind="wrong"), SECRET, START)
    intake.file(store, POLICY, filing(url="https://kpu-tiruan.example/", reason="imposter"), SECRET, START)
    intake.file(store, POLICY, filing(url="https://lain.example/1"), SECRET, START - 86_400)
    with store.reading() as session:
        listed = {each.id: (each.level, each.status) for each in session.scalars(select(Listing))}
        told, events = session.scalar(select(func.count(Change.seq))), session.scalar(select(func.count(Event.seq)))

    began = time.perf_counter()
    for number in range(REPORTS):
        at = START + number * MINUTES * 60 // REPORTS
        intake.file(store, POLICY, filing(url=f"{ARTICLE}?utm_source={number % ADDRESSES}"), SECRET, at)
    took = time.perf_counter() - began

    with store.reading() as session:
        assert {each.id: (each.level, each.status) for each in session.scalars(select(Listing))} == listed
        assert session.scalar(select(func.count(Change.seq))) == told
        assert session.scalar(select(func.count(Event.seq))) == (events or 0) + 1, "the case was opened, and no more"
        queue = session.scalars(select(Case).where(Case.status != "closed").order_by(Case.priority.desc())).all()
        case = next(each for each in queue if each.url == ARTICLE)
        assert case.report_count == REPORTS
        assert session.scalar(select(func.count(Report.id)).where(Report.case_id == case.id)) == REPORTS
        place = queue.index(case) + 1
        assert [each.lane for each in queue[:2]] == ["appeal", "imposter"], "both still come first"
        wave = burst(case.report_count, case.first_report_at, case.last_report_at, POLICY.numbers)
        asked = time.perf_counter()
        shown = page_of(session, Asked(), 0, START + 600)
        asked = time.perf_counter() - asked
        assert (shown.total, [each.id for each in shown.cases]) == (len(queue), [each.id for each in queue])
        counted = time.perf_counter()
        figures(session, START + 600)
        counted = time.perf_counter() - counted
    assert wave is not None
    assert (wave.reports, wave.minutes) == (REPORTS, MINUTES)
    store.engine.dispose()
    desk.service.clock.move(600)
    opened = time.perf_counter()
    page = moderator.get("/meja?lang=id")
    opened = time.perf_counter() - opened
    assert page.status_code == 200
    assert re.search("10.?000 laporan dalam 9 menit", page.text)
    speed = f"{took / REPORTS * 1000:.1f} ms each"
    pages = f"queue in {asked * 1000:.0f} ms, its page in {opened * 1000:.0f} ms, figures in {counted * 1000:.0f} ms"
    where = f"levels changed 0, place {place} of {len(queue)}, {wave.reports} in {wave.minutes} minutes"
    with capsys.disabled():
        print(f"\n{REPORTS} reports: {speed}; {pages}; {where}")  # noqa: T201 -- a figure to be read


def test_fifty_addresses_may_send_a_thousand_an_hour_and_others_are_not_held_up(tmp_path: Path) -> None:
    store = unsynced(sqlite_database(tmp_path).open())
    service = Service(tmp_path, settings={"CEKTAUTAN_DESK": "on"})
    service.publish()
    client = service.client()

    def send(address: str) -> int:
        report = {"ticket": ticket(), "kind": "report", "url": ARTICLE}
        return client.post("/v1/reports", json=report, environ_base={"REMOTE_ADDR": address}).status_code

    answers = [send(f"203.0.113.{number % ADDRESSES}") for number in range(2000)]
    assert (answers.count(201), answers.count(429)) == (20 * ADDRESSES, 1000)
    assert send("198.51.100.7") == 201
    with store.reading() as session:
        assert session.scalars(select(Case)).one().report_count == 20 * ADDRESSES + 1
    store.engine.dispose()

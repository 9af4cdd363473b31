"""The public figures count what readers sent in the month in which they sent it, alike on both engines."""

from __future__ import annotations

import datetime

from sqlalchemy import select
from tests.support.intake import POLICY, SECRET, START, filing

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.readers import intake, retention
from cektautan.desk.record.transparency import figures
from cektautan.store.models import Case
from cektautan.store.transaction import Store

DAY = 86_400
LATER = START + 31 * DAY
ARTICLE = "https://berita.example.co.id/benar"


def reports(store: Store, now: int) -> dict[datetime.date, int]:
    with store.reading() as session:
        return {each.first: each.reports for each in figures(session, now).months if each.reports}


def test_each_report_counts_in_its_own_month_whatever_case_it_came_to(store: Store) -> None:
    sent = filing(url=ARTICLE)
    with store.deciding("system", START) as work:
        open_or_merge(work, POLICY, kind="match", key=sent.key, url=ARTICLE)
    intake.file(store, POLICY, sent, SECRET, START)
    intake.file(store, POLICY, sent, SECRET, START + 1)
    intake.file(store, POLICY, filing(url=ARTICLE, kind="check"), SECRET, START)
    intake.file(store, POLICY, filing(url=ARTICLE), SECRET, LATER)
    expected = {datetime.date(2026, 10, 1): 2, datetime.date(2026, 11, 1): 1}
    assert reports(store, LATER) == expected
    with store.deciding("account:1", LATER) as work:
        for case in work.session.scalars(select(Case)):
            case.status, case.outcome, case.closed_at = "closed", "not_listed", START - 200 * DAY
    retention.run(store, POLICY, LATER)
    assert reports(store, LATER) == expected, "also when the reports themselves are gone"

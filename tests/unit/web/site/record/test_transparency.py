"""`/transparansi`: figures that anybody can read, nobody's name, and a minute of rest between two counts."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.support.government import ENTRY
from tests.support.intake import CLAIM, HOAX, POLICY, SECRET, filing, list_hoax
from tests.support.service import START, Service

from cektautan.desk.readers import intake
from cektautan.desk.record import government
from cektautan.desk.record.objections import newest as newest_decisions
from cektautan.store.models import Appeal, Change, Claim, Event, Listing
from cektautan.store.transaction import Store


@pytest.fixture
def client(desk: Service) -> FlaskClient:
    return desk.client()


def words(page: str) -> str:
    """Return a page's text, one space between words."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def story(store: Store) -> None:
    """Two listings, one retracted after an objection; another objection waits too long."""
    first = list_hoax(store)
    list_hoax(store, key="url:contoh.com/1", url="https://contoh.com/1", level=2)
    intake.file(store, POLICY, filing(kind="wrong", text="rahasia", contact="sari@contoh.id"), SECRET, START)
    intake.file(store, POLICY, filing(kind="wrong", url="https://contoh.com/1"), SECRET, START)
    intake.file(store, POLICY, filing(url="https://contoh.com/2"), SECRET, START)
    with store.deciding("account:7", START + 7200) as work:
        appeal = work.session.scalars(select(Appeal).where(Appeal.listing_id == first)).one()
        appeal.outcome, appeal.decided_at, appeal.decided_by = "granted", START + 7200, None
        work.session.get_one(Listing, first).status = "retracted"
        work.record("appeal.decided", ("appeal", appeal.id), reason="Benar.")
    government.enter(store, "account:7", ENTRY, START)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ("tidak berarti pembuat atau penyebarnya bersalah", "Dikabulkan 1", "Lewat tenggat, belum dijawab 1",
                "2 jam",
                "Kementerian Contoh", "Permintaan pemerintah", "Belum dijawab", "2 · Pengingat 1")),
        ("en", ("does not mean that whoever made or shared it did wrong", "Granted 1",
                "Past the deadline, not yet answered 1",
                "2 hours", "Government request", "Not answered yet", "2 · Reminder 1")),
    ],
)  # fmt: skip
def test_the_story_is_told_in_figures(desk: Service, store: Store, language: str, said: tuple[str, ...]) -> None:
    story(store)
    desk.clock.move(25 * 3600)
    answer = desk.client().get(f"/transparansi?lang={language}")
    assert answer.status_code == 200
    text = words(answer.text)
    for each in said:
        assert each in text
    assert f'href="/c/{CLAIM}?lang={language}"' in answer.text
    changes, work = re.findall(r"(?:Oktober|October) 2026 ((?:\d+ )+)", text)
    # Listed, amended, retracted, expired, removed.
    assert changes.split() == ["2", "0", "1", "0", "0"]
    # Approved, rejected; reports, objections.
    assert work.split() == ["0", "0", "1", "2"]


def test_the_ends_of_both_chains_stand_there(client: FlaskClient, store: Store) -> None:
    story(store)
    page = client.get("/transparansi").text
    with store.reading() as session:
        newest = session.scalars(select(Event).order_by(Event.seq.desc())).first()
        line = session.scalars(select(Change).order_by(Change.seq.desc())).first()
    assert newest is not None
    assert line is not None
    assert newest.hash in page
    assert line.hash in page


def test_nobody_is_named_and_nothing_of_an_objection_is_told(client: FlaskClient, store: Store) -> None:
    story(store)
    page = client.get("/transparansi").text
    for secret in ("rahasia", "sari@", "contoh.com", "GPdzHkn5M6M", "account:"):
        assert secret not in page


def decide(store: Store, outcome: str, at: int, *reasons: str) -> None:
    with store.deciding("account:7", at) as work:
        appeal = work.session.scalars(select(Appeal).where(Appeal.decided_at.is_(None)).order_by(Appeal.id)).first()
        assert appeal is not None
        appeal.outcome, appeal.decided_at = outcome, at
        appeal.reasons_id, appeal.reasons_en = reasons
        work.record(f"appeal.{outcome}", ("case", appeal.case_id), reason="Kasus.")


def test_decided_objections_are_listed_with_their_reasons_the_newest_first(desk: Service, store: Store) -> None:
    list_hoax(store)
    list_hoax(store, key="url:contoh.com/1", url="https://contoh.com/1", claim_id="kedua-2026")
    for url in (HOAX, "https://contoh.com/1"):
        intake.file(store, POLICY, filing(kind="wrong", url=url, text="rahasia"), SECRET, START)
    decide(store, "granted", START + 3600, "Pemeriksanya <b>meralat</b>.", "The checker corrected it.")
    decide(store, "rejected", START + 80 * 3600, "Videonya dipotong.", "The video was cut.")
    desk.clock.move(81 * 3600)
    answer = desk.client().get("/transparansi?lang=id").text
    text = words(answer)
    assert (
        "18 Oktober 2026 Ditolak : kedua-2026 · terlambat Videonya dipotong. "
        f"15 Oktober 2026 Dikabulkan : {CLAIM} Pemeriksanya <b>meralat</b>."
    ) in text
    assert "<b>meralat" not in answer
    text = words(desk.client().get("/transparansi?lang=en").text)
    assert "Rejected : kedua-2026 · late The video was cut." in text
    assert "rahasia" not in text


def test_of_a_removed_record_only_the_outcome_is_told(desk: Service, store: Store) -> None:
    list_hoax(store)
    intake.file(store, POLICY, filing(kind="wrong"), SECRET, START)
    decide(store, "granted", START + 3600, "Pemeriksanya meralat.", "The checker corrected it.")
    with store.deciding("account:7", START + 7200) as work:
        work.session.get_one(Claim, CLAIM).status = "removed"
        work.record("claim.removed", ("claim", CLAIM))
    text = words(desk.client().get("/transparansi?lang=en").text)
    assert f"Granted : {CLAIM}" in text
    assert "corrected it" not in text


def test_objections_that_were_decided_together_are_one_decision(store: Store) -> None:
    list_hoax(store)
    for _ in range(3):
        intake.file(store, POLICY, filing(kind="wrong"), SECRET, START)
    with store.deciding("account:7", START + 60) as work:
        for appeal in work.session.scalars(select(Appeal)):
            appeal.outcome, appeal.decided_at, appeal.reasons_id, appeal.reasons_en = "partly", START + 60, "A.", "B."
        work.record("appeal.partly", ("case", 1))
    with store.reading() as session:
        (found,) = newest_decisions(session)
    assert (found.claim, found.outcome, found.count, found.late) == (CLAIM, "partly", 3, False)


def test_it_is_counted_once_a_minute(desk: Service, store: Store) -> None:
    client = desk.client()
    story(store)
    before = words(client.get("/transparansi?lang=en").text)
    list_hoax(store, key="url:contoh.com/3", url="https://contoh.com/3")
    desk.clock.move(59)
    assert words(client.get("/transparansi?lang=en").text) == before
    desk.clock.move(1)
    assert words(client.get("/transparansi?lang=en").text) != before


def test_an_empty_desk_has_a_page_too(client: FlaskClient) -> None:
    page = words(client.get("/transparansi?lang=id").text)
    assert "Belum ada tautan yang tercatat" in page
    assert "Belum ada permintaan" in page
    assert "belum ada yang diputuskan" in page


def test_while_the_database_is_away_the_page_says_so(tmp_path: Path) -> None:
    away = "postgresql://cektautan@127.0.0.1:9/nichts"
    service = Service(tmp_path, settings={"CEKTAUTAN_DESK": "on", "DATABASE_URL": away})
    service.publish()
    answer = service.client().get("/transparansi?lang=id")
    assert answer.status_code == 503
    assert "Peringatan tetap berjalan" in answer.text


def test_without_a_desk_there_is_no_such_page(service: Service) -> None:
    assert service.client().get("/transparansi", headers={"Accept": "text/html"}).status_code == 404

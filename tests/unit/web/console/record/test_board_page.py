"""The board shows the store's figures, each chart with a table, and says where there is nothing to count."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.desk import add, add_sources, claim, listing, shipped_policy
from tests.support.people import Desk, Person

from cektautan.app import make_jobs
from cektautan.settings import Settings
from cektautan.store.job_log import begin
from cektautan.store.models import Appeal, Batch, Case, JobRun
from cektautan.web.console.record.charts import HEIGHT, columns
from cektautan.web.texts import load

DAY = 86_400


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def auditor(desk: Desk) -> Person:
    return desk.person("agus", "auditor")


def fill(desk: Desk) -> None:
    now = desk.now
    add_sources(desk.store)
    open_case = {"merge_group": "tip", "status": "open", "opened_at": now - 3 * DAY, "due_at": now - DAY}
    add(
        desk.store,
        claim(),
        *(listing(key=f"url:kabar.example/{number}") for number in range(29)),
        listing(key="content:youtube:a", kind="content", platform="youtube", status="suspended"),
        Case(id=1, kind="report", lane="imposter", key="a", **open_case),
        Case(id=2, kind="report", lane="checked", key="b", merge_group="tip", status="closed", outcome="forwarded",
             opened_at=now - 2 * DAY, closed_at=now),
        Appeal(case_id=1, key="a", appellant="reader", ticket_hash="1", filed_at=now, ack_due=now, decide_due=now,
               decided_at=now, outcome="granted", listing_id=1),
        Batch(name="Domain <b>", file_name="d", file_sha256="0", status="applied", uploaded_at=now, total=23_000),
    )  # fmt: skip


def words(name: str) -> str:
    """Return the words of a code, or the code itself where there are none."""
    return load("id").texts.get(name, name.rpartition("_")[2])


def cells(page: str, row: str) -> list[str]:
    found = re.search(rf'<tr><th scope="row">{re.escape(row)}(?:<br>.*?)?</th>(.*?)</tr>', page, re.S)
    assert found, row
    return re.findall(r'<td class="number">(.*?)</td>', found[1])


def test_an_empty_desk_has_a_board_without_figures(auditor: Person) -> None:
    page = auditor.get("/meja/papan?lang=id").text
    assert "Tidak ada kasus yang menunggu." in page
    assert "Belum ada keberatan yang diputuskan." in page
    assert "<strong>0%</strong>" not in page


def test_every_figure_is_that_of_the_store(desk: Desk, auditor: Person) -> None:
    fill(desk)
    page = auditor.get("/meja/papan?lang=id").text
    assert "<strong>30</strong>" in page
    assert '<strong class="late">1</strong>' in page
    assert 'href="/meja/kasus/1"' in page
    assert cells(page, words("desk_kind_report")) == ["1"]
    assert cells(page, words("desk_outcome_forwarded")) == ["1", "1", "1"]
    assert cells(page, "YouTube") == ["1"]
    assert cells(page, "Peringatan (3)") == ["29"]
    assert cells(page, "Diputuskan") == ["1", "1"]
    assert cells(page, "September 2026")[:2] == ["30", "0"]
    assert "96,7%" in page
    assert "Domain &lt;b&gt;" in page
    assert "23.000 baris" in page
    english = auditor.get("/meja/papan?lang=en").text
    assert "23,000 rows" in english
    assert "2 days" in english


def test_the_drawing_has_no_style_of_its_own_and_says_what_it_is(desk: Desk, auditor: Person) -> None:
    fill(desk)
    page = auditor.get("/meja/papan").text
    assert "style=" not in page
    assert 'role="img" aria-labelledby="months" aria-describedby="months-table-caption"' in page


def test_columns_stand_on_each_other_and_within_the_drawing() -> None:
    first, second = columns([("a", {"list": 3, "retract": 1}), ("b", {})], ("list", "amend", "retract"))
    bottom, top = first.segments
    assert (bottom.name, top.name) == ("list", "retract")
    assert top.y + top.height == pytest.approx(bottom.y)
    assert bottom.height == pytest.approx(3 * top.height)
    assert 0 < first.top < top.y < HEIGHT
    assert (second.segments, second.total) == ((), 0)
    assert columns([], ("list",)) == ()


def test_who_may_not_see_it_does_not(desk: Desk) -> None:
    assert desk.person("wati", "reporter").get("/meja/papan").status_code == 403


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_job_stands_on_the_board_in_words(language: str, desk: Desk, auditor: Person) -> None:
    page = auditor.get(f"/meja/papan?lang={language}").text
    texts = load(language)
    for job in make_jobs(Settings(), shipped_policy()):
        assert re.search(rf'<th scope="row">{re.escape(texts[f"job_{job.name}"])}</th>', page), job.name
        # What a run did is told in words too.
        for word in job.run(desk.store, desk.now):
            assert f"job_count_{word}" in texts.texts


def test_a_job_that_failed_or_stands_still_is_told_on_top_of_the_board(desk: Desk, auditor: Person) -> None:
    now = desk.now
    with desk.store.noting() as session:
        for name, at, outcome, problem in (
            ("queue", now - 120, "done", ""), ("imports", now, "failed", "defect"), ("harvest", now - DAY, "done", ""),
        ):  # fmt: skip
            run = JobRun(name=name, slot=at // 60, started_at=at, ended_at=at + 5, outcome=outcome, problem=problem)
            run.counts = {"feeds": 12, "cases": 0} if name == "harvest" else {}
            session.add(run)
    begin(desk.store, "checks", now // 600, now)
    page = auditor.get("/meja/papan?lang=id").text
    top = page.partition('<ul class="figures">')[0]
    assert "Membaca dan menerapkan impor</a>: Ada kesalahan program." in top
    assert "Membaca umpan sumber</a>: Tidak berjalan sebagaimana mestinya sejak 24 jam lalu." in top
    assert "Membaca ulang cek fakta</a>: Terputus di tengah jalan" in top
    assert "Merapikan antrean" not in top
    row = re.search(r'<tr><th scope="row">Membaca umpan sumber</th>(.*?)</tr>', page, re.S)
    assert row
    assert "umpan dibaca: 12" in row[1]
    assert "kasus" not in row[1]
    assert "Terhenti" in row[1]
    assert "5 detik" in row[1]
    rows = dict(re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page, re.S))
    assert "tidak ada yang perlu dikerjakan" in rows["Merapikan antrean"]
    # Of a run that failed nobody knows what it did.
    assert "tidak ada yang perlu dikerjakan" not in rows["Membaca dan menerapkan impor"]

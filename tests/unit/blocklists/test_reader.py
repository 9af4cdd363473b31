"""Reading collects what is wrong and keeps what is right."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from cektautan.blocklists.reader import read_blocklists

ROOT = Path(__file__).resolve().parents[3]
ENTRY = ROOT / "blocklists" / "claims" / "2024" / "gibran-gagal-dilantik-2024.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "blocklists" / "schema", tmp_path / "schema")
    shutil.copy(ROOT / "blocklists" / "sources.yaml", tmp_path)
    (tmp_path / "claims").mkdir()
    shutil.copy(ENTRY, tmp_path / "claims")
    return tmp_path


def test_an_entry_is_read_whole(folder: Path) -> None:
    (entry,) = read_blocklists(folder).claims
    assert entry.id == "gibran-gagal-dilantik-2024"
    assert (entry.verdict, entry.level, entry.reason_code) == ("false", 3, "fact_checked_false")
    assert entry.text.id.startswith("Gibran")
    assert entry.text.en.startswith("Gibran")
    assert entry.reviews[0].rating == "SALAH"
    assert entry.reviews[0].date == date(2024, 9, 30)
    assert entry.appearances[0].url.endswith("GPdzHkn5M6M")
    assert entry.appearances[0].scope is None
    assert entry.listed < entry.review_by
    assert entry.line_of("level") == ENTRY.read_text("utf-8").splitlines().index("level: 3") + 1


def test_explained_changes_are_read_and_a_day_that_is_none_is_told(folder: Path) -> None:
    file = folder / "claims" / ENTRY.name
    note = "    note:\n      id: Alasan perubahan.\n      en: Why it changed.\n"
    text = ENTRY.read_text("utf-8") + "changes:\n  - date: 2026-11-24\n    change: reworded\n" + note
    file.write_text(text, "utf-8")
    (entry,) = read_blocklists(folder).claims
    assert [(each.date, each.change, each.note.en) for each in entry.changes] == [
        (date(2026, 11, 24), "reworded", "Why it changed.")
    ]
    file.write_text(text.replace("2026-11-24", "2026-11-31"), "utf-8")
    (problem,) = read_blocklists(folder).problems
    assert "2026-11-31" in problem.message


def test_a_bad_file_takes_no_other_with_it(folder: Path) -> None:
    (folder / "claims" / "a-2024.yaml").write_text("\tid: a", "utf-8")
    (folder / "claims" / "b-2024.yaml").write_bytes(b"\xff\xfe")
    (folder / "claims" / "z-2024.yaml").write_text("id: z-2024\n", "utf-8")
    lists = read_blocklists(folder)
    assert [entry.id for entry in lists.claims] == ["gibran-gagal-dilantik-2024"]
    assert {Path(problem.file).name for problem in lists.problems} == {"a-2024.yaml", "b-2024.yaml", "z-2024.yaml"}


def test_bad_sources_do_not_take_the_claims_with_them(folder: Path) -> None:
    (folder / "sources.yaml").write_text("sources: 1\n", "utf-8")
    lists = read_blocklists(folder)
    assert len(lists.claims) == 1
    assert lists.sources == {}
    assert [problem.code for problem in lists.problems] == ["wrong_type"]


def test_absent_sources_are_a_problem_and_not_a_crash(folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    assert [problem.code for problem in read_blocklists(folder).problems] == ["unreadable"]


def test_a_source_registered_twice_is_reported(folder: Path) -> None:
    text = (folder / "sources.yaml").read_text("utf-8")
    (folder / "sources.yaml").write_text(text.replace("id: bawaslu", "id: kpu"), "utf-8")
    assert [problem.code for problem in read_blocklists(folder).problems] == ["duplicate_source"]


def test_a_file_of_another_suffix_is_not_left_out_in_silence(folder: Path) -> None:
    shutil.copy(ENTRY, folder / "claims" / "lain-2024.yml")
    (problem,) = read_blocklists(folder).problems
    assert (Path(problem.file).name, problem.code) == ("lain-2024.yml", "file_name")

"""`cektautan preview`: what an import of a list would come to, without keeping anything of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.support.desk import add, add_sources, claim

from cektautan import cli
from cektautan.store.models import Batch, Event, Listing
from cektautan.store.opening import open_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path))
    store, _ = open_store("", tmp_path)
    add_sources(store)
    add(store, claim(level=2))
    store.engine.dispose()
    return tmp_path


def events(folder: Path) -> tuple[int, int, int]:
    store, _ = open_store("", folder)
    with store.reading() as session:
        found = tuple(session.scalar(select(func.count()).select_from(each)) or 0 for each in (Event, Batch, Listing))
    store.engine.dispose()
    return found  # type: ignore[return-value]


def write(folder: Path, text: str) -> str:
    (folder / "daftar").write_text(text, "utf-8")
    return str(folder / "daftar")


def test_the_form_the_refused_lines_and_the_counts_are_told_and_nothing_is_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = events(folder)
    name = write(folder, "! Title: Uji\x1b[2J\n||palsu.example^\n||kpu.go.id^\n@@||kabar.example^\n||a.example^$all\n")
    assert cli.main(["preview", name, "--claim", "klaim-uji-2026"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Read as: Adblock Plus filter list"
    assert "line 3: Protected: kpu.go.id is protected: a hoax only borrows its name. kpu.go.id" in told
    assert "line 4: Invalid: This is an exception, not an entry. @@||kabar.example^" in told
    assert told[-1] == "2 invalid, 1 new, 1 protected"
    assert "\x1b" not in "".join(told)
    assert events(folder) == before


def test_only_so_many_lines_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = write(folder, "palsu.example\n" + "*.a.example\n" * 9)
    assert cli.main(["preview", name, "--format", "domains", "--lines", "2"]) == 0
    told = capsys.readouterr().out
    assert told.count("\nline ") == 2
    assert "and 8 more lines that would not be listed" in told


def test_what_cannot_be_read_is_told_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["preview", write(folder, '{"type": "bundle", "objects": [')]) == 1
    assert capsys.readouterr().err == "cektautan preview: The JSON breaks in line 1.\n"


def test_a_file_that_is_not_there_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["preview", str(folder / "tiada")]) == 1
    assert "tiada" in capsys.readouterr().err

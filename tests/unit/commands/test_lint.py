"""`cektautan lint` prints what is wrong where, and its exit code says whether anything is."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest

from cektautan.commands import lint

ROOT = Path(__file__).resolve().parents[3]


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    lint.configure(parser)
    return lint.run(parser.parse_args([*words, "--rules", str(ROOT / "rules"), "--as-of", "2026-11-23"]))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "blocklists", tmp_path / "blocklists")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "blocklists"


def test_a_clean_list_is_zero(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(folder)) == 0
    assert capsys.readouterr().out == ""


def test_an_error_is_one_and_names_the_file_as_seen_from_here(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = folder / "claims" / "2024" / "gibran-gagal-dilantik-2024.yaml"
    bad.write_text(bad.read_text("utf-8").replace("level: 3", "level: 4"), "utf-8")
    assert run("blocklists") == 1
    line = "blocklists/claims/2024/gibran-gagal-dilantik-2024.yaml:7: wrong_value: level: must be between 0 and 3\n"
    assert capsys.readouterr().out == line


def test_one_file_is_judged_among_its_neighbours_and_only_it_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = folder / "claims"
    text = (claims / "2024" / "gibran-gagal-dilantik-2024.yaml").read_text("utf-8")
    (claims / "2025" / "salinan-2025.yaml").write_text(
        text.replace("gibran-gagal-dilantik-2024", "salinan-2025"), "utf-8"
    )
    (claims / "2025" / "rusak-2025.yaml").write_text("\t", "utf-8")
    assert run(str(claims / "2025" / "salinan-2025.yaml")) == 1
    out = capsys.readouterr().out
    assert "salinan-2025.yaml:19: duplicate_key" in out
    assert "rusak" not in out


def test_a_path_outside_any_list_is_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(tmp_path / "nowhere")) == 2
    assert "neither a blocklists directory nor a file in one" in capsys.readouterr().err


@pytest.mark.parametrize(("now", "code"), [(1_795_366_799, 1), (1_795_366_800, 0)])
def test_the_day_is_jakartas(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: int, code: int
) -> None:
    monkeypatch.setattr("time.time", lambda: float(now))
    parser = argparse.ArgumentParser()
    lint.configure(parser)
    arguments = parser.parse_args([str(folder), "--rules", str(ROOT / "rules")])
    assert lint.run(arguments) == code, "what is listed on 23 November is so from midnight in Jakarta on"
    assert (": listed: " in capsys.readouterr().out) is (code == 1)

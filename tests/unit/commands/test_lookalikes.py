"""The command for look-alikes: names are judged by themselves, and cases are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cektautan.cli import main
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.policy import load_policy
from cektautan.settings import CHECKOUT
from cektautan.store.opening import open_store


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path))
    return tmp_path


def test_names_that_look_like_another_are_printed_with_the_reason(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (var / "daftar.txt").write_text("https://kpu.go.id.example/a\n\nbukan host\nkpu.go.id\n", "utf-8")
    assert main(["lookalikes", "scan", "kpu-go.id", "kabar.example", "--file", str(var / "daftar.txt")]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = [line.split("\t")[:2] for line in lines[:-1]]
    assert told == [["kpu-go.id", "kpu.go.id"], ["kpu.go.id.example", "kpu.go.id"]]
    assert all(line.split("\t")[2].endswith(".") for line in lines[:-1])
    assert lines[-1] == "4 hosts, 2 look like another, 1 are no names of hosts"


def test_open_cases_are_told(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = load_policy(CHECKOUT / "rules", CHECKOUT / "blocklists")
    store, _ = open_store("", var)
    with store.deciding("system", 1_800_000_000) as work:
        open_or_merge(
            work, policy, kind="match", lane="imposter", key="host:kpu-go.id", url="https://kpu-go.id/",
            details={"resembles": {"name": "kpu.go.id", "reason": "hyphens"}},
        )  # fmt: skip
    store.engine.dispose()
    assert main(["lookalikes", "list"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("case 1\thttps://kpu-go.id/\tkpu.go.id\tDots or hyphens")
    assert said.count("\n") == 1

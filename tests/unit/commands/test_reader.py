"""`cektautan reader`: what is held of whoever has the ticket, and its erasing."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest
from tests.support.intake import POLICY, filing, ticket

from cektautan import cli
from cektautan.desk.readers import intake, tickets
from cektautan.store.opening import open_store


@pytest.fixture
def filed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path))
    store, secrets = open_store("", tmp_path)
    number = ticket()
    intake.file(store, POLICY, filing(ticket=number, text="isi"), secrets.tickets, int(time.time()))
    store.engine.dispose()
    return tickets.show(number)


def test_export_prints_what_is_held(filed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reader", "export", filed.lower()]) == 0
    held = json.loads(capsys.readouterr().out)
    assert held["written"] == {"text": "isi"}
    assert held["address"] == "https://www.youtube.com/watch?v=GPdzHkn5M6M"


def test_erase_says_what_went_and_leaves_nothing(
    filed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{filed}\n"))
    assert cli.main(["reader", "erase", "-"]) == 0
    assert capsys.readouterr().out == "erased: text, report, ticket, address\n"
    assert cli.main(["reader", "export", filed]) == 1
    assert capsys.readouterr().err == "cektautan reader: nothing is held under this ticket\n"


def test_what_is_no_ticket_is_told_in_one_line(filed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["reader", "export", "abc"]) == 1
    assert "not a ticket" in capsys.readouterr().err

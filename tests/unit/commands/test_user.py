"""The command for accounts: a link and never a password, and one line for what cannot be done."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from cektautan.cli import main
from cektautan.desk.people.passwords import Passwords
from cektautan.desk.people.sign_in import take_up
from cektautan.store.models import Event
from cektautan.store.opening import open_store

LINK = re.compile(r"http://127\.0\.0\.1:8000/meja/undangan#kode=([0-9A-Z-]{24})\n")


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path))
    return tmp_path


def test_the_first_administrator_begins_with_a_link(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "add", "Rina", "--name", "Rina Wati", "--role", "admin", "--role", "moderator"]) == 0
    link = LINK.search(capsys.readouterr().out)
    assert link is not None
    assert main(["user", "list"]) == 0
    assert capsys.readouterr().out == "rina\tinvited\tadmin,moderator\tRina Wati\n"
    store, _ = open_store("", var)
    take_up(store, Passwords(), link[1], "tujuh kapal biru berlayar", "", int(time.time()))
    assert main(["user", "list"]) == 0
    assert "rina\tno_factor\t" in capsys.readouterr().out
    with store.reading() as session:
        events = [(each.actor, each.action) for each in session.query(Event).order_by(Event.seq)]
    assert events == [("operator", "account.created"), ("operator", "role.granted"), ("operator", "role.granted"),
                      ("account:1", "account.password_set")]  # fmt: skip
    store.engine.dispose()


def test_an_account_is_reset_granted_and_disabled(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("rina", "budi"):
        main(["user", "add", name])
    assert main(["user", "grant", "budi", "--role", "auditor", "--reason", "audit"]) == 0
    capsys.readouterr()
    assert main(["user", "reset", "budi", "--reason", "ponsel hilang"]) == 0
    assert LINK.search(capsys.readouterr().out)
    main(["user", "list"])
    assert "budi\tinvited\tauditor\tbudi\n" in capsys.readouterr().out, "a reset leaves the roles"
    assert main(["user", "withdraw", "budi", "--role", "auditor", "--reason", "selesai"]) == 0
    assert main(["user", "withdraw", "budi", "--role", "auditor", "--reason", "selesai"]) == 1
    assert "this account has no such role" in capsys.readouterr().err
    assert main(["user", "disable", "budi", "--reason", "berhenti"]) == 0
    main(["user", "list"])
    assert "budi\tdisabled\t-\tbudi\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "rina"], "there is an account of this name already"),
        (["add", "Rina Wati"], "a NAME has 2 to 40 letters a-z, digits, dots, underscores or hyphens"),
        (["add", "sari", "--role", "kaisar"], "there is no role kaisar; there are reporter, moderator, approver, "),
        (["reset", "siapa", "--reason", "x"], "there is no account of this name"),
        (["reset", "rina", "--reason", " "], "give a reason"),
        (["grant", "rina", "--role", "admin", "--reason", "x"], "this account has the role already"),
    ],
)
def test_what_cannot_be_done_is_one_line(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["user", "add", "rina", "--role", "admin"])
    capsys.readouterr()
    assert main(["user", *words]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"cektautan user: {says}")
    assert error.count("\n") == 1


def test_a_password_cannot_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["user", "add", "rina", "--password", "x"])
    assert "unrecognized arguments" in capsys.readouterr().err

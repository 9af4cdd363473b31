"""The command for keys: printed once, listed without its secret, and one line for what cannot be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cektautan.cli import main
from cektautan.core.api_keys import PATTERN, name_in

WHO = ["--organisation", "Redaksi Uji", "--contact", "uji@contoh.example"]
CREATE = ["api-key", "create", "--label", "Pemantau", *WHO]


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path))
    return tmp_path


def test_a_key_is_printed_once_and_goes_its_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(CREATE) == 0
    found = PATTERN.search(capsys.readouterr().out)
    assert found is not None
    name = name_in(found[0])
    assert name is not None
    assert main(["api-key", "list"]) == 0
    listed = capsys.readouterr().out
    assert listed == f"ct_{name}\tin_force\tkeyed\tread,exports\tends never\tused never\tRedaksi Uji\tPemantau\n"
    assert main(["api-key", "rotate", name, "--reason", "dijadwalkan"]) == 0
    renewed = PATTERN.search(capsys.readouterr().out)
    assert renewed is not None
    assert name_in(renewed[0]) == name
    assert renewed[0] != found[0]
    assert main(["api-key", "revoke", f"ct_{name}", "--reason", "salah"]) == 0
    assert main(["api-key", "restore", name, "--reason", "keliru"]) == 0
    assert capsys.readouterr().out == f"ct_{name} is revoked.\nct_{name} is restored.\n"


def test_programs_are_told_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--tier", "partner", "--scope", "read", "--quota", "0", "--days", "30", "--json"]
    assert main([*CREATE, *options]) == 0
    made = json.loads(capsys.readouterr().out)
    assert name_in(made["key"]) == made["name"]
    assert main(["api-key", "list", "--json"]) == 0
    told = capsys.readouterr().out
    assert made["key"] not in told
    shown = json.loads(told)
    assert (shown["tier"], shown["scopes"], shown["quota"]) == ("partner", ["read"], 0)
    assert shown["expires_at"] - shown["created_at"] == 30 * 86_400


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["revoke", "abcd2345", "--reason", "x"], "there is no key of this name"),
        ([*CREATE[1:-1], " "], "--contact is empty"),
        ([*CREATE[1:], "--days", "0"], "days is a whole number from 1 to 3650"),
        ([*CREATE[1:], "--quota", "-1"], "quota is a whole number from 0 to 1000000000000"),
    ],
)
def test_what_cannot_be_done_is_one_line(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["api-key", *words]) == 1
    assert capsys.readouterr().err == f"cektautan api-key: {told}\n"

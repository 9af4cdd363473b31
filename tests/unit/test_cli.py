"""Whatever a command is given that it cannot use is one line that says what, and a non-zero exit; never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cektautan.cli import main, names

ROOT = Path(__file__).resolve().parents[2]
KEY = "RWQSQ1HKxpYCfopsVODhtVHEUhapShdgMUrpyC7TrPdqlhbFCVPXAdbx"


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path / "var"))
    return tmp_path / "var"


@pytest.mark.parametrize("command", names())
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"usage: cektautan {command}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["periksa"], ["keys"], ["keys", "rotate", "--days", "0"]])
def test_a_wrong_command_line_is_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize("days", ["0", "-5", "367", "banyak", "٣٠"])
def test_keys_hold_for_a_day_to_a_year(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["keys", "init", f"--days={days}"])
    assert "is not a whole number from 1 to 366" in capsys.readouterr().err


def test_a_day_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["lint", "--as-of", "23-11-2026"])
    assert "argument --as-of: '23-11-2026' is not a day" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["lint", "--rules", "/nowhere"], 2, "cektautan lint: /nowhere/classes.json: No such file or directory"),
        (["check", "https://a.example/"], 1, "cektautan check: no set has been published in "),
        (["verify", "--root", "RWx"], 2, "cektautan verify: no root key to verify with: RWx (give --root KEY)"),
        (["verify", "--root", KEY], 2, "unreachable: "),
        (["keys", "install", "/nowhere/keys.json"], 1, "cektautan keys: /nowhere/keys.json: No such file or directory"),
        (["package", "--server", "", "--key", KEY], 2, "cektautan package: which service do readers follow? Missing: "),
        (["package", "--server", "x", "--key", KEY], 2, "cektautan package: --server 'x' is not an address"),
        (
            ["package", "--server", "http://a.example", "--key", KEY],
            2,
            "cektautan package: --server 'http://a.example'",
        ),
        (["package", "--server", "https://a.example", "--key", "/"], 2, "cektautan package: --key '/' is neither "),
        (
            ["package", "--server", "https://a.example", "--key", KEY, "--no-seed", "--output", "/dev/null/x"],
            1,
            "cektautan package: /dev/null/x: Not a directory",
        ),
    ],
)
def test_what_cannot_be_used_is_one_line(
    words: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(says)


@pytest.mark.parametrize("words", [["publish"], ["keys", "show"], ["verify"], ["check", "x"], ["serve"]])
def test_a_bad_setting_is_named_by_every_command(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CEKTAUTAN_ROOT_KEY", "RWnonsense")
    assert main(words) == 2
    says = f"cektautan {words[0]}: CEKTAUTAN_ROOT_KEY must be a minisign public key (RW...)\n"
    assert capsys.readouterr().err == says


def test_check_answers_what_is_no_text_and_a_reader_who_goes_away(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "--quiet"]) == 0
    command = [sys.executable, "-m", "cektautan.cli", "check"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]
        for line, state in ((b"\xff", "error"), (b"https://a.example/", "unknown")):
            process.stdin.write(line + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["state"] == state
        process.stdout.close()
        process.stdin.write(b"https://a.example/\n")
        process.stdin.close()
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == b""

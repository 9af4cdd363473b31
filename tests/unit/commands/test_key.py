"""`cektautan key` answers one JSON line for each address, in order, and nothing that it is given ends it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def run(arguments: Sequence[str | bytes] = (), given: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "cektautan.cli", "key", *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def test_an_argument_is_answered_with_its_keys() -> None:
    code, answers, _ = run(["https://youtu.be/dQw4w9WgXcQ?si=x"])

    assert code == 0
    assert answers == [
        {
            "url": "https://youtu.be/dQw4w9WgXcQ?si=x",
            "key": "content:youtube:dQw4w9WgXcQ",
            "kind": "content",
            "expressions": ["content:youtube:dQw4w9WgXcQ"],
        }
    ]


def test_lines_are_answered_in_order_and_errors_do_not_end_the_run() -> None:
    code, answers, _ = run(given=b"https://a.example/x\r\n\n\xff\xfe\nmailto:a@b.example\nhttps://b.example/")

    assert code == 0
    assert [answer.get("key", answer.get("error")) for answer in answers] == [
        "url:a.example/x",
        "empty",
        "not_utf8",
        "not_http",
        "url:b.example/",
    ]
    assert answers[0]["expressions"] == ["url:a.example/x", "path:a.example/x", "host:a.example", "domain:a.example"]


def test_an_argument_that_is_not_utf8_is_an_error_line() -> None:
    _, answers, stderr = run([b"https://a.example/\xff", b"\xed\xa0\x80"])

    assert [answer["error"] for answer in answers] == ["not_utf8", "not_utf8"]
    assert stderr == ""


def test_answers_come_while_the_input_is_still_open() -> None:
    command = [sys.executable, "-m", "cektautan.cli", "key"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in ("a", "b"):
            process.stdin.write(f"https://{name}.example/\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["key"] == f"url:{name}.example/"
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_a_reader_who_has_seen_enough_causes_no_error() -> None:
    command = [sys.executable, "-m", "cektautan.cli", "key"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]
        process.stdin.write(b"https://a.example/\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"https://a.example/\n")
        process.stdin.close()

        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == b""


def test_bad_rules_are_one_line_and_a_failure(tmp_path: Path) -> None:
    code, answers, stderr = run(["--rules", str(tmp_path), "https://a.example/"])

    assert code == 1
    assert answers == []
    assert stderr.startswith("cektautan key: ")
    assert stderr.count("\n") == 1

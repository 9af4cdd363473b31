"""Runs Schemathesis over a description of this service, as its own command, and reads what it found.

The command covers more than its pytest plugin: every boundary of every schema, missing and repeated parameters, other
methods and media types. All its checks are on; what one cannot judge for an operation stands in exceptions.json, with
the reason. The seed is fixed, so that a run says the same every time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.processes import ROOT

EXCEPTIONS = ROOT / "tests" / "contract" / "interface" / "exceptions.json"
UNDOCUMENTED = {"UndefinedStatusCode", "UndefinedContentType", "MissingContentType", "MissingHeaders",
                "JsonSchemaError"}  # fmt: skip
SERVER = {"ServerError"}
SECONDS = 300


@dataclass(frozen=True)
class Run:
    """What one run found."""

    operations: int
    cases: int
    failures: Mapping[str, int]
    """How many of each kind."""
    text: str
    """What the command wrote."""

    def of(self, kinds: Iterable[str]) -> int:
        """How many failures are of these kinds."""
        return sum(self.failures.get(kind, 0) for kind in kinds)

    def tell(self, what: str) -> None:
        """Write one line about the run, which `pytest -s` shows."""
        sys.stdout.write(
            f"\n{what}: {self.operations} operations, {self.cases} cases, {self.of(SERVER)} server errors, "
            f"{self.of(UNDOCUMENTED)} undocumented answers, {sum(self.failures.values())} failures in all\n"
        )


def exceptions() -> list[dict[str, str]]:
    """The checks that cannot judge an operation, each with its reason."""
    found: list[dict[str, str]] = json.loads(EXCEPTIONS.read_text("utf-8"))
    return found


def run(
    folder: Path,
    description: str,
    *options: str,
    address: str = "",
    values: Mapping[str, Mapping[str, str]] = {},
    without: Iterable[str] = (),
    headers: Mapping[str, str] = {},
    examples: int = 25,
) -> Run:
    """Run it.

    Args:
        folder: where it may write.
        description: the address or the file of the description.
        options: of the command, to choose operations.
        address: that of the service, where the description is a file.
        values: parameters that no generator would guess, by the operation's id.
        without: checks that are off for every operation of this run.
        headers: what every request carries.
        examples: how many requests are made up for an operation, besides those at its boundaries.

    """
    config, report = folder / "schemathesis.toml", folder / "report.json"
    config.write_text("\n".join(_config(values)), "utf-8")
    arguments = ["--phases", "examples,coverage,fuzzing,stateful", "--seed", "1"]
    arguments += ["--max-examples", str(examples), "--generation-database", "none", "--no-color"]
    arguments += ["--report-json-path", str(report), *options]
    arguments += ["--url", address] if address else []
    arguments += [each for check in without for each in ("--exclude-checks", check)]
    arguments += [each for name, value in headers.items() for each in ("-H", f"{name}: {value}")]
    done = subprocess.run(
        [Path(sys.executable).parent / "schemathesis", "--config-file", config, "run", description, *arguments],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.support.formats", "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    text = done.stdout + done.stderr
    if not report.exists():
        raise AssertionError(text)
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    if found["errors"]:
        raise AssertionError(text)
    failures = {each["type"]: each["count"] for each in found["failures"]}
    assert bool(done.returncode) is bool(failures), text
    return Run(found["operations"]["tested"], found["test_cases"]["generated"], failures, text)


def _config(values: Mapping[str, Mapping[str, str]]) -> Iterable[str]:
    """The lines of its configuration."""
    yield "[checks]"
    yield "enabled = true"
    for operation, parameters in values.items():
        yield "[[operations]]"
        yield f"include-operation-id = {json.dumps(operation)}"
        yield f"parameters = {{ {', '.join(f'{name} = {json.dumps(value)}' for name, value in parameters.items())} }}"
    for each in exceptions():
        yield "[[operations]]"
        yield f"include-operation-id = {json.dumps(each['operation'])}"
        yield f"checks = {{ {each['check']} = {{ enabled = false }} }}"

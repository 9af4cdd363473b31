"""Every example of docs/client.md runs as it stands, with the address, the key and the folder of a real service."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from tests.conftest import ROOT
from tests.support.processes import serving

from cektautan import client
from cektautan.client import ClientError, ProblemError
from cektautan.core.minisign import PublicKey

DOCUMENT = (ROOT / "docs" / "client.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", DOCUMENT, re.M | re.S)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """Return address and root key of a service, and a folder."""
    folder = tmp_path_factory.mktemp("document")
    settings = {"CEKTAUTAN_VAR_DIR": str(folder / "var"), "CEKTAUTAN_EXTENSION_DIR": str(folder / "none")}
    with serving(settings) as (address, _):
        root = PublicKey.parse((folder / "var" / "keys" / "root.pub").read_text()).text
        yield address, root, str(folder / "klien")


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs_and_prints_what_it_says(
    service: tuple[str, str, str], number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    example = EXAMPLES[number]
    for written, real in zip(("https://cek.example", "RW...", "~/.cache/cektautan"), service, strict=True):
        example = example.replace(written, real)
    exec(compile(example, f"example {number}", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed
    for promised in re.findall(r"print\(.*\)  # (\S.*)$", example, re.M):
        if not promised.startswith("the list"):
            assert promised in printed


def test_the_chain_of_a_real_service_is_read_up_to_the_line_that_its_manifest_names(
    service: tuple[str, str, str],
) -> None:
    address, *_ = service
    head = requests.get(f"{address}/lists/manifest.json", timeout=5).json()["changes"]
    with client.Client.remote(address) as remote:
        lines = list(remote.changes(wait=1))
        assert len(lines) >= head["seq"] > 100
        assert lines[head["seq"] - 1].hash == head["hash"]
        assert list(remote.changes(after=lines[-1].seq, prev_hash=lines[-1].hash)) == []
        with pytest.raises(ProblemError) as caught:
            list(remote.changes(after=lines[-1].seq + 1))
    assert caught.value.slug == "beyond-the-end"


def test_the_examples_are_typed(tmp_path: Path) -> None:
    for number, example in enumerate(EXAMPLES):
        (tmp_path / f"example_{number}.py").write_text(example, "utf-8")
    wrong = "from cektautan.client import Client\n\nlevel: str = Client.remote('https://cek.example').check('').level\n"
    (tmp_path / "wrong.py").write_text(wrong, "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}", "."]
    environment = {**os.environ, "MYPYPATH": str(ROOT / "service")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    # The last one shows that types are looked at.
    (said,) = [line for line in done.stdout.splitlines() if "error:" in line]
    assert said.startswith("wrong.py:3: error: Incompatible types in assignment")


def test_every_example_and_every_error_was_found() -> None:
    assert len(EXAMPLES) == 4
    errors = {name for name in client.__all__ if isinstance(getattr(client, name), type)
              and issubclass(getattr(client, name), ClientError)}  # fmt: skip
    told = set(re.findall(r"^\| `(\w+Error)` \|", DOCUMENT, re.M)) | {"ClientError"}
    assert told == errors


def test_every_field_of_an_answer_is_told() -> None:
    (told,) = re.findall(r"^`Answer` has (.*?)\n\n", DOCUMENT, re.M | re.S)
    assert {*client.Answer._fields} <= set(re.findall(r"`(\w+)`", told))

"""Every example of docs/client.md runs as it stands, with the address, the key and the folder of a real service."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.conftest import ROOT
from tests.support.processes import serving

from cektautan import client
from cektautan.client import ClientError
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


def test_every_example_and_every_error_was_found() -> None:
    assert len(EXAMPLES) == 4
    errors = {name for name in client.__all__ if isinstance(getattr(client, name), type)
              and issubclass(getattr(client, name), ClientError)}  # fmt: skip
    told = set(re.findall(r"^\| `(\w+Error)` \|", DOCUMENT, re.M)) | {"ClientError"}
    assert told == errors


def test_every_field_of_an_answer_is_told() -> None:
    (told,) = re.findall(r"^`Answer` has (.*?)\n\n", DOCUMENT, re.M | re.S)
    assert {*client.Answer._fields} <= set(re.findall(r"`(\w+)`", told))

"""The pages for people against what pages.json says of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.support.described_pages import document, pages
from tests.support.interface import run

SHELL = re.compile(r'/(static|app)/([0-9a-f]{12,64})/([a-z0-9/._-]+\.(?:css|js))"')
RECORD = re.compile(r'href="/c/([a-z0-9-]+)')


@pytest.fixture
def found(address: str) -> dict[str, Any]:
    """The pages, with a record that is there and files under the names that they have in this version."""
    described: dict[str, Any] = pages()["pages"]
    shell = requests.get(address, timeout=5).text
    names = {kind: (digest, name) for kind, digest, name in SHELL.findall(shell)}
    for kind, path, digest in (
        ("static", "/static/{version}/{name}", "version"),
        ("app", "/app/{digest}/{name}", "digest"),
    ):
        described[path]["get"]["path"] = dict(zip((digest, "name"), names[kind], strict=True))
    record = RECORD.search(requests.get(f"{address}/daftar", timeout=5).text)
    assert record is not None
    described["/c/{id_}"]["get"]["path"] = {"id_": record[1]}
    return described


def test_pages_are_answered_as_described(address: str, tmp_path: Path, found: dict[str, Any]) -> None:
    file = tmp_path / "pages.json"
    file.write_text(json.dumps(document(found)), "utf-8")
    done = run(tmp_path, str(file), address=address, without=pages()["without"])
    done.tell("pages")
    assert done.failures == {}, done.text
    assert done.operations == sum(map(len, found.values()))

"""The served interface against its own description: generated requests, right and wrong, over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from tests.support.interface import run

from cektautan.web.compat.taxii.collection import COLLECTION
from cektautan.web.compat.taxii.endpoints import ROOT as TAXII

OBJECTS = f"{TAXII}collections/{COLLECTION}/objects/"
TAGS = {
    "asking": ("check", "reports", "operation"),
    "fetching": ("lists", "exports", "taxii"),
}


@pytest.mark.parametrize("what", TAGS)
def test_the_service_keeps_to_its_description(address: str, tmp_path: Path, what: str) -> None:
    # Names that are there, because no generator would guess a SHA-256 or a UUID.
    snapshot = requests.get(f"{address}/lists/manifest.json", timeout=5).json()["snapshot"]["path"]
    indicator = requests.get(f"{address}{OBJECTS}", timeout=5).json()["objects"][0]["id"]
    names = {
        "listFile": {"name": Path(snapshot).name},
        "exportMisp": {"name": "manifest.json"},
        "taxiiObject": {"name": indicator},
        "taxiiVersions": {"name": indicator},
    }
    tags = [each for tag in TAGS[what] for each in ("--include-tag", tag)]
    found = run(tmp_path, f"{address}/openapi.json", *tags, values=names)
    found.tell(what)
    assert found.failures == {}, found.text
    assert found.operations

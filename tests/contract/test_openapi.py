"""The served interface against its own description, by Schemathesis: generated requests, right and wrong, over HTTP.

It runs as its own command, which covers more than its pytest plugin: every boundary of every schema, missing and
repeated parameters, other methods and media types, and all checks that it has.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from tests.support.processes import ROOT, serving

from cektautan.web.compat.taxii import COLLECTION
from cektautan.web.compat.taxii import ROOT as TAXII

OBJECTS = f"{TAXII}collections/{COLLECTION}/objects/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    limited = ("CHECK", "LISTS", "PAGES", "REPORTS", "STATUS")
    limits = {f"CEKTAUTAN_LIMIT_{name}": "1000000 per minute" for name in limited}
    # Nobody outside is asked by a test; what a short link leads to is tested with far hosts of the tests' own.
    limits |= {"CEKTAUTAN_RESOLVE": "off", "CEKTAUTAN_DESK": "on"}
    with serving({**limits, "CEKTAUTAN_VAR_DIR": str(folder), "CEKTAUTAN_EXTENSION_DIR": str(folder)}) as (at, _):
        yield at


def test_the_service_keeps_to_its_description(address: str, tmp_path: Path) -> None:
    # A name that is there, because no generator would guess a SHA-256.
    snapshot = requests.get(f"{address}/lists/manifest.json", timeout=5).json()["snapshot"]["path"]
    indicator = requests.get(f"{address}{OBJECTS}", timeout=5).json()["objects"][0]["id"]
    config = tmp_path / "schemathesis.toml"
    config.write_text(
        f'[[operations]]\ninclude-operation-id = "listFile"\nparameters = {{ name = "{Path(snapshot).name}" }}\n'
        # Another system's protocol, which is tested with that system's own clients.
        '[[operations]]\ninclude-tag = "safe-browsing"\nenabled = false\n'
        '[[operations]]\ninclude-operation-id = "exportMisp"\nparameters = { name = "manifest.json" }\n'
        f'[[operations]]\ninclude-operation-id = "taxiiObject"\nparameters = {{ name = "{indicator}" }}\n'
        f'[[operations]]\ninclude-operation-id = "taxiiVersions"\nparameters = {{ name = "{indicator}" }}\n'
        # It is switched off, so what is right is answered with 404 and only what is wrong is tried.
        '[[operations]]\ninclude-operation-id = "resolve"\nwarnings = false\n'
    )
    arguments = ["--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", "25", "--seed", "1"]
    done = subprocess.run(
        [
            Path(sys.executable).parent / "schemathesis",
            *("--config-file", config, "run", f"{address}/openapi.json", "--no-color", *arguments),
        ],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.contract.formats", "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "No issues found" in done.stdout, done.stdout


def test_the_examples_of_the_documentation_work(address: str) -> None:
    document = requests.get(f"{address}/openapi.json", timeout=5).json()
    get = document["paths"]["/v1/check"]["get"]
    answer = requests.get(f"{address}/v1/check", params={"url": get["parameters"][0]["example"]}, timeout=5)
    assert answer.json()["verdict"] == "false"
    example = document["components"]["schemas"]["BatchRequest"]["properties"]["urls"]["examples"][0]
    answer = requests.post(f"{address}/v1/check", json={"urls": example}, timeout=5)
    assert [each["state"] for each in answer.json()["results"]] == ["listed", "error"]

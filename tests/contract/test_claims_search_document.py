"""docs/claims-search.md: its calls run as they stand against a running service, its tables are those of the code."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from tests.conftest import ROOT
from tests.support.processes import serving
from tests.support.safe_browsing import CLIENTS

from cektautan.web.compat import claims_search

DOCUMENT = (ROOT / "docs" / "claims-search.md").read_text("utf-8")
PATH = "/v1alpha1/claims:search"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = str(tmp_path_factory.mktemp("service"))
    with serving({"CEKTAUTAN_VAR_DIR": folder, "CEKTAUTAN_EXTENSION_DIR": folder, "CEKTAUTAN_DESK": "off"}) as (at, _):
        yield at


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.M | re.S)
    return str(found)


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_call_is_answered_as_it_says(address: str) -> None:
    told = json.loads(run("bash", "-c", block("sh").replace("https://cek.example", address)))
    # More of them may be found as the list grows; then there is a next page.
    assert told["claims"] == json.loads(block("json"))["claims"]


def test_googles_client_reads_every_claim_page_by_page(address: str) -> None:
    program = block("python").replace("https://cek.example", address).replace("pageSize=100", "pageSize=20")
    lines = run(CLIENTS / "google" / "bin" / "python", "-c", program).splitlines()
    asked = {"reviewPublisherSiteFilter": "turnbackhoax.id", "pageSize": "100"}
    whole: list[str] = []
    while asked.get("pageToken") != "":
        told = requests.get(f"{address}{PATH}", params=asked, timeout=10).json()
        whole += [f"{each['claimReview'][0]['textualRating']} {each['text']}" for each in told["claims"]]
        asked["pageToken"] = told.get("nextPageToken", "")
    assert lines == whole
    assert len(lines) > 20


def test_every_parameter_is_there_with_its_bounds() -> None:
    described = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", DOCUMENT.partition("## What is answered")[0], re.M))
    assert set(described) == claims_search._ITS_OWN | {"key", "alt"}
    assert f"at most {claims_search.MOST_LETTERS} letters" in described["query"]
    assert f"{claims_search.USUAL}, at most {claims_search.MOST};" in described["pageSize"]
    assert f"takes {claims_search.SHARES} of the share `lists`" in DOCUMENT


def test_what_is_left_out_is_left_out_and_what_is_told_is_described(address: str) -> None:
    told = requests.get(f"{address}{PATH}?reviewPublisherSiteFilter=turnbackhoax.id&pageSize=100", timeout=10).json()
    for claim in told["claims"]:
        assert set(claim) == {"text", "claimReview"}
        for review in claim["claimReview"]:
            assert set(review) == {"publisher", "url", "reviewDate", "textualRating"}
            assert all(f"`claimReview[].{name}`" in DOCUMENT for name in review)


def test_the_terms_are_those_of_an_answer(address: str) -> None:
    answer = requests.get(f"{address}{PATH}?query=kabar", timeout=10)
    assert f"`Cache-Control: {answer.headers['Cache-Control']}`" in DOCUMENT
    assert answer.headers["CekTautan-List"] == "fresh"
    assert answer.headers["RateLimit"].startswith('"lists"')
    refused = requests.get(f"{address}{PATH}", timeout=10)
    assert f"{refused.status_code} `{refused.json()['error']['status']}`" in DOCUMENT
    for path in ("/v1alpha1/claims:imageSearch", "/v1alpha1/pages"):
        assert requests.get(f"{address}{path}", timeout=10).status_code == 404

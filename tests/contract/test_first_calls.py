"""Every call of the page for developers, as it is copied from a running service, answers what the page says.

The page promises whole lines, or the telling part of a JSON text; both are compared with what is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pytest
import requests
from tests.support.first_calls import OnPage, calls_on, promised, run
from tests.support.processes import serving, until

from cektautan.web.problems import KINDS

DATA: dict[str, Any] = json.loads((files("cektautan.web.site.developers") / "first_calls.json").read_text("utf-8"))
CALLS = [call["id"] for step in DATA["steps"] for call in step["calls"]]
CACHES = {rule["id"]: rule for step in DATA["steps"] for rule in step.get("caches", ())}
PROBLEMS = [problem for step in DATA["steps"] for problem in step.get("problems", ())]


@dataclass(frozen=True)
class Asked:
    """A service, its page, and what was printed to each call of its page."""

    address: str
    page: str
    calls: Mapping[str, OnPage]
    done: Mapping[str, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Run all calls in the page's order in one folder, as a reader does: some go on from the file of another."""
    folder = tmp_path_factory.mktemp("reader")
    settings = {
        "CEKTAUTAN_VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "CEKTAUTAN_EXTENSION_DIR": str(folder / "none"),
        "CEKTAUTAN_DESK": "on",
    }
    with serving(settings) as (address, _):
        key = made_key(settings, address)
        page = requests.get(f"{address}/sepuluh-menit?lang=en", timeout=10).text
        calls = calls_on(page)
        yield Asked(
            address, page, calls,
            {name: run(call, call.code.replace("ct_…", key), folder)
             for name, call in calls.items()},
        )  # fmt: skip


def made_key(settings: Mapping[str, str], address: str) -> str:
    """A key that the service knows by now."""
    command = [sys.executable, "-m", "cektautan.cli", "api-key", "create", "--label", "Uji", "--organisation", "Uji"]
    done = subprocess.run(
        [*command, "--contact", "uji@contoh.example", "--json"],
        env={**os.environ, **settings}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    key = str(json.loads(done.stdout)["key"])
    shown = {"Authorization": f"Bearer {key}"}
    until(lambda: requests.get(f"{address}/v1/domains/kompas.com", headers=shown, timeout=5).status_code == 200)
    return key


def test_every_call_stands_on_the_page_with_the_services_own_address_and_key(asked: Asked) -> None:
    assert list(asked.calls) == CALLS
    whole = "".join(call.code for call in asked.calls.values())
    assert "RW..." not in whole
    assert asked.address in whole
    assert "cek.example" not in whole


@pytest.mark.parametrize("name", CALLS)
def test_a_call_answers_what_the_page_says(asked: Asked, name: str) -> None:
    done = asked.done[name]
    assert done.returncode == 0, done.stderr
    assert promised(asked.calls[name], done.stdout), done.stdout


def test_what_is_promised_is_compared(asked: Asked) -> None:
    call = asked.calls["check_one"]
    printed = json.loads(asked.done["check_one"].stdout)
    assert promised(call, json.dumps(printed))
    for change in ({"level": 2}, {"test": 1}, {"claims": []}):
        assert not promised(call, json.dumps({**printed, **change}))
    lines = asked.calls["others_update"]
    assert not promised(lines, asked.done["others_update"].stdout.splitlines()[0])


@pytest.mark.parametrize("rule", CACHES.values(), ids=CACHES)
def test_answers_may_be_kept_as_long_as_the_page_says(asked: Asked, rule: dict[str, Any]) -> None:
    path = rule["ask"]
    if path.endswith("…"):
        manifest = requests.get(f"{asked.address}/lists/manifest.json", timeout=5).json()
        path = f"/lists/{manifest['snapshot']['path']}"
    answer = requests.get(f"{asked.address}{path}", timeout=5)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, rule["header"])


def test_the_times_of_safe_browsing_are_those_that_the_page_names(asked: Asked) -> None:
    assert "what was found 5 minutes, lists 15 minutes" in asked.page
    found = requests.get(f"{asked.address}/v5/hashes:search?alt=json&hashPrefixes=AAAAAA==", timeout=5).json()
    lists = requests.get(f"{asked.address}/v5/hashList/se-4b?alt=json", timeout=5).json()
    assert (found["cacheDuration"], lists["minimumWaitDuration"]) == ("300s", "900s")


def test_the_limits_are_those_that_answers_name(asked: Asked) -> None:
    for name, path in (("check", "/v1/domains/kompas.com"), ("lists", "/exports/list.csv")):
        said = requests.get(f"{asked.address}{path}", timeout=5).headers["RateLimit-Policy"]
        amount, seconds = (int(part.partition("=")[2]) for part in said.split(";")[1:])
        assert f"<code>{name}</code>: {amount:,} in {seconds} seconds" in asked.page
        keyed = asked.done["limits_key"].stdout
        if name == "check":
            assert f'"check";q={amount * 10};' in keyed
            assert '"day";q=1000000;' in keyed


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda each: each["slug"])
def test_the_problems_are_explained_where_the_page_leads(asked: Asked, problem: dict[str, Any]) -> None:
    assert KINDS[problem["slug"]].status == problem["status"]
    docs = requests.get(f"{asked.address}/docs?lang=en", timeout=10).text
    assert f'id="problem-{problem["slug"]}"' in docs
    assert f'href="/docs?lang=en#problem-{problem["slug"]}"' in asked.page

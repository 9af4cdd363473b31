"""Python, Chromium and Firefox give an address the same keys, or all three refuse it.

What is compared and recorded stands in tests/vectors/parity/README.md.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import ada_url
import pytest
from jsonschema import Draft202012Validator
from tests.e2e.browser import Browser
from tests.e2e.chromium import Chromium
from tests.e2e.firefox import Firefox
from tests.e2e.parity.cases import COUNT, Case, generated, whatwg
from tests.e2e.parity.server import serve

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[2]
PARITY = ROOT / "tests" / "vectors" / "parity"
WHATWG = ROOT.parent / "shared" / "data" / "urls" / "wpt-urltestdata.json"
DIFFERENCES = json.loads((PARITY / "browser-differences.json").read_text("utf-8"))
FOLLOWS = {cause["id"]: cause["follows"] for cause in DIFFERENCES["causes"]}
BROWSERS = ("chromium", "firefox")
RUN = "import('/tests/e2e/parity/page.js').then((page) => page.run())"

log = logging.getLogger(__name__)


class Answers(NamedTuple):
    """What each engine says of one address: the text that page.js makes, or None for a refusal."""

    chromium: str | None
    firefox: str | None
    python: str | None


def answer_of_python(case: Case, rules: Rules) -> str:
    url = case.input
    if case.base is not None:
        try:
            url = ada_url.join_url(case.base, case.input)
        except ValueError:
            return "!not_parseable"
    try:
        found = identify(url, rules)
    except NotJudgeable as error:
        return f"!{error.reason}"
    return "\n".join([found.surface, "comment" if found.comment else "", found.url, *found.keys])


def answers_of(browser: Browser, origin: str) -> list[str]:
    result = browser.open(f"{origin}/").evaluate(RUN)
    log.info("%s: %d addresses in %.0f ms", browser.name, len(result["answers"]), result["milliseconds"])
    answers: list[str] = result["answers"]
    return answers


def run_in(kind: type[Chromium] | type[Firefox], origin: str) -> list[str]:
    with kind() as browser:
        return answers_of(browser, origin)


@pytest.fixture(scope="module")
def runs() -> dict[Case, Answers]:
    """Run every address in the three engines, the browsers at the same time."""
    cases = list(dict.fromkeys([*generated(), *(whatwg(WHATWG) if WHATWG.exists() else [])]))
    bundle = load_rules(ROOT / "rules")
    rules = Rules.from_bundle(bundle)
    documents = {"rules.json": bundle, "cases.json": cases}
    with serve(ROOT, documents) as origin, ThreadPoolExecutor(1) as other:
        firefox = other.submit(run_in, Firefox, origin)
        chromium = run_in(Chromium, origin)
        python = [answer_of_python(case, rules) for case in cases]
        columns = [chromium, firefox.result(), python]
    rows = [Answers(*(None if text.startswith("!") else text for text in row)) for row in zip(*columns, strict=True)]
    return dict(zip(cases, rows, strict=True))


def recorded(source: str) -> dict[Case, dict[str, Any]]:
    return {Case(entry["input"], entry.get("base")): entry for entry in DIFFERENCES["cases"] if entry["from"] == source}


def key_of(answer: str | None) -> str | None:
    return None if answer is None else answer.split("\n")[3]


def assert_parity(cases: list[Case], runs: dict[Case, Answers], source: str) -> None:
    known = recorded(source)
    unknown = [
        {"from": source, **case._asdict(), **{name: key_of(text) for name, text in runs[case]._asdict().items()}}
        for case in cases
        if case not in known and len(set(runs[case])) > 1
    ]
    counts = Counter(
        "refused" if runs[case].python is None else str(runs[case].python).split("\n")[0] for case in cases
    )
    log.info("%s: %d addresses, %d known differences of the browsers, %s", source, len(cases), len(known), dict(counts))
    assert not unknown, f"{len(unknown)} differ, the first: {json.dumps(unknown[:5], indent=1)}"


def test_generated_addresses_have_the_same_keys_everywhere(runs: dict[Case, Answers]) -> None:
    cases = generated()
    assert len(set(cases)) == COUNT
    assert_parity(cases, runs, "generated")


def test_the_run_judges_addresses_of_every_surface(runs: dict[Case, Answers]) -> None:
    counts = Counter(str(answers.python).split("\n")[0] for answers in runs.values())
    assert counts["page"] > COUNT / 3
    assert min(counts[surface] for surface in ("content", "opaque", "platform")) > 100


@pytest.mark.usefixtures("shared")
def test_whatwg_cases_have_the_same_keys_everywhere(runs: dict[Case, Answers]) -> None:
    assert_parity(whatwg(WHATWG), runs, "whatwg")


@pytest.mark.parametrize("source", ["generated", "whatwg"])
def test_recorded_differences_are_still_differences(
    source: str, runs: dict[Case, Answers], request: pytest.FixtureRequest
) -> None:
    if source == "whatwg":
        request.getfixturevalue("shared")
    for case, entry in recorded(source).items():
        assert case in runs, f"no run has this address any more: {case}"
        answers = runs[case]
        assert {name: key_of(getattr(answers, name)) for name in BROWSERS} == {name: entry[name] for name in BROWSERS}
        assert answers.chromium != answers.firefox, f"the browsers agree on it now: {case}"
        assert answers.python == getattr(answers, FOLLOWS[entry["cause"]]), case


def test_the_record_of_differences_keeps_its_schema() -> None:
    schema = json.loads((PARITY / "schema" / "browser-differences.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(DIFFERENCES)
    assert {entry["cause"] for entry in DIFFERENCES["cases"]} == set(FOLLOWS), "each cause has a case and each case one"

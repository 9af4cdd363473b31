"""The lint says what these files expect, word by word and line by line.

Each folder of `golden/` is one case: bad files beside `expected.txt`, which holds what lint prints for them. Publishers
are made up (`sources.yaml`); schemas, protected names and rules are the checkout's own.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cektautan.blocklists.lint import lint_blocklists
from cektautan.publish.rules_bundle import load_rules

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
CASES = sorted(path for path in (HERE / "golden").iterdir() if path.is_dir())
DAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def bundle() -> dict[str, Any]:
    return load_rules(CHECKOUT / "rules")


def lint_case(case: Path, folder: Path, bundle: dict[str, Any]) -> str:
    shutil.copytree(CHECKOUT / "blocklists" / "schema", folder / "schema")
    shutil.copytree(CHECKOUT / "blocklists" / "protected", folder / "protected")
    shutil.copy(HERE / "sources.yaml", folder)
    shutil.copytree(case, folder / "claims", ignore=shutil.ignore_patterns("expected.txt"))
    lines = [str(problem).replace(f"{folder}/claims/", "") for problem in lint_blocklists(folder, bundle, DAY)]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_lint_says_what_is_expected(case: Path, tmp_path: Path, bundle: dict[str, Any]) -> None:
    assert lint_case(case, tmp_path, bundle) == (case / "expected.txt").read_text("utf-8")

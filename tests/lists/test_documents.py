"""The lists' documents tell the truth: the template lints clean, and the tables say what the code does."""

from __future__ import annotations

import re
import shutil
import textwrap
from datetime import date
from pathlib import Path

import pytest

from cektautan.blocklists.limits import LIMITS
from cektautan.blocklists.lint import lint_blocklists
from cektautan.core.address import NotJudgeable
from cektautan.core.scoring import MODEL, RELIABILITY, SPECIFICITY, Band
from cektautan.core.vocabulary import ReasonCode, State, Verdict
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "blocklists" / "README.md").read_text("utf-8")
VERDICTS = (ROOT / "docs" / "verdicts.md").read_text("utf-8")
POLICY = (ROOT / "docs" / "list-policy.md").read_text("utf-8")


def test_the_template_of_the_readme_lints_clean(tmp_path: Path) -> None:
    block = re.search(r"```yaml\n(.*?)```", README, re.S)
    assert block is not None
    shutil.copytree(ROOT / "blocklists", tmp_path / "lists")
    text = textwrap.dedent("   " + block[1].lstrip(" "))
    (tmp_path / "lists" / "claims" / "2026" / "nama-pendek-klaim-2026.yaml").write_text(text, "utf-8")
    assert [
        str(problem) for problem in lint_blocklists(tmp_path / "lists", load_rules(ROOT / "rules"), date(2026, 11, 23))
    ] == []


def test_every_code_that_the_readme_names_exists() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "service" / "cektautan" / "blocklists").glob("*.py"))
    table = README.split("## What will be refused")[1].split("## Object")[0]
    for code in re.findall(r"`([a-z_0-9]+)`", table):
        assert f'"{code}"' in source, code


@pytest.mark.parametrize("verdict", list(Verdict), ids=lambda verdict: verdict.word)
def test_the_table_of_verdicts_is_the_codes_own(verdict: Verdict) -> None:
    row = re.search(rf"^\| `{verdict.word}` \| (\d+) \| [A-Z ]+ \| [^|]+ \| (\S+) \| (\S+) \|$", VERDICTS, re.M)
    assert row is not None
    limit = LIMITS.get(verdict.word)
    expected = (str(limit.max_level), f"`{limit.reason_code}`") if limit else ("none", "none")
    assert (int(row[1]), row[2], row[3]) == (verdict, *expected)


def test_every_word_of_the_vocabulary_is_explained() -> None:
    for word in (*ReasonCode, *State, *Band, MODEL):
        assert f"`{word}`" in VERDICTS, word


def test_the_weights_of_the_score_are_the_codes_own() -> None:
    grades = ", ".join(f"{grade} {weight:g}" for grade, weight in RELIABILITY.items())
    assert grades in VERDICTS
    for weight in SPECIFICITY.values():
        assert f" {weight:g}" in VERDICTS


def test_the_policys_levels_are_the_codes_own() -> None:
    rows = re.findall(r"^\| ([a-z, ]+) \| (\d) \|", POLICY, re.M)
    stated = {verdict: int(level) for verdicts, level in rows for verdict in verdicts.split(", ")}
    assert stated == {verdict: limit.max_level for verdict, limit in LIMITS.items()}


def test_every_reason_why_an_address_cannot_be_judged_is_named() -> None:
    source = (ROOT / "service" / "cektautan" / "core" / "address.py").read_text("utf-8")
    assert issubclass(NotJudgeable, ValueError)
    for reason in re.findall(r'NotJudgeable\("([a-z_]+)"', source):
        assert f"`{reason}`" in VERDICTS, reason

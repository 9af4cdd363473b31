"""The schema files are valid, and what they refuse is told in the author's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cektautan.blocklists.document import Node, read_document
from cektautan.blocklists.limits import LIMITS
from cektautan.blocklists.schema import check_schema, load_schema
from cektautan.core.vocabulary import ReasonCode, Verdict

SCHEMAS = Path(__file__).resolve().parents[3] / "blocklists" / "schema"


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.name)
def test_schemas_are_valid(path: Path) -> None:
    load_schema(path)


def test_the_schema_the_limits_and_the_vocabulary_know_the_same_words() -> None:
    schema = load_schema(SCHEMAS / "claim.schema.json").schema
    assert isinstance(schema, dict)
    verdicts = set(schema["$defs"]["verdict"]["enum"])
    assert verdicts == set(LIMITS) == {verdict.word for verdict in Verdict} - {"unknown"}
    assert set(schema["properties"]["reason_code"]["enum"]) == set(ReasonCode)


def test_every_field_of_a_claim_is_described_for_the_editor() -> None:
    schema = load_schema(SCHEMAS / "claim.schema.json").schema
    assert isinstance(schema, dict)
    for name, rule in schema["properties"].items():
        assert " · " in rule["description"], name


def test_a_wrong_appearance_is_told_as_the_form_it_was_meant_to_have() -> None:
    text = "appearances:\n  - url: https://contoh.example/\n    scop: host\n"
    document = read_document("a.yaml", text.encode())
    assert isinstance(document, Node)
    problems = [str(problem) for problem in check_schema("a.yaml", document, SCHEMAS / "claim.schema.json")]
    assert "a.yaml:3: unknown_field: appearances[1].scop: no such field; did you mean scope?" in problems

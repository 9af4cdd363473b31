"""The words for what events changed: no field and no code that is recorded lacks words, in either language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import cektautan
from cektautan.blocklists.limits import CLEARED_REASONS, LIMITS
from cektautan.core.api_keys import GIVEN_TIERS, Scope
from cektautan.core.rules import Rules
from cektautan.desk.claims import own_review_text, sources
from cektautan.desk.decisions.states import FIELDS, REVIEW_FIELDS
from cektautan.desk.harvest.collecting import PROBLEMS
from cektautan.desk.harvest.formats import format_names
from cektautan.desk.imports.claims import Draft
from cektautan.desk.imports.uploading import FORMATS
from cektautan.desk.readers.filing import REASONS
from cektautan.desk.record.government import KINDS, RequestEntry
from cektautan.desk.roles_file import load_roles
from cektautan.desk.rules.answers import Why
from cektautan.outbound.errors import BadAnswer, NotAllowed, TooManyHops, TooMuch, TooSlow, Unreachable
from cektautan.publish.rules_bundle import load_rules
from cektautan.web.console.telling import log_values
from cektautan.web.console.telling.log_values import CODES, DAYS, MOMENTS, place, value
from cektautan.web.texts import LANGUAGES, Texts, load

ROOT = Path(cektautan.__file__).parent
STATES = ("state", "_state", "brief", "whole", "_after", "_told", "_defaults")
"""What makes the members of an event, when they are not written where it is recorded."""


def members(node: ast.AST) -> Iterator[str]:
    """Yield the names of members that a literal of the code has, at any depth."""
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            yield from (str(key.value) for key in each.keys if isinstance(key, ast.Constant))


def recorded_fields() -> set[str]:
    """Return every field that the code records."""
    found = {"reviews", *REVIEW_FIELDS, *sources.FIELDS, *own_review_text.TEXTS}
    found |= {name for names in FIELDS.values() for name in names}
    found |= {each.name for row in (RequestEntry, Draft) for each in fields(row)}
    for path in ROOT.joinpath("desk").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            recorded: list[ast.AST] = []
            for each in ast.walk(function):
                if isinstance(each, ast.Call) and _name(each.func) in ("record", "apply_edits"):
                    recorded += [one.value for one in each.keywords if one.arg in ("before", "after", "more")]
            variables = {each.id for each in recorded if isinstance(each, ast.Name)}
            for each in ast.walk(function):
                if isinstance(each, (ast.Assign, ast.AnnAssign)):
                    targets = each.targets if isinstance(each, ast.Assign) else [each.target]
                    if each.value is not None and any(
                        isinstance(one, ast.Name) and one.id in variables for one in targets
                    ):
                        recorded.append(each.value)
                elif isinstance(each, ast.Return) and each.value is not None and function.name in STATES:
                    recorded.append(each.value)
            for each in recorded:
                found |= set(members(each))
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def codes_of(model: str, column: str) -> list[str]:
    """Return the codes that the description of a column names, as in `open, waiting (for somebody) or closed.`."""
    for path in ROOT.joinpath("store", "models").glob("*.py"):
        for row in ast.parse(path.read_text("utf-8")).body:
            if isinstance(row, ast.ClassDef) and row.name == model:
                for each, after in zip(row.body, row.body[1:], strict=False):
                    if isinstance(each, ast.AnnAssign) and ast.unparse(each.target) == column:
                        assert isinstance(after, ast.Expr)
                        said = re.sub(r"\([^)]*\)|[.:].*", "", ast.literal_eval(after.value), flags=re.DOTALL)
                        return re.findall(r"[a-z_]+", re.sub(r"\bor\b", "", said))
    raise LookupError(f"{model}.{column}")


def codes() -> dict[tuple[str, str], list[str]]:
    """Return the codes of each field that has some, from where they are defined."""
    columns = {
        ("listing", "status"): ("Listing", "status"), ("claim", "status"): ("Claim", "status"),
        ("case", "status"): ("Case", "status"), ("proposal", "status"): ("Proposal", "status"),
        ("batch", "status"): ("Batch", "status"), ("own_review", "status"): ("OwnReview", "status"),
        ("feed", "status"): ("Feed", "status"), ("case", "kind"): ("Case", "kind"),
        ("proposal", "kind"): ("Proposal", "kind"), ("source", "kind"): ("Source", "kind"),
        ("evidence", "kind"): ("Evidence", "kind"), ("account", "kind"): ("Recusal", "kind"),
        ("case", "lane"): ("Case", "lane"), ("case", "group"): ("Case", "merge_group"),
        ("case", "outcome"): ("Case", "outcome"), ("appeal", "outcome"): ("Appeal", "outcome"),
        ("request", "outcome"): ("GovernmentRequest", "outcome"), ("appeal", "appellant"): ("Appeal", "appellant"),
    }  # fmt: skip
    found = {field: codes_of(*column) for field, column in columns.items()}
    reasons = [*{each.reason_code for each in LIMITS.values()} | CLEARED_REASONS]
    why = [each.value for each in Why]
    roles = list(load_roles(ROOT.parents[1] / "rules").names)
    return found | {
        ("listing", "reason_code"): reasons, ("claim", "reason_code"): reasons,
        ("appeal", "reason_code"): list(REASONS["wrong"]), ("proposal", "why"): why, ("batch", "why_second"): why,
        ("account", "role"): roles, ("account", "roles"): roles, ("request", "kind"): list(KINDS),
        ("source", "standing"): ["good", "lapsed", "unknown"], ("source", "reliability"): list("ABCDEF"),
        ("api_key", "tier"): list(GIVEN_TIERS), ("api_key", "scopes"): list(Scope),
        ("batch", "scope"): ["url", "path", "host", "domain"], ("batch", "format"): list(FORMATS),
        ("evidence", "problem"): [each.reason for each in (NotAllowed, Unreachable, TooSlow, BadAnswer, TooMuch,
                                                           TooManyHops)],
        ("feed", "problem"): [*PROBLEMS],
        ("feed", "adapter"): list(format_names(Rules.from_bundle(load_rules(ROOT.parents[1] / "rules")))),
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_that_is_recorded_has_words(language: str) -> None:
    texts, found = load(language), recorded_fields()
    assert len(found) > 90
    assert {"group", "lane", "immune_until", "standing_basis", "ifcn_until", "legal_basis", "raised", "budget"} <= found
    assert [name for name in sorted(found) if f"log_field_{name}" not in texts.texts] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_is_recorded_has_words(language: str) -> None:
    texts, known = load(language), codes()
    assert set(known) == set(CODES)
    for (kind, field), found in known.items():
        assert len(found) > 1, (kind, field)
        assert [each for each in found if f"{CODES[kind, field]}_{each}" not in texts.texts] == [], (kind, field)


def test_every_time_and_day_of_the_states_is_told_as_one() -> None:
    names = {name for each in FIELDS.values() for name in each}
    assert {name for name in names if name.endswith("_at")} <= MOMENTS
    assert {name for name in names if name.endswith("_until")} <= MOMENTS | DAYS
    others = {"review_by", "answered_by"}
    assert {name for name in names if name.endswith("_by")} - others <= log_values.PEOPLE


@pytest.fixture
def texts() -> Texts:
    return load("id")


@pytest.mark.parametrize(
    ("object_", "name", "text", "part", "said"),
    [
        (("listing", "12"), "listing:12.level", "3", "Tingkat", "3 · Peringatan"),
        (("claim", "bansos-2026"), "listing:12.status", "active", "Alamat 12 · Keadaan", "Berlaku"),
        (("claim", "bansos-2026"), "claim:bansos-2026.reviews.0.rating", "SALAH", "Cek fakta 1 · Penilaian", "SALAH"),
        (("case", "4"), "case:4.closed_at", "1790000000", "Ditutup pada", "21 September 2026, 21.13 WIB"),
        (("case", "4"), "case:4.closed_by", "7", "Ditutup oleh", "Sari"),
        (("case", "4"), "group", "tip", "Digabung dengan", "Kabar tentang alamat yang sama"),
        (("claim", "a"), "claim:a.review_by", "2027-09-01", "Tinjau paling lambat", "1 September 2027"),
        (("proposal", "2"), "raised", "true", "Memperkuat peringatan", "ya"),
        (("account", "3"), "roles", "moderator, admin", "Peran", "moderator, admin"),
        (("source", "kpu"), "standing", "good", "Kedudukan", "Memenuhi syarat"),
        (("case", "4"), "appeals.fields", "decided_at, outcome", "Keberatan · Isian", "Diputuskan pada, Hasil"),
        (("rules", "rules"), "12", "ab, cd", "Alamat 12", "ab, cd"),
        (("batch", "1"), "defaults.draft.verdict", "false", "Isian umum · Klaim baru · Hasil pemeriksaan", "SALAH"),
        (("claim", "a"), "claim:a.text_id", "b\u202ec", "Klaim (Indonesia)", "b[U+202E]c"),
    ],
)  # fmt: skip
def test_what_changed_is_told_in_words(
    texts: Texts, object_: tuple[str, str], name: str, text: str, part: str, said: str
) -> None:
    assert place(texts, object_, name) == part
    assert value(texts, object_[0], name, text, {7: "Sari"}) == said

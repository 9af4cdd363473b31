"""The words for what the log holds: every action that the code records has a text in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cektautan
from cektautan.desk.decisions.lower import ACTION
from cektautan.desk.people.grants import ENDED
from cektautan.desk.readers.erasing import ERASED
from cektautan.web.console.telling.words import OF_FILE, action, because
from cektautan.web.texts import LANGUAGES, load

ROOT = Path(cektautan.__file__).parent
RECORDERS = ("record", "apply_edits", "Wish", "_about")
NAMED = re.compile(r"[a-z_]+\.[a-z_]+")
MADE = {
    "f'appeal.{outcome}'": ["appeal.granted", "appeal.partly", "appeal.rejected"],
    "f'proposal.{status}'": ["proposal.approved", "proposal.rejected", "proposal.withdrawn", "proposal.stale"],
    "f'listing.{ACTION[act]}'": [f"listing.{each}" for each in ACTION.values()],
    "f'claim.{ACTION[act]}'": [f"claim.{each}" for each in ACTION.values()],
    "f'{event.object_kind}.undone'": [
        f"{each}.undone" for each in ("appeal", "case", "claim", "listing", "proposal", "window")
    ],
    "ENDED[proposal.status]": list(ENDED.values()),
    "ERASED": [ERASED],
}
"""What is put together when it is recorded."""


def recorded() -> Iterator[str]:
    """Yield what the code records, as it stands in the code."""
    for path in ROOT.joinpath("desk").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name not in RECORDERS:
                continue
            for each in [*call.args[:4], *(keyword.value for keyword in call.keywords if keyword.arg == "action")]:
                if isinstance(each, ast.Constant) and NAMED.fullmatch(str(each.value)):
                    yield str(each.value)
                elif (isinstance(each, ast.JoinedStr) and "." in ast.unparse(each)) or ast.unparse(each) in MADE:
                    yield ast.unparse(each)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_recorded_has_words(language: str) -> None:
    texts, found = load(language), set(recorded())
    assert set(MADE) <= found
    actions = {action for each in found for action in MADE.get(each, [each])}
    assert len(actions) > 60
    assert [each for each in sorted(actions) if action(texts, each) == each] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_a_file_waits_for_somebody_is_told_in_the_language_of_the_page(language: str) -> None:
    texts, code = load(language), (ROOT / "desk/sync/taking_over.py").read_text("utf-8")
    for said, name in OF_FILE.items():
        assert f'"{said}"' in code
        words = texts[f"log_because_{name}"]
        assert because(texts, f"claims/tps-2026.yaml: {said}") == f"claims/tps-2026.yaml: {words}"
        assert because(texts, f"Menurut saya: {said}") == f"Menurut saya: {said}", "a person's words stay"

"""The vectors of lists that both languages share, as parameters of tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "lists"
Row = dict[str, Any]


def document(name: str) -> Row:
    content: Row = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return content


def rows(name: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in document(name)["rows"]]

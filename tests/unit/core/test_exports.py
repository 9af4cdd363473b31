"""The list in plain is read strictly, and what is written is read back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.exports import Exports, Gone, Row, read_exports

FULL = Exports(
    (Row("content:youtube:GPdzHkn5M6M", "https://www.youtube.com/watch?v=GPdzHkn5M6M", 5, "ab", True, False, 3, 4, "a",
         True),
     Row("content:kompasiana:5f1e2d3c097f3634a1234567", "", 6, "cd", False, first=6)),
    {"f" * 64: Gone(4, 2, 3, True, "hoaks-2026")},
    {"owner_in_key": 2},
)  # fmt: skip


def test_what_is_written_is_read_back() -> None:
    assert read_exports(FULL.to_bytes()) == FULL
    assert read_exports(Exports().to_bytes()) == Exports()


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"listings": {}},
        {"listings": [{"key": "nokind", "address": None, "since": 1, "mark": ""}]},
        {"listings": [{"key": "host:a.example", "address": 1, "since": 1, "mark": ""}]},
        {"listings": [{"key": "host:a.example", "address": None, "since": -1, "mark": ""}]},
        {"listings": [{"key": "host:a.example", "address": None, "since": 1}]},
        {"gone": [{"sha256": "x", "since": 1}]},
        {"left_out": {"owner_in_key": "2"}},
    ],
)
def test_anything_else_is_bad_format(change: dict[str, Any]) -> None:
    whole = json.loads(FULL.to_bytes())
    with pytest.raises(FormatError) as caught:
        read_exports(json.dumps({**whole, **change}).encode())
    assert caught.value.code is ErrorCode.BAD_FORMAT

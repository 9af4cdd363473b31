"""Safe Browsing, both versions in JSON and in protocol buffers, against its description."""

from __future__ import annotations

from pathlib import Path

from tests.support.interface import run


def test_safe_browsing_keeps_to_its_description(address: str, tmp_path: Path) -> None:
    found = run(tmp_path, f"{address}/openapi.json", "--include-tag", "safe-browsing")
    found.tell("Safe Browsing")
    assert found.failures == {}, found.text
    assert found.operations == 12

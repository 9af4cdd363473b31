"""The rules of the desk as the project ships them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cektautan.desk.policy import Policy, load_policy

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy(ROOT / "rules", ROOT / "blocklists")

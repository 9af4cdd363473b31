"""What the tests of sources share: the shipped rules of identity and the shipped tables of ratings."""

from __future__ import annotations

from pathlib import Path

import pytest

from cektautan.core.rules import Rules
from cektautan.desk.ratings_file import load_ratings
from cektautan.publish.rules_bundle import load_rules
from cektautan.sources.ratings import RatingTables


@pytest.fixture(scope="session")
def rules(root: Path) -> Rules:
    return Rules.from_bundle(load_rules(root / "rules"))


@pytest.fixture(scope="session")
def ratings(root: Path) -> RatingTables:
    return load_ratings(root / "rules")

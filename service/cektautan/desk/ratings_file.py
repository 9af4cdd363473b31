"""Reads the tables of ratings from rules/ratings/, one file a publisher and one for the words that they share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cektautan.desk.rules_file import read_checked
from cektautan.publish.rules_bundle import RulesError
from cektautan.sources.ratings import GENERAL, RatingTables

FOLDER: Final = "ratings"


def load_ratings(rules_dir: Path) -> RatingTables:
    """Return all tables.

    Raises:
        RulesError: the general table is missing, a file breaks the schema, or two contradict each other.

    """
    names = sorted(path.stem for path in (rules_dir / FOLDER).glob("*.json"))
    if GENERAL not in names:
        raise RulesError(f"{rules_dir / FOLDER / GENERAL}.json: there is no general table of ratings")
    tables = [read_checked(rules_dir, f"{FOLDER}/{name}", FOLDER) for name in names]
    for name, table in zip(names, tables, strict=True):
        if table["id"] != name:
            raise RulesError(f"{rules_dir / FOLDER / name}.json: its id is {table['id']}")
    try:
        return RatingTables(tables)
    except ValueError as problem:
        raise RulesError(f"{rules_dir / FOLDER}: {problem}") from None

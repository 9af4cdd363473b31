"""Reads rules/roles.json, checked by its schema. A file that is wrong keeps the desk from starting, never half open."""

from __future__ import annotations

from pathlib import Path

from cektautan.desk.rules.roles import Roles
from cektautan.desk.rules_file import read_checked
from cektautan.publish.rules_bundle import RulesError

NAME = "roles"


def load_roles(rules_dir: Path) -> Roles:
    """Return the matrix of roles and acts of a rules folder.

    Raises:
        RulesError: the file is missing, is not JSON, or breaks its schema.

    """
    try:
        return Roles.from_data(read_checked(rules_dir, NAME))
    except RulesError:
        raise
    except ValueError as problem:
        raise RulesError(f"{rules_dir / NAME}.json: {problem}") from None

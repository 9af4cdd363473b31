"""Reads rules/roles.json, checked by its schema. A file that is wrong keeps the desk from starting, never half open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from cektautan.desk.rules.roles import Roles
from cektautan.publish.rules_bundle import RulesError

NAME = "roles.json"


def load_roles(rules_dir: Path) -> Roles:
    """Return the matrix of roles and acts of a rules folder.

    Raises:
        RulesError: the file is missing, is not JSON, or breaks its schema.

    """
    file = rules_dir / NAME
    data = _read(file)
    common, schema = (_read(rules_dir / "schema" / f"{each}.schema.json") for each in ("common", "roles"))
    registry: Registry[Any] = Registry().with_resource("common.schema.json", Resource.from_contents(common))
    for error in Draft202012Validator(schema, registry=registry).iter_errors(data):
        raise RulesError(f"{file}: {error.json_path}: {error.message}")
    try:
        return Roles.from_data(data)
    except ValueError as problem:
        raise RulesError(f"{file}: {problem}") from None


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as problem:
        raise RulesError(f"{file}: {problem.strerror}") from None
    except ValueError as problem:
        raise RulesError(f"{file}: {problem}") from None

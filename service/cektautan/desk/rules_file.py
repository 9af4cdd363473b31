"""Reads one file of rules/ that a schema of its own describes, and refuses what the schema refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from cektautan.publish.rules_bundle import RulesError


def read_checked(rules_dir: Path, name: str, schema_name: str = "") -> Any:
    """Return what `<name>.json` holds, which its schema accepts: `schema/<name>.schema.json` unless another is named.

    Raises:
        RulesError: the file is missing, is not JSON, or breaks its schema.

    """
    file = rules_dir / f"{name}.json"
    data = _read(file)
    common, schema = (_read(rules_dir / "schema" / f"{each}.schema.json") for each in ("common", schema_name or name))
    registry: Registry[Any] = Registry().with_resource("common.schema.json", Resource.from_contents(common))
    for error in Draft202012Validator(schema, registry=registry).iter_errors(data):
        raise RulesError(f"{file}: {error.json_path}: {error.message}")
    return data


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except OSError as problem:
        raise RulesError(f"{file}: {problem.strerror}") from None
    except ValueError as problem:
        raise RulesError(f"{file}: {problem}") from None

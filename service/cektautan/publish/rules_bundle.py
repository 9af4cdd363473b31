"""Rules bundle: rules/*.json, checked and merged to what is signed and published.

Decides what of the rules travels: everything that the engine needs and nothing that only people read. Follows
docs/identity.md, section 7. A rule that the schema or the engine refuses must never be published.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from cektautan.core.rules import FORMAT, Rules
from cektautan.core.safe_browsing.variants import Variants
from cektautan.core.templates import BadRule

# File -> the list of the bundle that its entries go to, which is also the list's name in the file, and its schema.
FILES = {
    "classes.json": ("classes", "classes"),
    "platforms.json": ("platforms", "platforms"),
    "redirectors.json": ("wrappers", "wrappers"),
    "archives.json": ("wrappers", "wrappers"),
    "shorteners.json": ("opaque", "shorteners"),
    "sites.json": ("sites", "sites"),
    "tracking.json": ("parameters", "tracking"),
}

SAFE_BROWSING = "safe_browsing.json"
"""What clients of that protocol are told of a key. Only a publisher needs it, so it does not travel."""

FOR_PEOPLE = ("reason", "examples", "matches", "refuses")
"""Fields that explain a rule and are tested, but do not travel."""


class RulesError(ValueError):
    """A rules file is missing, is not JSON, or breaks its schema. The message is one line that names the place."""


def read_rules(rules_dir: Path) -> dict[str, list[dict[str, Any]]]:
    """Read every rules file as people wrote it: file name -> its entries, reasons and examples included.

    Raises RulesError.
    """
    read = _reader(rules_dir)
    return {name: read(name, schema_name)[list_name] for name, (list_name, schema_name) in FILES.items()}


def load_safe_browsing(rules_dir: Path) -> Variants:
    """Return which expressions stand for a key with clients of Safe Browsing.

    Raises RulesError.
    """
    return Variants(_reader(rules_dir)(SAFE_BROWSING, "safe_browsing"))


def load_rules(rules_dir: Path) -> dict[str, Any]:
    """Return the bundle of a rules folder, which the engine is known to understand.

    Raises RulesError.
    """
    bundle: dict[str, Any] = {"format": FORMAT}
    for name, entries in read_rules(rules_dir).items():
        bundle.setdefault(FILES[name][0], []).extend(_published(entry) for entry in entries)
    for list_name in ("classes", "platforms", "wrappers", "opaque", "sites"):
        _check_unique(rules_dir, list_name, [entry["id"] for entry in bundle[list_name]])
    try:
        Rules.from_bundle(bundle)
    except BadRule as error:
        raise RulesError(f"{rules_dir}: {error}") from None
    return bundle


def _reader(rules_dir: Path) -> Callable[[str, str], Any]:
    """Return what reads a file of rules and checks it by a schema."""
    schemas = {path.name: _read_json(path) for path in sorted((rules_dir / "schema").glob("*.schema.json"))}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in schemas.items()
    )

    def read(name: str, schema_name: str) -> Any:
        document = _read_json(rules_dir / name)
        schema = schemas.get(f"{schema_name}.schema.json")
        if schema is None:
            raise RulesError(f"{rules_dir / 'schema'}: there is no {schema_name}.schema.json")
        for error in Draft202012Validator(schema, registry=registry).iter_errors(document):
            raise RulesError(f"{rules_dir / name}: {error.json_path}: {error.message}")
        return document

    return read


def _published(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in FOR_PEOPLE}


def _check_unique(rules_dir: Path, list_name: str, ids: list[str]) -> None:
    doubles = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if doubles:
        raise RulesError(f"{rules_dir}: two entries of {list_name} are called {doubles[0]}")


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RulesError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise RulesError(f"{path}: {error}") from None

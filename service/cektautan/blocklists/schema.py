"""A document against its JSON Schema, told in words and lines that the author of the file knows.

The schemas lie in `blocklists/schema/`, where editors find them too, so what an editor underlines is what lint refuses.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from cektautan.blocklists.document import Node
from cektautan.blocklists.problems import Problem


@cache
def load_schema(path: Path) -> Draft202012Validator:
    """The validator of one schema file."""
    schema = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def check_schema(file: str, document: Node, schema: Path) -> list[Problem]:
    """Every departure of the document from the schema, in the order of its lines."""
    errors = load_schema(schema).iter_errors(document.plain())
    return sorted({problem for error in errors for problem in _problems(file, document, error)})


def _problems(file: str, document: Node, error: ValidationError) -> Iterator[Problem]:
    if error.validator == "anyOf" and error.context:
        # An appearance is an address or a mapping: the branch of its own kind holds the useful error.
        branch = 1 if isinstance(error.instance, dict) else 0
        for inner in error.context:
            if inner.schema_path[0] == branch:
                yield from _problems(file, document, inner)
        return
    path = list(error.absolute_path)
    node = _at(document, path)
    if error.validator == "enum" and isinstance(error.instance, bool):
        return  # The wrong type has been reported for the same value.
    field = _name(path)
    wanted: Any = error.validator_value
    rule: Any = error.schema
    given: Any = error.instance
    if error.validator == "additionalProperties":
        known = sorted(rule["properties"])
        for name in sorted(set(given) - set(known)):
            close = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
            yield Problem(
                file, _at(node, [name]).line, "unknown_field", f"{_name([*path, name])}: no such field; {hint}"
            )
        return
    if error.validator == "required":
        for name in wanted:
            if name not in given:
                yield Problem(file, node.line, "missing_field", f"{_name([*path, name])}: is missing")
        return
    yield Problem(file, node.line, _code(error), f"{field}: {_words(error, node)}")


def _code(error: ValidationError) -> str:
    if error.validator == "minItems" and error.absolute_path and error.absolute_path[-1] == "reviews":
        return "no_review"
    return "wrong_type" if error.validator == "type" else "wrong_value"


def _words(error: ValidationError, node: Node) -> str:
    wanted: Any = error.validator_value
    rule: Any = error.schema
    if error.validator == "type" and isinstance(node.value, bool):
        return f'YAML reads the bare word {node.text} as a truth value: write "{node.text.lower()}" in quotes'
    match error.validator:
        case "type" if node.value is None:
            return "has no value"
        case "type" if wanted == "string" and isinstance(node.value, int | float):
            return f'YAML reads {node.text} as a number: write "{node.text}" in quotes'
        case "type":
            kinds = {
                "string": "a text",
                "integer": "a whole number without quotes",
                "array": "a list (lines beginning with -)",
                "object": "a group of fields",
            }
            return f"must be {kinds.get(wanted, wanted)}"
        case "enum":
            close = difflib.get_close_matches(str(node.value), [str(value) for value in wanted], 1)
            hint = f"did you mean {_quoted(close[0])}?" if close else f"choose one of {', '.join(map(str, wanted))}"
            return f"{node.value} is not known; {hint}"
        case "minItems":
            return (
                "needs at least one fact-check: without a review there is no entry"
                if _code(error) == "no_review"
                else f"needs at least {wanted}"
            )
        case "maxItems":
            return f"has more than {wanted} items"
        case "minLength":
            return f"is too short (at least {wanted} characters)"
        case "maxLength":
            return f"is too long (at most {wanted} characters)"
        case "minimum" | "maximum":
            return f"must be between {rule.get('minimum')} and {rule.get('maximum')}"
        case "uniqueItems":
            return "says the same thing twice"
        case "pattern":
            return f"{node.value!r} is not written as it should be{_example(error)}"
        case _:
            return error.message


def _quoted(word: str) -> str:
    """A word as it must be typed: YAML reads two of the verdicts as truth values."""
    return f'"{word}"' if word in ("true", "false") else word


def _example(error: ValidationError) -> str:
    pattern = str(error.validator_value)
    if pattern.startswith("^[0-9]{4}"):
        return ": a date is written 2026-11-23"
    if pattern == "^https://":
        return ": it begins with https://"
    if pattern == "^(https?|tg)://":
        return ": it is a whole address that begins with https:// or http://"
    if "(19|20)" in pattern:
        return ": small letters, digits and hyphens, ending in a year, such as kpk-merampas-harta-jokowi-2024"
    return f" ({pattern})"


def _at(node: Node, path: list[str | int]) -> Node:
    for step in path:
        if isinstance(node.value, dict):
            node = node.value[str(step)]
        elif isinstance(node.value, list) and isinstance(step, int):
            node = node.value[step]
    return node


def _name(path: list[str | int]) -> str:
    """A field's name as people say it: `reviews[1].url`, counted from one."""
    name = ""
    for step in path:
        name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
    return name or "the file"

"""Who answers for this service, read from the file that an operator writes.

The file is YAML (docs/operations.md shows one) and is held to `about.schema.json`; problems name file, line and field,
as the lint of the lists does. A service without the file is a demonstration, and its pages say so. Nothing here may be
filled in by guessing: what an operator has not written is not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cektautan.blocklists.document import read_document
from cektautan.blocklists.problems import Problem
from cektautan.blocklists.schema import check_schema
from cektautan.core.days import is_day

SCHEMA = Path(__file__).with_name("about.schema.json")

Paragraphs = Mapping[str, tuple[str, ...]]
"""Paragraphs by language."""


class AboutError(Exception):
    """The file cannot be used. The message has a line for each problem: `file:line: code: field: what to write`."""


@dataclass(frozen=True)
class Contact:
    """Where somebody with a legal question, or an objection, can write to."""

    email: str
    post: str
    website: str


@dataclass(frozen=True)
class About:
    """What an operator says of itself, each text in both languages."""

    operator: str
    runs: Paragraphs
    decides: Paragraphs
    funding: Paragraphs
    law: Paragraphs
    objections: Paragraphs
    """How to object; empty where the contact is the way."""
    contact: Contact
    updated: str


def read_about(path: Path) -> About:
    """Read the file.

    Raises:
        AboutError: it cannot be read or says something that it cannot say.

    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise AboutError(f"{path}: {problem.strerror}") from None
    document = read_document(str(path), data)
    if isinstance(document, Problem):
        raise AboutError(str(document))
    problems = check_schema(str(path), document, SCHEMA)
    if not problems:
        members: Any = document.plain()
        if is_day(members["updated"]):
            return _about(members)
        line = document.value["updated"].line if isinstance(document.value, dict) else 1
        problems = [
            Problem(str(path), line, "wrong_value", f"updated: {members['updated']} is not a day that there is")
        ]
    raise AboutError("\n".join(map(str, problems)))


def _about(members: Mapping[str, Any]) -> About:
    contact = members["contact"]
    return About(
        operator=members["operator"],
        runs=_paragraphs(members["runs"]),
        decides=_paragraphs(members["decides"]),
        funding=_paragraphs(members["funding"]),
        law=_paragraphs(members["law"]),
        objections=_paragraphs(members.get("objections", {})),
        contact=Contact(contact["email"], contact.get("post", ""), contact.get("website", "")),
        updated=members["updated"],
    )


def _paragraphs(text: Mapping[str, str]) -> Paragraphs:
    """A text by language, split where a line is empty."""
    return {
        language: tuple(" ".join(part.split()) for part in written.split("\n\n") if part.strip())
        for language, written in text.items()
    }

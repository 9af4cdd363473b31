"""Reads `blocklists/` for a sync: every entry that lint finds no error in, and which files gave none.

A file with an error says nothing: not that its claim is gone, and not what it is now. So the claim stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cektautan.blocklists.entry import ClaimEntry, Source
from cektautan.blocklists.lint import lint_blocklists
from cektautan.blocklists.problems import Problem, Severity
from cektautan.blocklists.protected import ProtectedNames, load_protected
from cektautan.blocklists.reader import read_blocklists
from cektautan.core.chain import canonical
from cektautan.core.rules import Rules
from cektautan.desk.sync.merge import State
from cektautan.desk.sync.state import file_state


@dataclass(frozen=True)
class Files:
    """What the files say on a day."""

    claims: Mapping[str, State]
    """By id."""
    places: Mapping[str, str]
    """Where each claim stands, below the directory."""
    silent: frozenset[str]
    """Files that could not be read or have errors, by their place."""
    sources: Mapping[str, Source]
    """Empty where the file of sources could not be read."""
    names: ProtectedNames
    rules: Rules
    protected_digest: str
    rules_digest: str
    problems: tuple[Problem, ...]
    """Errors only."""


def read_files(root: Path, bundle: Mapping[str, Any], as_of: date) -> Files:
    """Read and lint the files of a directory."""
    lists = read_blocklists(root)
    names, _ = load_protected(root)
    rules = Rules.from_bundle(bundle)
    problems = tuple(p for p in lint_blocklists(root, bundle, as_of) if p.severity is Severity.ERROR)
    silent = frozenset(_below(root, problem.file) for problem in problems)
    good = {entry.id: entry for entry in lists.claims if _below(root, entry.file) not in silent}
    return Files(
        claims={id_: file_state(entry, rules, names) for id_, entry in good.items() if _cited(entry, lists.sources)},
        places={id_: _below(root, entry.file) for id_, entry in good.items()},
        silent=silent,
        sources=lists.sources,
        names=names,
        rules=rules,
        protected_digest=_digest_of_files(root / "protected"),
        rules_digest=digest(dict(bundle)),
        problems=problems,
    )


def digest(value: Any) -> str:
    """Return a digest of a JSON value, to see later whether it is still the same."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _cited(entry: ClaimEntry, sources: Mapping[str, Source]) -> bool:
    return all(review.source in sources for review in entry.reviews)


def _below(root: Path, file: str) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file


def _digest_of_files(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.glob("*.json")):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()

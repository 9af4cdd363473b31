"""The whole lint of `blocklists/`: reading problems, each entry's own faults, and what entries have in common.

Answers with problems in the order of files and lines. Pure but for reading the lists: no network, and the day is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cektautan.blocklists.entry import Blocklists, ClaimEntry
from cektautan.blocklists.lint_entry import lint_entry
from cektautan.blocklists.lint_subjects import SubjectLint
from cektautan.blocklists.problems import Problem
from cektautan.blocklists.protected import load_protected
from cektautan.blocklists.reader import read_blocklists
from cektautan.blocklists.refusals import Services
from cektautan.core.rules import Rules


def lint_blocklists(root: Path, bundle: Mapping[str, Any], as_of: date) -> list[Problem]:
    """Everything that is wrong under one `blocklists/` directory on the given day, by the rules of that bundle."""
    lists = read_blocklists(root)
    names, protected_problems = load_protected(root)
    problems = [*lists.problems, *protected_problems, *_sources(root, lists), *_same_id(lists.claims)]
    for entry in lists.claims:
        problems += lint_entry(entry, lists.sources, names, as_of)
    problems += SubjectLint(Rules.from_bundle(bundle), Services(bundle), names).check(lists.claims)
    return sorted(problems)


def _same_id(entries: tuple[ClaimEntry, ...]) -> Iterator[Problem]:
    first: dict[str, ClaimEntry] = {}
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            line = entry.line_of("id")
            yield Problem(entry.file, line, "duplicate_id", f"id: {entry.id} is taken by {other.file}")


def _sources(root: Path, lists: Blocklists) -> Iterator[Problem]:
    """A standing that nobody can trace is no standing."""
    for source in lists.sources.values():
        if source.standing == "good" and not (source.standing_basis and source.standing_checked):
            yield Problem(
                (root / "sources.yaml").as_posix(),
                source.line,
                "standing_without_basis",
                f"{source.id}: standing good needs standing_basis and standing_checked",
            )

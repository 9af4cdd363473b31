"""Reads what is on the list from the reviewed files alone, as an installation without a moderators' desk keeps it.

Whoever publishes is handed one value, `Listed`, and need not know whether files or the store said it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cektautan.blocklists.entry import Blocklists, ClaimEntry, Source
from cektautan.blocklists.protected import ProtectedNames
from cektautan.blocklists.scope import ScopeError, Subject, subjects
from cektautan.core.address import NotJudgeable
from cektautan.core.manifest import ChainHead
from cektautan.core.rules import Rules
from cektautan.publish.errors import PublishError


@dataclass(frozen=True)
class Listed:
    """What is on the list on one day, whole: every claim that is told of, and every key that is listed for it."""

    claims: tuple[ClaimEntry, ...]
    sources: Mapping[str, Source]
    subjects: tuple[Subject, ...]
    as_of: date
    log_head: str | None = None
    """The hash of the last event of the log that this was read with; None where no log is kept."""
    changes: ChainHead | None = None
    """The last line of the public chain that this was read with; None where none is kept."""


def listed_in(lists: Blocklists, names: ProtectedNames, rules: Rules, as_of: date) -> Listed:
    """Return what reviewed lists have on a day.

    Raises:
        PublishError: an appearance has no key. Lint would have said so.

    """
    found = tuple(subject for entry in lists.claims for subject in _subjects(entry, rules, names, as_of))
    return Listed(lists.claims, lists.sources, found, as_of)


def _subjects(entry: ClaimEntry, rules: Rules, names: ProtectedNames, as_of: date) -> Iterator[Subject]:
    try:
        yield from subjects(entry, rules, names, as_of)
    except NotJudgeable as problem:
        raise PublishError(f"{entry.file}: an appearance cannot be judged: {problem.reason}") from None
    except ScopeError as problem:
        raise PublishError(f"{entry.file}: {problem}") from None

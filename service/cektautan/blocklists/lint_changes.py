"""What an entry explains of its own history, judged: days in order, none in the future, and no contradiction.

The public record joins these notes to its events (docs/protocol.md, section 14), so an explanation must fit what the
entry says now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cektautan.blocklists.entry import Change, ClaimEntry
from cektautan.blocklists.problems import Problem


def lint_changes(entry: ClaimEntry, as_of: date) -> Iterator[Problem]:
    """Every fault of the explained changes of one entry."""
    before = entry.listed
    told: set[tuple[date, str]] = set()
    for change in entry.changes:
        if change.date > as_of:
            yield _problem(entry, change, "future_date", f"the date {change.date} lies in the future")
        elif change.date < entry.listed:
            yield _problem(
                entry, change, "date_order", f"{change.change} on {change.date}, before it was listed ({entry.listed})"
            )
        elif change.date < before:
            yield _problem(
                entry, change, "date_order", f"{change.date} stands after {before}: write the oldest change first"
            )
        before = max(before, change.date)
        if (change.date, change.change) in told:
            yield _problem(entry, change, "duplicate_change", f"{change.change} on {change.date} is explained twice")
        told.add((change.date, change.change))
    yield from _withdrawal(entry)


def _withdrawal(entry: ClaimEntry) -> Iterator[Problem]:
    """The last word on a withdrawal is what the entry says now."""
    last = next((each for each in reversed(entry.changes) if each.change in ("withdrawn", "restored")), None)
    withdrawn = entry.level == 0 and entry.reason_code == "withdrawn"
    if last is not None and last.change == "withdrawn" and not withdrawn:
        yield _problem(
            entry, last, "withdrawn_mismatch", "withdrawn needs level 0 and reason_code withdrawn, or restored after it"
        )
    if last is not None and last.change == "restored" and withdrawn:
        yield _problem(entry, last, "withdrawn_mismatch", "restored, but the entry is withdrawn")


def _problem(entry: ClaimEntry, change: Change, code: str, message: str) -> Problem:
    return Problem(entry.file, change.line, code, f"changes: {message}")

"""How far a verdict may go: the reason code it takes and the highest level it allows (docs/list-policy.md).

These are the project's promises to the people listed, so they stand in one small table that lint applies and the policy
quotes. Satire, opinion and what is partly founded are never more than a note.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """What one verdict allows."""

    reason_code: str
    max_level: int


LIMITS = {
    "false": Limit("fact_checked_false", 3),
    "altered": Limit("altered_media", 3),
    "imposter": Limit("imposter_of_official", 3),
    "scam": Limit("scam", 3),
    "misleading": Limit("fact_checked_misleading", 2),
    "unproven": Limit("unproven", 1),
    "mixed": Limit("partly_true", 1),
    "opinion": Limit("opinion", 1),
    "satire": Limit("satire", 1),
    "corrected": Limit("corrected_by_publisher", 1),
    "true": Limit("checked_true", 1),
}

CLEARED_REASONS = frozenset({"checked_true", "corrected_by_publisher", "withdrawn"})
"""Level 0 overrides a wider listing; these are the reasons for it."""

OPAQUE_MAX_LEVEL = 1
"""A short, share or archive code does not show what it leads to, so it is evidence and no more than a note."""

DUE_MAX_LEVEL = 1
"""A listing that nobody has looked at again in time is no more than a note."""

HOST_MAX_LEVEL = 2
"""A host or domain is more than the page that was checked; only imitators of a protected name may go higher."""

MAX_DAYS = 732
"""No exact listing goes unreviewed for more than two years."""

MAX_DAYS_WIDE = 184
"""Paths, hosts and domains change hands and content: half a year."""

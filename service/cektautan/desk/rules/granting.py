"""Decides whether a role may be granted by one person, and who may be the second.

Once two people keep the roles, each grant needs both. They must be independent: of two accounts of which one created
the other, one person may hold both, so neither is a second person for the other.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Keeper:
    """An account whose role keeps roles."""

    id: int
    created_by: int | None


def needs_second(keepers: int) -> bool:
    """True if a grant needs a second person, where so many people keep the roles.

    >>> needs_second(1), needs_second(2)
    (False, True)
    """
    return keepers >= 2


def refusal(second: Keeper, proposer: Keeper, granted_to: int) -> str | None:
    """Return the code of why somebody cannot be the second person of a grant, or None."""
    if second.id == proposer.id:
        return "own_proposal"
    if second.id == granted_to:
        return "own_role"
    if second.created_by == proposer.id or proposer.created_by == second.id:
        return "not_independent"
    return None

"""Erases personal fields: what was sealed and its salt are gone, and the commitment alone is left, which says nothing.

The event of an erasing names the commitments, so that the log shows what was erased and when, and stays whole. A store
is never told to forget a decision; that is not what anybody has a right to.
"""

from __future__ import annotations

from collections.abc import Sequence

from cektautan.store.models import Personal
from cektautan.store.unit_of_work import Work

ERASED = "personal.erased"


def erase_fields(work: Work, fields: Sequence[Personal], object_: tuple[str, str | int], reason: str) -> list[str]:
    """Erase fields and return the names of those that were there, with an event that commits to them."""
    there = [each for each in fields if each.sealed is not None]
    if not there:
        return []
    for each in there:
        each.salt = each.sealed = None
        each.erased_at = work.now
    commitments = sorted(each.commitment for each in there)
    work.record(ERASED, object_, reason=reason, after={"fields": len(there), "commitments": commitments})
    return [each.field for each in there]

"""What came of an act: done at once, or waiting for a second person and why."""

from __future__ import annotations

from dataclasses import dataclass

from cektautan.desk.rules.answers import Why


@dataclass(frozen=True)
class Done:
    """An act that was not refused."""

    event: int
    """The number of its event, which `undo` takes."""
    applied: bool = True
    """False: it waits for a second person."""
    case_id: int | None = None
    proposal_id: int | None = None
    listing_ids: tuple[int, ...] = ()
    claim_id: str | None = None
    why: Why | None = None
    """Why it waits."""

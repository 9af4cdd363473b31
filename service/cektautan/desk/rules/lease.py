"""The lease of a case: who is working on it, and until when.

Pure. A lease keeps two people from doing the same work; it never keeps anybody from making a warning milder, and it
ends by itself, so that nobody's closed laptop blocks the desk.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lease:
    """Who has a case, as the store keeps it."""

    by: int | None
    until: int | None

    def owner(self, now: int) -> int | None:
        """Return whose the case is at a moment, or None where it is free."""
        return self.by if self.by is not None and self.until is not None and now < self.until else None

    def free_for(self, account: int, now: int) -> bool:
        """True if the account may work on it: it is free, or its own."""
        return self.owner(now) in (None, account)

    def taken(self, account: int, now: int, minutes: int) -> Lease:
        """Return the lease after the account took or renewed it."""
        return Lease(account, now + minutes * 60)

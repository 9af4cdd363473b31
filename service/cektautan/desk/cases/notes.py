"""Notes on a case, for colleagues alone."""

from __future__ import annotations

from cektautan.desk.decisions.edits import found
from cektautan.desk.decisions.who import require
from cektautan.desk.errors import Invalid
from cektautan.desk.policy import Policy
from cektautan.store.models import Note
from cektautan.store.transaction import Store

MOST_NOTE = 4000


def read_note(text: str) -> str:
    """Return the words of a note. Raises Invalid where there are none or too many."""
    words = text.strip()
    if not words or len(words) > MOST_NOTE:
        raise Invalid("text", "empty" if not words else "too_long")
    return words


def add_note(store: Store, policy: Policy, account: int, case_id: int, text: str, now: int) -> int:
    """Write a note for colleagues and return its number."""
    words = read_note(text)
    with store.deciding(f"account:{account}", now) as work:
        found(work.session, "case", case_id)
        require(work.session, policy, account, "case.note")
        note = Note(case_id=case_id, by=account, at=now, text=words)
        work.session.add(note)
        work.session.flush()
        return note.id

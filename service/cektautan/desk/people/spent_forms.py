"""Decides whether a form is sent for the first time.

A form that was refused may be sent again; one that did something may not, also where two presses arrive at once.
"""

from __future__ import annotations

from sqlalchemy import delete

from cektautan.desk.people.sessions import LONGEST_SECONDS
from cektautan.store.models import SpentForm
from cektautan.store.transaction import Store

FORGOTTEN_AFTER = LONGEST_SECONDS + 86_400
"""By then the session that its token belongs to is over."""


def spend(store: Store, nonce: str, now: int) -> bool:
    """Note that a form was sent; False if it was before."""
    with store.deciding("system", now) as work:
        if work.session.get(SpentForm, nonce) is not None:
            return False
        work.session.execute(delete(SpentForm).where(SpentForm.at < now - FORGOTTEN_AFTER))
        work.session.add(SpentForm(nonce=nonce, at=now))
        return True


def give_back(store: Store, nonce: str, now: int) -> None:
    """Note that nothing came of a form."""
    with store.deciding("system", now) as work:
        work.session.execute(delete(SpentForm).where(SpentForm.nonce == nonce))

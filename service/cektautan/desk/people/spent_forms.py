"""Decides whether a form is sent for the first time.

That it was sent is entered by the transaction that does what it asks for (docs/adr/0119). So a service that dies in
between has done both or neither, and nobody who sends a form again is told that something was done which was not. A
form that was refused may be sent again; one that did something may not, also where two presses arrive at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import delete

from cektautan.desk.people.sessions import LONGEST_SECONDS
from cektautan.store.models import SpentForm
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

FORGOTTEN_AFTER = LONGEST_SECONDS + 86_400
"""By then the session that its token belongs to is over."""


class SentAlreadyError(Exception):
    """The form was sent before, and something was done."""


@dataclass
class Spending:
    """One form while it is being answered."""

    refused: bool
    """Whether nothing came of it. Then what was entered is taken back; whoever answers says when something did."""


@contextmanager
def spending(store: Store, nonce: str, now: int) -> Iterator[Spending]:
    """Answer a form in this block. Where the block raises, or says so, nothing came of it.

    Args:
        store: where forms are entered.
        nonce: the form's name.
        now: Unix seconds.

    Raises:
        SentAlreadyError: it was sent before, also where that is only found when something is about to be done.

    """
    with store.reading() as session:
        # Told before the view looks at anything, or it would tell of a conflict with what the form itself did.
        if session.get(SpentForm, nonce) is not None:
            raise SentAlreadyError
    form = Spending(refused=True)
    with store.joined(lambda work: _enter(work, nonce)) as entered:
        try:
            yield form
        finally:
            if form.refused and entered.done:
                with store.deciding("system", now) as work:
                    work.session.execute(delete(SpentForm).where(SpentForm.nonce == nonce))


def _enter(work: Work, nonce: str) -> None:
    if work.session.get(SpentForm, nonce) is not None:
        raise SentAlreadyError
    work.session.execute(delete(SpentForm).where(SpentForm.at < work.now - FORGOTTEN_AFTER))
    work.session.add(SpentForm(nonce=nonce, at=work.now))

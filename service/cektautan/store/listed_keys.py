"""The keys of listings in plain, by their hash: what a published set does not say, for whoever may have it.

Nothing here says whether readers are told of a key. That is the published set's to say, which has the hashes.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from cektautan.store.models import Listing

_NOT_GRANTED: Final = "42501"
"""PostgreSQL's SQLSTATE of a statement that a role has no right to."""


class NotGrantedError(Exception):
    """The role of this process may not read them."""


def listed_keys(session: Session) -> dict[str, str]:
    """Return every key that was ever proposed, by the SHA-256 of it in hexadecimal.

    Raises:
        NotGrantedError: on PostgreSQL, the role of this process may not read them.

    """
    try:
        return dict(session.execute(select(Listing.sha256, Listing.key)).all())
    except ProgrammingError as problem:
        if getattr(problem.orig, "sqlstate", None) != _NOT_GRANTED:
            raise
        raise NotGrantedError from None

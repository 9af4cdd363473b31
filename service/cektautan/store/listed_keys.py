"""The keys of listings in plain, by their hash: what a published set does not say, for whoever may have it.

Nothing here says whether readers are told of a key. That is the published set's to say, which has the hashes.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.store.models import Listing


def listed_keys(session: Session) -> dict[str, str]:
    """Return every key that was ever proposed, by the SHA-256 of it in hexadecimal."""
    return dict(session.execute(select(Listing.sha256, Listing.key)).all())

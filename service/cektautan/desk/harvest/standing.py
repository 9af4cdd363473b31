"""Which listings of a desk that we follow stand there, as far as its chain was read.

A key may be listed there more than once, each time with a claim of its own. One of them that is taken back says nothing
while another stands, so what stands is kept from page to page: the name of each listing and the hash of its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from cektautan.sources.protocol import FoundEntry
from cektautan.store.models import FollowedListing
from cektautan.store.unit_of_work import Work

AT_ONCE: Final = 500


def begin_anew(work: Work, feed_id: str) -> None:
    """Forget what stood: the chain is read from its first line."""
    work.session.execute(delete(FollowedListing).where(FollowedListing.feed_id == feed_id))


def keep(work: Work, feed_id: str, entries: Sequence[FoundEntry]) -> None:
    """Keep what stands after these lines, each the last word about its listing."""
    for begin in range(0, len(entries), AT_ONCE):
        some = entries[begin : begin + AT_ONCE]
        said = FollowedListing.name.in_({each.name for each in some})
        work.session.execute(delete(FollowedListing).where(FollowedListing.feed_id == feed_id, said))
        standing = {each.name: digest_of(each) for each in some if not each.retracted}
        if standing:
            rows = [{"feed_id": feed_id, "name": name, "sha256": sha256} for name, sha256 in standing.items()]
            work.session.execute(insert(FollowedListing), rows)


def still_warned_of(session: Session, feed_id: str, digests: Sequence[str]) -> set[str]:
    """Return the hashes of those keys that the other desk still warns of."""
    found: set[str] = set()
    for begin in range(0, len(digests), AT_ONCE):
        about = FollowedListing.sha256.in_(digests[begin : begin + AT_ONCE])
        query = select(FollowedListing.sha256).where(FollowedListing.feed_id == feed_id, about)
        found.update(session.scalars(query))
    return found


def digest_of(entry: FoundEntry) -> str:
    """Return the hash of an entry's key."""
    return entry.subject.rpartition(":")[2]

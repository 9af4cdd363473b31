"""The register of feeds: where a source publishes, in which format, how often it is read and what it may open.

Every change is an event with a reason. A feed whose trust was withdrawn is not read again before somebody with the
right to write sources says so. The register never fetches.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Conflict, Invalid, NotFound
from cektautan.desk.harvest.feed_fields import FeedWritten, read_fields
from cektautan.desk.harvest.pages import forget_versions
from cektautan.store.models import Feed
from cektautan.store.unit_of_work import Work

STATUSES: Final = ("active", "paused", "distrusted")

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def state(feed: Feed) -> dict[str, Any]:
    """Return what an event keeps of a feed."""
    return {
        "source": feed.source_id, "adapter": feed.adapter, "address": feed.address, "licence": feed.licence,
        "every_minutes": feed.every_minutes, "budget": feed.budget, "status": feed.status,
        "expires": None if feed.expires is None else feed.expires.isoformat(), "defaults": dict(feed.defaults),
    }  # fmt: skip


def add_feed(work: Work, wanted: FeedWritten, adapters: Collection[str], reason: str) -> Feed:
    """Register a feed.

    Raises:
        Invalid: a field cannot be used; its name, and why.

    """
    _new_name(work.session, wanted.id)
    values = read_fields(work.session, wanted, adapters, day_of(work.now))
    _new_address(work.session, values)
    feed = Feed(id=wanted.id, created_at=work.now, status="active", **values)
    work.session.add(feed)
    work.session.flush()
    work.record("feed.added", ("feed", feed.id), reason=read_reason(reason), after=state(feed))
    return feed


def would_be(
    session: Session, wanted: FeedWritten, adapters: Collection[str], reason: str, now: int, *, new: bool
) -> Mapping[str, Any]:
    """Return what a feed would be, as an event would keep it; nothing is changed.

    Raises:
        NotFound: it should be changed and is not there.
        Invalid: a field cannot be used.

    """
    if new:
        _new_name(session, wanted.id)
    values = read_fields(session, wanted, adapters, day_of(now))
    if new:
        _new_address(session, values)
    read_reason(reason)
    status = "active" if new else find_feed(session, wanted.id).status
    return state(Feed(id=wanted.id, status=status, **values))


def change_feed(work: Work, wanted: FeedWritten, adapters: Collection[str], version: int, reason: str) -> Feed:
    """Change a feed. What was learned of its last version is forgotten where it now means something else.

    Raises:
        NotFound: there is no such feed.
        Conflict: somebody changed it meanwhile.
        Invalid: a field cannot be used.

    """
    feed = find_feed(work.session, wanted.id)
    if feed.version != version:
        raise Conflict("feed", feed.id, None)
    before = state(feed)
    values = read_fields(work.session, wanted, adapters, day_of(work.now))
    if (values["address"], values["adapter"]) != (feed.address, feed.adapter):
        feed.etag = feed.modified = feed.body_sha256 = ""
        feed.rows = 0
    for name, value in values.items():
        setattr(feed, name, value)
    feed.version += 1
    work.record("feed.changed", ("feed", feed.id), reason=read_reason(reason), before=before, after=state(feed))
    return feed


def set_status(work: Work, feed_id: str, status: str, reason: str) -> Feed:
    """Pause a feed, read it again, or withdraw trust from it.

    Raises:
        NotFound: there is no such feed.
        Invalid: the status or the reason.

    """
    if status not in STATUSES:
        raise Invalid("status", "unknown")
    feed = find_feed(work.session, feed_id)
    if feed.status != status:
        before, feed.status = {"status": feed.status}, status
        if status != "active":
            forget_versions(work.session)
        feed.version += 1
        work.record(
            "feed.status", ("feed", feed.id), reason=read_reason(reason), before=before, after={"status": status}
        )
    return feed


def read_soon(work: Work, feed_id: str) -> int:
    """Mark a feed as due, so that the next round reads it; return the number of the event.

    Raises:
        NotFound: there is no such feed.
        Invalid: it is not read at all: paused, distrusted, or over.

    """
    feed = find_feed(work.session, feed_id)
    if feed.status != "active" or is_over(feed, day_of(work.now)):
        raise Invalid("status", "not_read")
    feed.tried_at = None
    return work.record("feed.asked", ("feed", feed.id)).seq


def is_over(feed: Feed, today: date) -> bool:
    """True if the day until which it is read has passed."""
    return feed.expires is not None and feed.expires < today


def find_feed(session: Session, feed_id: str) -> Feed:
    """Return a feed.

    Raises:
        NotFound: there is none of this name.

    """
    feed = session.get(Feed, feed_id)
    if feed is None:
        raise NotFound
    return feed


def all_feeds(session: Session) -> tuple[Feed, ...]:
    """Return every feed by its source and name."""
    return tuple(session.scalars(select(Feed).order_by(Feed.source_id, Feed.id)))


def due(session: Session, now: int) -> tuple[str, ...]:
    """Return the feeds that should be read now, the longest waiting first.

    One that fails is asked less often the longer it does, up to once a day: it is probably not our asking that helps.
    """
    today = day_of(now)
    waiting = []
    for feed in session.scalars(select(Feed).where(Feed.status == "active")):
        if is_over(feed, today):
            continue
        minutes = min(feed.every_minutes * 2 ** min(feed.failures, 6), max(feed.every_minutes, 24 * 60))
        at = 0 if feed.tried_at is None else feed.tried_at + minutes * 60
        if at <= now:
            waiting.append((at, feed.id))
    return tuple(id_ for _, id_ in sorted(waiting))


def _new_name(session: Session, feed_id: str) -> None:
    if not _ID.match(feed_id) or len(feed_id) > 100:
        raise Invalid("id", "unknown")
    if session.get(Feed, feed_id) is not None:
        raise Invalid("id", "taken")


def _new_address(session: Session, values: Mapping[str, Any]) -> None:
    taken = select(Feed.id).where(Feed.address == values["address"], Feed.adapter == values["adapter"])
    if session.scalar(taken) is not None:
        raise Invalid("address", "taken")

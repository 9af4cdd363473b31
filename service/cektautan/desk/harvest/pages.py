"""The pages that feeds lead to, as a queue: each is asked once, again where that may help, and never by accident.

What a feed named is kept, whatever its next version says, so that no page is passed over because others were in the
way. A page without a check is asked a few times more, because publishers add their markup later; one that cannot be
read, less and less often; one with a check not again by its feed (`check_pages` looks after those).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.core.keys import key_digest, key_digests
from cektautan.desk.rules.numbers import DAY, HOUR
from cektautan.store.models import Feed, FeedPage
from cektautan.store.unit_of_work import Work

MOST_QUEUED: Final = 2_000
"""New pages that one version of a feed adds, the newest first; an archive of decades is no news."""
OLDEST_DAYS: Final = 730
"""A page that the feed itself calls older is left out: no listing lives that long without review."""
MOST_TRIES: Final = 5
LONGEST_WAIT: Final = 7 * DAY
LEADING: Final = ("feed", "sitemap")
"""The formats of feeds that lead to pages."""


def unknown(session: Session, pages: Iterable[str]) -> list[str]:
    """Return the pages that no feed named before, each once, in order."""
    wanted = list(dict.fromkeys(pages))
    known: set[str] = set()
    for begin in range(0, len(wanted), 500):
        digests = key_digests(wanted[begin : begin + 500])
        known.update(session.scalars(select(FeedPage.url_sha256).where(FeedPage.url_sha256.in_(digests))))
    return [each for each in wanted if key_digest(each) not in known]


def take_over(work: Work, feed_id: str, pages: Iterable[str], *, held: bool) -> int:
    """Let a feed ask the pages that it names too and whose own feed is not read any more; return how many."""
    wanted, taken = list(dict.fromkeys(pages)), 0
    read = select(Feed.id).where(Feed.status == "active", or_(Feed.expires.is_(None), Feed.expires >= day_of(work.now)))
    for begin in range(0, len(wanted), 500):
        orphans = select(FeedPage).where(
            FeedPage.url_sha256.in_(key_digests(wanted[begin : begin + 500])), FeedPage.next_at.is_not(None),
            FeedPage.feed_id != feed_id, FeedPage.feed_id.not_in(read),
        )  # fmt: skip
        for page in work.session.scalars(orphans).all():
            page.feed_id, page.held = feed_id, page.held or held
            taken += 1
    return taken


def forget_versions(session: Session) -> None:
    """Let every feed that leads to pages be read whole the next time: it may name pages of one that was stopped."""
    leading = update(Feed).where(Feed.adapter.in_(LEADING), Feed.status == "active")
    session.execute(leading.values(etag="", modified="", body_sha256=""))


def forget_where_over(work: Work) -> None:
    """Do so, once, when the day of a feed has passed: that is nobody's act, so each round looks for it."""
    over = select(Feed.id).where(
        Feed.adapter.in_(LEADING), Feed.status == "active", Feed.expires < day_of(work.now),
        or_(Feed.etag != "", Feed.modified != "", Feed.body_sha256 != ""),
    )  # fmt: skip
    if work.session.scalar(over.limit(1)) is not None:
        forget_versions(work.session)


def enqueue(work: Work, feed_id: str, pages: Iterable[str], days: Mapping[str, date], *, held: bool) -> int:
    """Queue pages that are not known, the newest first, and return how many."""
    oldest = day_of(work.now) - timedelta(days=OLDEST_DAYS)
    fresh = [each for each in unknown(work.session, pages) if days.get(each, oldest) >= oldest]
    fresh.sort(key=lambda each: days.get(each, date.max), reverse=True)
    added = fresh[:MOST_QUEUED]
    work.session.add_all(
        FeedPage(feed_id=feed_id, url=each, day=days.get(each), held=held, next_at=work.now) for each in added
    )
    return len(added)


def waiting(session: Session, feed_id: str, now: int, most: int) -> tuple[tuple[str, bool], ...]:
    """Return the pages to be asked now: those never asked first, the newest first; and which came with a jump."""
    query = (
        select(FeedPage.url, FeedPage.held)
        .where(FeedPage.feed_id == feed_id, FeedPage.next_at <= now)
        .order_by(FeedPage.tries, FeedPage.day.desc().nulls_first(), FeedPage.id)
        .limit(most)
    )
    return tuple((row.url, row.held) for row in session.execute(query))


def note(work: Work, url: str, outcome: str) -> None:
    """Write down what came of asking a page, and when it is asked again."""
    page = work.session.scalar(select(FeedPage).where(FeedPage.url_sha256 == key_digest(url)))
    if page is None:
        return
    page.tried_at, page.outcome = work.now, outcome
    if outcome == "checks":
        page.tries, page.next_at = 0, None
        return
    page.tries += 1
    first = DAY if outcome in ("nothing", "gone") else HOUR
    ends = outcome in ("nothing", "gone") and page.tries >= MOST_TRIES
    page.next_at = None if ends else work.now + min(first * 2 ** (page.tries - 1), LONGEST_WAIT)

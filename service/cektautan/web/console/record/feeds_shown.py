"""The health of feeds in words: one row a feed, what is wrong first, for the page of a source and for the board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cektautan.desk.harvest.health import Health
from cektautan.web.console.record.charts import number, percent
from cektautan.web.console.telling import source_words
from cektautan.web.console.telling.addresses import Shown, show_address
from cektautan.web.console.telling.when import ago
from cektautan.web.site.names import day
from cektautan.web.texts import Texts

TONES = {"active": "good", "paused": "note", "distrusted": "stop"}


@dataclass(frozen=True)
class FeedShown:
    """One feed."""

    id: str
    source_id: str
    source: str
    format: str
    shown: Shown
    tone: str
    state: str
    trouble: str
    """What somebody should do something about; empty where nothing is."""
    good: str
    problem: str
    failures: int
    rows: str
    faults: str
    unread: list[str]
    """What its faults are, each kind with its number."""
    today: str
    held: int
    expires: str
    precision: str
    overturned: str
    reads: bool
    """Whether it is read at all."""
    urgent: bool
    """Whether it stands on top of the board."""


def show_feeds(feeds: Iterable[Health], now: int, texts: Texts) -> list[FeedShown]:
    """Return the feeds as pages show them."""
    return [_show(each, now, texts) for each in feeds]


def format_words(name: str, texts: Texts) -> str:
    """How a format is called here."""
    return texts.texts.get(f"import_format_{name}") or name


def _show(health: Health, now: int, texts: Texts) -> FeedShown:
    feed = health.feed
    problem = source_words.problem(texts, feed.problem, feed.detail) if feed.problem else ""
    reads = feed.status == "active" and not health.over
    state = texts["feed_over"] if health.over and feed.status == "active" else texts[f"log_feed_{feed.status}"]
    return FeedShown(
        id=feed.id,
        source_id=feed.source_id,
        source=health.source.name,
        format=format_words(feed.adapter, texts),
        shown=show_address(feed.address, texts),
        tone="stop" if health.urgent else "caution" if feed.problem and reads else TONES.get(feed.status, "note"),
        state=texts["feed_failing"] if feed.problem and reads else state,
        trouble=_trouble(health, texts),
        good=ago(feed.good_at, now, texts) if feed.good_at else texts["feed_never"],
        problem=problem,
        failures=feed.failures,
        rows=number(feed.rows, texts),
        faults=number(feed.faults, texts),
        unread=source_words.faults(texts, feed.unread),
        today=texts.say("feed_today", spent=number(health.spent, texts), budget=number(feed.budget, texts)),
        held=health.held,
        expires=day(feed.expires, texts) if feed.expires else "-",
        precision=percent(health.record.precision, texts),
        overturned=percent(health.overturned, texts),
        reads=reads,
        urgent=health.urgent,
    )


def _trouble(health: Health, texts: Texts) -> str:
    if health.feed.status != "active":
        return ""
    if health.over:
        return texts["feed_trouble_over"]
    if health.failing:
        return texts["feed_trouble_failing"]
    return texts["feed_trouble_soon"] if health.over_soon else ""

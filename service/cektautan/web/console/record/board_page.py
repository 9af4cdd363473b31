"""`/meja/papan`: how the desk stands, for whoever works there and whoever answers for it.

Every chart is a table that bears its bars, or has a table with the same numbers beside it; the page can be printed. It
shows counts and no person's: what one moderator did is in the log, and nobody is ranked.
"""

from __future__ import annotations

from flask import Blueprint, Response

from cektautan.desk.record.board import Board, read_board
from cektautan.desk.record.figures.months import OPERATIONS
from cektautan.desk.record.figures.speed import SPANS
from cektautan.desk.record.jobs import job_states
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.record.charts import HEIGHT, WIDTH, columns, number, percent, share
from cektautan.web.console.record.feeds_shown import show_feeds
from cektautan.web.console.record.jobs_shown import show_jobs
from cektautan.web.console.telling.when import ago, due, hour, span
from cektautan.web.site.names import platform, verdict
from cektautan.web.texts import Texts

PATH = "/meja/papan"
SHORT_MONTH = 3
MOST_PLATFORMS = 12


def make_blueprint(guard: Guard) -> Blueprint:
    """Make the page."""
    blueprint = Blueprint("console_board", __name__)
    pages = guard.pages

    @guard.get(blueprint, PATH, "board.see")
    def board() -> Response:
        now = int(guard.services.clock())
        found = read_board(guard.store, now)
        texts = pages.texts
        return pages.render(
            "record/board.html",
            here="board",
            board=found,
            feeds=show_feeds(found.feeds, now, texts),
            jobs=show_jobs(job_states(guard.store, guard.services.rhythms, now), now, texts),
            spans=SPANS,
            operations=OPERATIONS,
            kinds=_kinds(found),
            outcomes=_outcomes(found),
            levels=sorted(found.told.by_level.items(), reverse=True),
            verdicts=_ranked({verdict(name, texts): count for name, count in found.told.by_verdict.items()}),
            platforms=_platforms(found, texts),
            drawing=columns(_months(found, texts), OPERATIONS),
            months=[(_month(each.first, texts), each) for each in found.months],
            width=WIDTH,
            height=HEIGHT,
            share=share,
            number=lambda value: number(value, texts),
            percent=lambda value: percent(value, texts),
            span=lambda seconds: span(seconds, texts),
            ago=lambda at: ago(at, now, texts),
            clock=lambda at: due(at, now, texts),
            moment=lambda at: hour(at, texts),
        )

    return blueprint


def _kinds(found: Board) -> list[tuple[str, str, int]]:
    return [(kind, lane, count) for (kind, lane), count in _ranked_pairs(found)]


def _ranked_pairs(found: Board) -> list[tuple[tuple[str, str], int]]:
    return sorted(found.queue.by_kind.items(), key=lambda each: (-each[1], each[0]))


def _outcomes(found: Board) -> list[tuple[str, list[int]]]:
    """Return how cases ended in each span; "passed on to fact-checkers" is there also where it is none."""
    names = {"forwarded", *(name for counts in found.outcomes.values() for name in counts if name)}
    rows = [(name, [found.outcomes[days].get(name, 0) for days in SPANS]) for name in names]
    return sorted(rows, key=lambda each: (-each[1][-1], each[0]))


def _platforms(found: Board, texts: Texts) -> list[tuple[str, int]]:
    """Return the counts by platform; what is beyond the largest stands in one line."""
    named = {platform(name, texts) if name else texts["record_web"]: n for name, n in found.told.by_platform.items()}
    ranked = _ranked(named)
    rest = sum(count for _, count in ranked[MOST_PLATFORMS:])
    return [*ranked[:MOST_PLATFORMS], *([(texts["board_others"], rest)] if rest else [])]


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _months(found: Board, texts: Texts) -> list[tuple[str, dict[str, int]]]:
    return [(texts.months[each.first.month - 1][:SHORT_MONTH], dict(each.changes)) for each in found.months]


def _month(first: object, texts: Texts) -> str:
    return texts.date(str(first)).partition(" ")[2]

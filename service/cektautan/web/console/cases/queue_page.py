"""`/meja`: the queue, the more pressing the higher; several cases are closed with one reason.

What the page asks stands in its address, so that a colleague can be sent it; no address of a reader's ever does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from sqlalchemy import select

from cektautan.desk.cases.closing import OUTCOMES, can_close, close_many, refusals
from cektautan.desk.cases.queue import WHOSE, Asked, Waiting, counts, page_of
from cektautan.desk.cases.to_reporters import ToReporters
from cektautan.desk.errors import DeskError
from cektautan.desk.rules.answers import Why
from cektautan.desk.rules.lease import Lease
from cektautan.store.models import Case, Source
from cektautan.web.console.access.guard import me
from cektautan.web.console.cases.case_page import checkers
from cektautan.web.console.cases.reports_shown import burst_words
from cektautan.web.console.desk import Desk
from cektautan.web.console.links.paste_shown import in_language
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import ROOT, Told
from cektautan.web.console.telling import when, words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.console.telling.when import Clock

TABS: Final = {
    "": "desk_queue_tab_all", "saya": "desk_queue_tab_mine", "bebas": "desk_queue_tab_free",
    "kedua": "desk_queue_tab_second", "lewat": "desk_queue_tab_late",
}  # fmt: skip
LANES: Final = ("checked", "unchecked", "imposter", "appeal")


@dataclass(frozen=True)
class Row:
    """A case as the queue shows it."""

    id: int
    version: int
    pick: bool
    """The one who looks may close it with others, now."""
    title: str
    kind: str
    tone: str
    waiting: str
    lane: str
    shown: Shown | None
    burst: str
    reports: str
    opened: str
    clock: Clock | None
    owner: str
    mine: bool


class QueuePage:
    """Makes the page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self, status: int = 200, told: tuple[Told, ...] = ()) -> Response:
        """The queue as its address asks for it, with what was chosen and typed where a form came back."""
        desk, texts = self._desk, self._desk.texts
        asked = self._asked()
        with desk.store.reading() as session:
            waiting = page_of(session, asked, me().id, desk.now)
            count = counts(session, me().id, desk.now)
            passed_on_to = checkers(session.scalars(select(Source)))
            others = refusals(session, me().id, waiting.cases) if desk.guard.may("case.close") else {}
        numbers = desk.policy.numbers
        rows = [self._row(each, waiting, others) for each in waiting.cases]
        return desk.pages.render(
            "cases/queue.html",
            here="queue",
            status=status,
            told=[*told, *desk.told()],
            rows=rows,
            total=waiting.total,
            page=waiting.page,
            pages=waiting.pages,
            page_address=lambda page: address(replace(asked, page=page)),
            filtered=bool(asked.whose or asked.kind or asked.lane),
            mine=asked.whose,
            tabs=[
                {
                    "words": texts[TABS[whose]],
                    "count": count[whose],
                    "chosen": whose == asked.whose,
                    "late": whose == "lewat" and count[whose] > 0,
                    "address": address(replace(asked, whose=whose, page=1)),
                }
                for whose in WHOSE
            ],
            kinds=[(each, words.say(texts, "kind", each), each == asked.kind) for each in numbers.clocks],
            lanes=[(each, words.say(texts, "lane", each), each == asked.lane) for each in LANES],
            outcomes=[(each, words.say(texts, "outcome", each)) for each in OUTCOMES],
            forward_to=[("", texts["desk_bulk_forward_nobody"]), *passed_on_to],
            can_close=desk.guard.may("case.close") and any(each.pick for each in rows),
            one_by_one=self._one_by_one(asked) if desk.guard.may("case.close") else "",
            empty=self._empty(asked),
            close_address=address(asked, f"{ROOT}/banyak"),
            typed=request.form,
            picked=chosen(),
            wrong=told[0].words if status == 422 and told else "",
            counts={"open": count[""], "late": count["lewat"] > 0},
        )

    def _asked(self) -> Asked:
        whose, kind, lane = (request.args.get(name, "") for name in ("punya", "jenis", "lajur"))
        return Asked(
            whose=whose if whose in WHOSE else "",
            kind=kind if kind in self._desk.policy.numbers.clocks else "",
            lane=lane if lane in LANES else "",
            page=min(number(request.args.get("halaman", "")) or 1, 100_000),
        )

    def _one_by_one(self, asked: Asked) -> str:
        """What is next on a page of which nothing can be closed with others."""
        return self._desk.texts["desk_queue_decide_second" if asked.whose == "kedua" else "desk_queue_decide_single"]

    def _empty(self, asked: Asked) -> tuple[str, str]:
        """What an empty page says, and what is next there."""
        texts = self._desk.texts
        if asked == Asked(page=asked.page):
            return texts["desk_queue_none"], texts["desk_queue_none_hint"]
        if asked == Asked(whose=asked.whose, page=asked.page):
            name = f"desk_queue_none_{TABS[asked.whose].rpartition('_')[2]}"
            return texts[name], texts[f"{name}_hint"]
        return texts["desk_queue_none_filtered"], texts["desk_queue_none_filtered_hint"]

    def _row(self, case: Case, waiting: Waiting, others: Mapping[int, Why]) -> Row:
        desk, texts = self._desk, self._desk.texts
        owner = Lease(case.lease_by, case.lease_until).owner(desk.now)
        text = waiting.claims.get(case.claim_id or "")
        kind = words.case_kind(texts, case.kind, case.details)
        return Row(
            id=case.id,
            version=case.version,
            pick=can_close(case) and case.id not in others and (owner in (None, me().id) or case.id in chosen()),
            title=in_language(*text, texts) if text else texts.say("desk_case_number", id=case.id),
            kind=kind,
            tone=words.KIND_TONES.get(case.kind, "plain"),
            waiting=words.say(texts, "case", case.status) if case.status == "waiting" else "",
            lane=words.say(texts, "lane", case.lane),
            shown=show_address(case.url[:160], texts) if case.url else None,
            burst=burst_words(case, desk.policy.numbers, texts),
            reports=texts.say("desk_reports", count=case.report_count) if case.report_count else "",
            opened=when.ago(case.opened_at, desk.now, texts),
            clock=when.due(case.due_at, desk.now, texts),
            owner=show_text(waiting.names.get(owner, str(owner))) if owner else "",
            mine=owner == me().id,
        )


def make_blueprint(desk: Desk) -> Blueprint:
    """Make the queue."""
    blueprint = Blueprint("desk_queue", __name__)
    page = QueuePage(desk)

    @desk.guard.get(blueprint, ROOT, "queue.see")
    def queue() -> Response:
        return page.show()

    @desk.guard.post(blueprint, f"{ROOT}/banyak", "case.close")
    def close_chosen() -> Response:
        pairs: list[Any] = [each.partition(":") for each in request.form.getlist("kasus")]
        cases = [(number(case) or 0, number(version) or 0) for case, _, version in pairs]
        outcome, reason = request.form.get("hasil", ""), request.form.get("alasan", "")
        try:
            answer = ToReporters(forwarded_to=tuple(filter(None, request.form.getlist("diteruskan"))))
            done = close_many(desk.store, desk.policy, me().id, cases, outcome, reason, desk.now, answer)
        except DeskError as problem:
            status, told = desk.not_done(problem)
            return page.show(status, (told,))
        return desk.done(ROOT, done[-1].event, "banyak")

    return blueprint


def chosen() -> set[int | None]:
    """The cases that were chosen in a form that comes back, whatever became of them meanwhile."""
    return {number(each.partition(":")[0]) for each in request.form.getlist("kasus")}


def address(asked: Asked, path: str = ROOT) -> str:
    """The address of a page of the queue, or of what its form is sent to."""
    pairs = [
        ("punya", asked.whose), ("jenis", asked.kind), ("lajur", asked.lane),
        ("halaman", str(asked.page) if asked.page > 1 else ""),
    ]  # fmt: skip
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"{path}?{query}" if query else path

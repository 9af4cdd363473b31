"""`/meja/pemilu`: the election windows and what changes in them, for whoever works at the desk.

Read only: windows are data of the release (`rules/elections.json`, docs/moderation.md), changed there and reviewed, so
that nobody at the desk can open or close one.
"""

from __future__ import annotations

import datetime
from typing import Final

from flask import Blueprint, Response

from cektautan.core.days import day_of
from cektautan.desk.policy import Policy
from cektautan.desk.rules.elections import Named
from cektautan.web.console.access.guard import Guard
from cektautan.web.site.names import day

PATH: Final = "/meja/pemilu"
FILE: Final = "rules/elections.json"
STATES: Final = {
    "open": ("caution", "elections_open"), "coming": ("note", "elections_coming"), "over": ("plain", "elections_over"),
    "unfixed": ("plain", "elections_unfixed"),
}  # fmt: skip
"""How an election stands: the tone and the text of its badge."""


def make_blueprint(guard: Guard, policy: Policy) -> Blueprint:
    """Make the page."""
    blueprint = Blueprint("console_elections", __name__)
    pages = guard.pages

    @guard.get(blueprint, PATH, "queue.see")
    def elections() -> Response:
        texts, today = pages.texts, day_of(int(guard.services.clock()))
        limits = policy.numbers.limits
        rows = [(texts[f"desk_kind_{kind}"], each.hours, each.election_hours)
                for kind, each in policy.numbers.clocks.items() if each.hours != each.election_hours]  # fmt: skip
        answer = (
            texts["elections_acknowledge"], limits.appeal_acknowledge_hours,
            min(limits.appeal_acknowledge_hours, limits.appeal_decide_hours_election),
        )  # fmt: skip
        return pages.render(
            "record/elections.html",
            here="board",
            now=policy.elections.on(today),
            elections=[(each, state_of(each, today)) for each in policy.elections.named],
            clocks=[*rows, answer],
            states=STATES,
            file=FILE,
            day=lambda value: day(value, texts),
            name=lambda each: each.name_en if texts.language == "en" else each.name_id,
        )

    return blueprint


def state_of(election: Named, today: datetime.date) -> str:
    """Return how an election stands on a day: open, coming, over, or unfixed where its days are."""
    if election.first is None or election.last is None:
        return "unfixed"
    if today < election.first:
        return "coming"
    return "open" if today <= election.last else "over"

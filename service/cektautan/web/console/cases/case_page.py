"""`/meja/kasus/<id>`: one case with everything that a decision is made on, and who may make it.

A page that is asked for changes nothing. `CasePage.show` also answers a form that was not done: the same page with the
reason on top and everything that was typed still in its fields.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.desk.cases.closing import closings
from cektautan.desk.cases.dossier import Dossier, read_dossier
from cektautan.desk.cases.queue import after
from cektautan.desk.errors import DeskError
from cektautan.desk.harvest.holding import held_feed
from cektautan.desk.links.judging import CAPS, lint
from cektautan.desk.patrol.of_case import looks_at, patrolled_of
from cektautan.desk.rules.ready import ACTS
from cektautan.store.models import Case, Source
from cektautan.web.console.access.guard import me
from cektautan.web.console.cases.about_shown import show_about
from cektautan.web.console.cases.case_decisions import Decisions
from cektautan.web.console.cases.case_preview import CasePreview, is_now
from cektautan.web.console.cases.case_shown import (
    Wrote,
    claim_words,
    show_head,
    show_history,
    show_lease,
    show_notes,
)
from cektautan.web.console.cases.evidence_shown import show_evidence
from cektautan.web.console.cases.finding_shown import (
    show_changed,
    show_findings,
    show_taken_back,
)
from cektautan.web.console.cases.listing_shown import show_listing
from cektautan.web.console.cases.lookalike_shown import show_lookalike
from cektautan.web.console.cases.patrol_shown import show_look, show_patrol
from cektautan.web.console.cases.reports_shown import show_appeals, show_reports
from cektautan.web.console.cases.without_form import without_form
from cektautan.web.console.claims.claims_page import EXTEND_DAYS
from cektautan.web.console.desk import Desk
from cektautan.web.console.links.paste_shown import show_choices, show_matches
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.site.names import day

PATH: Final = "/meja/kasus"

PASSED_ON_TO: Final = ("fact_checker", "official")
"""The kinds of sources that answer a question about a claim."""


class CasePage:
    """Makes the page of a case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._decisions = Decisions(desk)
        self._preview = CasePreview(desk)

    def show(
        self,
        case_id: int,
        *,
        status: int = 200,
        told: tuple[Told, ...] = (),
        wrong: Mapping[str, str] | None = None,
    ) -> Response:
        """The page, or that there is no such case."""
        desk, texts = self._desk, self._desk.texts
        with desk.store.reading() as session:
            dossier = read_dossier(
                session, desk.store.sealer, case_id, self._keys(session, case_id), desk.now,
                personal=desk.guard.may("personal.read"),
            )  # fmt: skip
            if dossier is None:
                return self.missing()
            decisions = self._decisions.of(session, dossier)
            following = after(session, me().id, case_id, desk.now)
            held = held_feed(session, dossier.case)
            patrolled = patrolled_of(session, dossier.case, desk.now)
            looks = looks_at(session, [dossier.listing] if dossier.listing else [], desk.policy.patrol)
        case = dossier.case
        listing = show_listing(dossier, decisions["levels"], decisions["may_restore"], texts)
        answered = (request.view_args or {}).get("proposal_id")
        return desk.pages.render(
            "cases/case.html",
            here="queue",
            status=status,
            told=[*told, *desk.told()],
            case=show_head(case, self._url(dossier), desk.now, texts),
            lease=show_lease(case, me().id, dossier.names, desk.now, texts),
            next=following,
            findings=self._findings(dossier),
            details=self._details(dossier),
            held=held,
            own_review=case.details.get("own_review"),
            appeals=show_appeals(dossier, desk.policy.numbers.limits.written_grace_hours, desk.now, texts),
            objections=dossier.objections,
            reports=show_reports(dossier, desk.policy.numbers, desk.now, texts),
            matches=show_matches(dossier.matches, texts),
            about=show_about(dossier, texts),
            found_checks=show_findings(dossier.findings, dossier.sources, desk.reference, texts),
            changed=show_changed(dossier.changed, dossier.claim, dossier.sources, texts),
            taken_back=show_taken_back(dossier.taken_back, dossier.claim, texts),
            lowered=self._lowered(dossier),
            patrolled=show_patrol(patrolled, desk.now, texts),
            last_look=show_look(next(iter(looks.values()), None), desk.now, texts),
            lookalike=show_lookalike(case, desk.policy.lookalikes, texts),
            previews=self._preview.of(dossier),
            previews_now=is_now(dossier),
            evidence=show_evidence(dossier.evidence, dossier.names, texts),
            similar=show_choices(dossier.similar, texts),
            notes=show_notes(dossier, desk.now, texts),
            history=show_history(dossier.history, dossier.names, texts),
            listing=listing,
            claim=self._claim(dossier),
            extend_first=case.kind == "expiry",
            outcomes=[(each, words.say(texts, "outcome", each)) for each in closings(case)],
            forward_to=checkers(dossier.sources.values()),
            forward_hint=texts.say("desk_forward_hint", days=desk.policy.numbers.limits.forwarded_days),
            forwarded=", ".join(
                show_text(dossier.sources[each].name) for each in case.forwarded_to if each in dossier.sources
            ),
            forward_chosen=request.form.getlist("diteruskan"),
            ready={act: desk.policy.ready.offered(act, texts.language) for act in ACTS},
            typed=request.form,
            answered=answered,
            unsaved=without_form(dossier, decisions, listing, answered),
            wrong=wrong or {},
            **decisions,
        )

    def not_done(self, case_id: int, problem: DeskError, field: str = "") -> Response:
        """The same page with why nothing was done."""
        status, told = self._desk.not_done(problem)
        return self.show(case_id, status=status, told=(told,), wrong={field: told.words} if field else None)

    def missing(self) -> Response:
        """There is no such case."""
        return self._desk.pages.render("missing.html", here="queue", status=404, words=self._desk.texts["desk_no_case"])

    def _keys(self, session: Session, case_id: int) -> tuple[str, ...]:
        case = session.get(Case, case_id)
        if case is None or not case.url:
            return ()
        try:
            return identify(case.url, self._desk.rules).keys
        except NotJudgeable:
            return ()

    @staticmethod
    def _url(dossier: Dossier) -> str:
        return dossier.case.url or (dossier.listing.url if dossier.listing else "")

    def _findings(self, dossier: Dossier) -> list[str]:
        texts, url = self._desk.texts, self._url(dossier)
        if not url or dossier.changed is not None:
            return []
        verdict = dossier.claim.verdict if dossier.claim else "false"
        checks = [each.url for each in dossier.claim.reviews] if dossier.claim else []
        return [
            words.say(texts, "finding", each)
            for each in lint(url, self._desk.reference, verdict, checks=checks)
            if each not in CAPS or each == "opaque_only"
        ]

    def _details(self, dossier: Dossier) -> dict[str, Any] | None:
        """The three states of a conflict between the desk and a file, side by side."""
        texts, details = self._desk.texts, dossier.case.details
        columns = [name for name in ("synced", "file", "desk") if isinstance(details.get(name), dict)]
        if len(columns) < 2:
            return None
        fields = list(dict.fromkeys(field for name in columns for field in details[name]))
        rows = [
            (words.say(texts, "field", field), [show_text(str(details[name].get(field, "-"))) for name in columns])
            for field in fields
            if len({str(details[name].get(field)) for name in columns}) > 1
        ]
        return {"columns": [texts[f"desk_details_{name}"] for name in columns], "rows": rows}

    def _lowered(self, dossier: Dossier) -> Wrote | None:
        """The decision that a second look is at."""
        made = [each for each in dossier.history if each.seq == dossier.case.details.get("event")]
        if dossier.case.kind != "second_look" or not made:
            return None
        return show_history(made, dossier.names, self._desk.texts)[0]

    def _claim(self, dossier: Dossier) -> dict[str, Any] | None:
        texts, claim = self._desk.texts, dossier.claim
        if claim is None:
            return None
        return {
            "id": claim.id,
            "version": claim.version,
            "text": claim_words(claim, texts),
            "review": texts.say("desk_claims_review", date=day(claim.review_by, texts)),
            "extend_to": (self._desk.today + datetime.timedelta(days=EXTEND_DAYS)).isoformat(),
        }


def checkers(sources: Iterable[Source]) -> list[tuple[str, str]]:
    """Those whom something can be passed on to for a check: its name here and how it is called."""
    known = [each for each in sources if each.kind in PASSED_ON_TO]
    return [(each.id, show_text(each.name)) for each in sorted(known, key=lambda each: each.name.casefold())]


def make_blueprint(desk: Desk, page: CasePage) -> Blueprint:
    """Make the page."""
    blueprint = Blueprint("desk_case", __name__)

    @desk.guard.get(blueprint, f"{PATH}/<int:case_id>", "queue.see")
    def case(case_id: int) -> Response:
        return page.show(case_id)

    return blueprint

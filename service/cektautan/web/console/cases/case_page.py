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
from cektautan.desk.links.judging import CAPS, VERDICTS, lint
from cektautan.desk.patrol.of_case import looks_at, patrolled_of
from cektautan.desk.rules.ready import ACTS
from cektautan.store.models import Case, Claim, Listing, Source
from cektautan.web.console.access.guard import me
from cektautan.web.console.cases.about_shown import show_about
from cektautan.web.console.cases.case_decisions import Decisions
from cektautan.web.console.cases.case_shown import (
    Wrote,
    claim_words,
    previews,
    proposed_level,
    show_appeals,
    show_evidence,
    show_head,
    show_history,
    show_lease,
    show_notes,
    show_reports,
)
from cektautan.web.console.cases.finding_shown import (
    show_changed,
    show_findings,
    show_preview,
    show_taken_back,
)
from cektautan.web.console.cases.lookalike_shown import show_lookalike
from cektautan.web.console.cases.patrol_shown import show_look, show_patrol
from cektautan.web.console.claims.claim_form import ClaimForm
from cektautan.web.console.claims.claims_page import EXTEND_DAYS
from cektautan.web.console.desk import Desk
from cektautan.web.console.links.paste_shown import show_choices, show_matches
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.site.names import day
from cektautan.web.texts import LANGUAGES

PATH: Final = "/meja/kasus"

PASSED_ON_TO: Final = ("fact_checker", "official")
"""The kinds of sources that answer a question about a claim."""


class CasePage:
    """Makes the page of a case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._decisions = Decisions(desk)
        self._form = ClaimForm(desk)

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
        answered = (request.view_args or {}).get("proposal_id")
        shown = {each["id"] for each in decisions["proposals"]}
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
            previews=self._previews(dossier),
            previews_now=self._is_now(dossier),
            evidence=show_evidence(dossier.evidence, dossier.names, texts),
            similar=show_choices(dossier.similar, texts),
            notes=show_notes(dossier, desk.now, texts),
            history=show_history(dossier.history, dossier.names, texts),
            listing=self._listing(dossier),
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
            unsaved=show_text(self._answer()) if answered is not None and answered not in shown else "",
            wrong=wrong or {},
            **decisions,
        )

    def not_done(self, case_id: int, problem: DeskError, field: str = "") -> Response:
        """The same page with why nothing was done."""
        status, told = self._desk.not_done(problem)
        return self.show(case_id, status=status, told=(told,), wrong={field: told.words} if field else None)

    @staticmethod
    def _answer() -> str:
        """What was typed to a proposal: its form is gone where somebody else was faster."""
        return request.form.get("alasan", "").strip() or request.form.get("alasan_sementara", "").strip()

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

    def _previews(self, dossier: Dossier) -> list[dict[str, Any]]:
        desk, claim = self._desk, dossier.claim
        if claim is None:
            return self._found_previews(dossier)
        level = self._level(dossier, claim)
        kind = dossier.listing.kind if dossier.listing else dossier.case.key.partition(":")[0]
        names = {each.id: each.name for each in dossier.sources.values()}
        languages = [desk.pages.in_language(each) for each in LANGUAGES]
        here = {
            each.language: shown.says_nothing for shown, each in previews(claim, names, level, kind, [desk.texts] * 2)
        }[desk.texts.language]
        return [
            {**vars(shown), "says_nothing_here": here} for shown, _ in previews(claim, names, level, kind, languages)
        ]

    def _found_previews(self, dossier: Dossier) -> list[dict[str, Any]]:
        """The warning that a check would become which was found; nothing where its rating is not known."""
        desk = self._desk
        found = next((each for each in dossier.findings if each.verdict in VERDICTS), None)
        if found is None:
            return []
        fields = self._form.of_finding(found)
        here = show_preview(fields, [desk.texts])[0].says_nothing
        shown = show_preview(fields, [desk.pages.in_language(each) for each in LANGUAGES])
        return [{**vars(each), "says_nothing_here": here} for each in shown]

    @staticmethod
    def _is_now(dossier: Dossier) -> bool:
        """True if the preview is of what readers see now; False if it is of what is proposed, or could be."""
        told = (
            dossier.disputed
            or dossier.case.kind == "second_look"
            or dossier.changed is not None
            or dossier.taken_back is not None
            or (dossier.listing is not None and dossier.listing.status != "proposed")
        )
        return bool(told) and not dossier.open_proposals

    def _level(self, dossier: Dossier, claim: Claim) -> int | None:
        """The level that the preview is of; None where readers are told nothing."""
        if self._is_now(dossier):
            rests = dossier.changed or dossier.taken_back
            about = dossier.disputed or (rests.listings if rests else ())
            if dossier.listing is None and not about:
                # A whole claim that was made milder: its level is the most that readers are told of anything with it.
                return claim.level if claim.status == "active" else 0
            told = [terms for _, terms in about] or [dossier.terms]
            return max((terms.level for terms in told if terms is not None), default=None)
        if dossier.listing is None:
            return claim.level
        proposed = proposed_level(dossier.open_proposals, dossier.listing.id)
        return dossier.listing.level if proposed is None else proposed

    def _lowered(self, dossier: Dossier) -> Wrote | None:
        """The decision that a second look is at."""
        made = [each for each in dossier.history if each.seq == dossier.case.details.get("event")]
        if dossier.case.kind != "second_look" or not made:
            return None
        return show_history(made, dossier.names, self._desk.texts)[0]

    def _listing(self, dossier: Dossier) -> dict[str, Any] | None:
        texts, listing = self._desk.texts, dossier.listing
        if listing is None:
            return None
        level = None if dossier.terms is None else dossier.terms.level
        names = [dossier.names.get(each, "") for each in (listing.proposed_by, listing.approved_by) if each]
        claim = dossier.claim
        return {
            "id": listing.id,
            "version": listing.version,
            "claim_id": listing.claim_id,
            "claim_text": claim_words(claim, texts) if claim else listing.claim_id,
            "status": words.say(texts, "listing", listing.status),
            "tone": words.LEVEL_TONES.get(level, "plain") if level is not None else "plain",
            "level": words.level(texts, level),
            "review_by": day(listing.review_by, texts),
            "people": ", ".join(dict.fromkeys(map(show_text, filter(None, names)))),
            "immune": day(listing.immune_until, texts) if listing.immune_until else "",
            "waits": listing.status == "proposed",
            "can_lower": level is not None and level > 0,
            "milder": self._milder(level, listing),
            "stronger": self._stronger(level, listing),
        }

    def _milder(self, level: int | None, listing: Listing) -> list[tuple[str, str, str]]:
        texts = self._desk.texts
        lower = [
            (
                f"tingkat-{each}",
                texts.say("desk_milder_lower", level=words.level(texts, each)),
                texts["desk_milder_lower_means"],
            )
            for each in range((level or 0) - 1, 0, -1)
        ]
        suspend = [("tangguhkan", texts["desk_milder_suspend"], texts["desk_milder_suspend_means"])]
        retract = [("cabut", texts["desk_milder_retract"], texts["desk_milder_retract_means"])]
        return [*lower, *(suspend if listing.status in ("active", "provisional") else []), *retract]

    def _stronger(self, level: int | None, listing: Listing) -> list[tuple[str, str]]:
        texts = self._desk.texts
        if listing.status in ("suspended", "retracted", "expired", "removed"):
            return [("berlaku", texts["desk_stronger_restore"])]
        if listing.status != "active" or level is None or listing.opaque:
            return []
        return [
            (f"tingkat-{each}", texts.say("desk_stronger_raise", level=words.level(texts, each)))
            for each in range(max(level, 0) + 1, 4)
        ]

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

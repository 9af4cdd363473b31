"""What the pages of our own checks show: the texts as readers will see them, where a check stands, who may decide it.

What was typed stays in the form whenever something was not done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Response, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.desk.claims.own_review_text import TEXTS, VERDICTS, Site
from cektautan.desk.claims.own_reviews import CAN_CHANGE, standing, waiting
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.who import is_recused, who_may
from cektautan.desk.errors import DeskError, Invalid, NotFound
from cektautan.desk.policy import Policy
from cektautan.desk.rules.facts import Act, Matter
from cektautan.lookup.links import find_links
from cektautan.store.models import Account, Claim, OwnReview, Proposal
from cektautan.web.console.access.guard import Guard, me
from cektautan.web.console.going import see_other
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import when
from cektautan.web.console.telling.just_done import DONE, just_done
from cektautan.web.console.telling.refusals import not_done
from cektautan.web.site.names import verdict
from cektautan.web.site.plain_text import paragraphs
from cektautan.web.texts import LANGUAGES

PATH: Final = "/meja/ulasan"
FIELDS: Final = (*TEXTS, "verdict")
TONES: Final = {"draft": "plain", "proposed": "note", "published": "good", "withdrawn": "caution"}


class OwnReviewPage:
    """Makes the pages."""

    def __init__(self, guard: Guard, policy: Policy, site: Site) -> None:
        self._guard, self._policy, self._site = guard, policy, site

    @property
    def now(self) -> int:
        """Unix seconds."""
        return int(self._guard.services.clock())

    @staticmethod
    def version() -> int:
        """The version that was looked at."""
        found = request.form.get("version", "")
        return int(found) if found.isascii() and found.isdigit() and len(found) < 10 else -1

    @staticmethod
    def reason() -> str:
        """Why, as it was typed."""
        return request.form.get("reason", "")

    def act(self, review_id: str, act: Callable[[], Done]) -> Response:
        """Do something to a check and lead to its page, or show the page with why it was not done."""
        try:
            done = act()
        except DeskError as problem:
            return self.one(review_id, problem)
        return see_other(f"{PATH}/{review_id}?{DONE}={done.event}")

    def keys(self, review_id: str) -> tuple[str, ...]:
        """The keys of every address that the texts of a check name."""
        with self._guard.store.reading() as session:
            review = session.get(OwnReview, review_id)
            texts = [] if review is None else [getattr(review, name) for name in TEXTS]
        found: list[str] = []
        for link in find_links("\n".join(texts)):
            try:
                found += identify(link, self._policy.reference.rules).keys
            except NotJudgeable:
                continue
        return tuple(dict.fromkeys(found))

    def of_claim(self, claim_id: str, problem: DeskError | None = None) -> Response:
        """The checks of a claim, and the form for a new one."""
        guard, texts = self._guard, self._guard.pages.texts
        with guard.store.reading() as session:
            claim = session.get(Claim, claim_id)
            query = select(OwnReview).where(OwnReview.claim_id == claim_id).order_by(OwnReview.id)
            found = list(session.scalars(query))
            recused = claim is not None and is_recused(session, me().id, [claim])
        if claim is None or claim.status == "removed":
            return self._missing()
        status, told = self._said(problem)
        return guard.pages.render(
            "claims/own_reviews.html",
            here="claims",
            status=status,
            told=told,
            claim=claim,
            claim_text=claim.text_id if texts.language == "id" else claim.text_en,
            reviews=found,
            recused=recused,
            tones=TONES,
            values=dict(request.form) if problem else {"verdict": claim.verdict},
            wrong=self._wrong(problem),
            **self._choices(),
        )

    def one(self, review_id: str, problem: DeskError | None = None) -> Response:
        """One check with what can be done to it."""
        guard, texts = self._guard, self._guard.pages.texts
        with guard.store.reading() as session:
            review = session.get(OwnReview, review_id)
            claim = None if review is None else session.get(Claim, review.claim_id)
            if review is None or claim is None or isinstance(problem, NotFound):
                return self._missing()
            proposal, stands = waiting(session, review_id), standing(session, review)
            rejected = None if proposal else self._rejected(session, review_id)
            deciders = self._deciders(session, proposal, claim)
            recused = is_recused(session, me().id, [claim])
            names = {each.id: each.name for each in session.scalars(select(Account))}
        status, told = self._said(problem, review_id)
        mine = next((each for each in deciders if each.account == me().id), None)
        typed = dict(request.form) if problem and "title_id" in request.form else {}
        return guard.pages.render(
            "claims/own_review_desk.html",
            here="claims",
            status=status,
            told=told,
            review=review,
            claim=claim,
            claim_text=claim.text_id if texts.language == "id" else claim.text_en,
            stands=stands,
            tone=TONES[stands],
            values=typed or {name: getattr(review, name) for name in FIELDS},
            reason=self.reason() if problem else "",
            wrong=self._wrong(problem),
            can_change=stands in CAN_CHANGE,
            recused=recused,
            proposal=proposal,
            rejected=rejected,
            deciders=deciders,
            mine=mine,
            names=names,
            address=self._site.address(review.id),
            previews=[self._preview(review, language) for language in LANGUAGES],
            moment=lambda at: when.hour(at, texts),
            **self._choices(),
        )

    def _choices(self) -> dict[str, Any]:
        texts = self._guard.pages.texts
        return {"verdicts": [(each, verdict(each, texts)) for each in VERDICTS], "most": TEXTS}

    def _preview(self, review: OwnReview, language: str) -> dict[str, Any]:
        texts = self._guard.pages.in_language(language)
        in_id = language == "id"
        return {
            "language": language,
            "title": review.title_id if in_id else review.title_en,
            "label": verdict(review.verdict, texts),
            "paragraphs": paragraphs(review.body_id if in_id else review.body_en),
        }

    def _deciders(self, session: Session, proposal: Proposal | None, claim: Claim) -> list[Any]:
        if proposal is None:
            return []
        matter = Matter(proposer=proposal.proposed_by, approves_by="own_review.approve")
        return who_may(session, self._policy, Act.APPROVE, matter, (), [claim])

    @staticmethod
    def _rejected(session: Session, review_id: str) -> Proposal | None:
        """The last proposal of a check, where it was rejected."""
        query = select(Proposal).where(Proposal.kind == "own_review").order_by(Proposal.id.desc())
        last = next((each for each in session.scalars(query) if each.payload.get("own_review") == review_id), None)
        return last if last is not None and last.status == "rejected" else None

    def _said(self, problem: DeskError | None, review_id: str = "") -> tuple[int, list[Told]]:
        if problem is not None:
            status, told = not_done(self._guard, problem)
            return status, [told]
        done = just_done(self._guard, ("own_review", review_id)) if review_id else None
        if done is None:
            return 200, []
        said = self._guard.pages.texts[f"desk_own_told_{done.action.partition('.')[2]}"]
        drafts = (f"{name}-{review_id}" for name in ("ulasan", "putusan", "tarik"))
        return 200, [Told(said, acknowledges=" ".join(drafts))]

    def _wrong(self, problem: DeskError | None) -> dict[str, str]:
        if not isinstance(problem, Invalid):
            return {}
        texts = self._guard.pages.texts
        words = texts.texts.get(f"desk_own_wrong_{problem.code}") or texts["desk_own_wrong_empty"]
        return {problem.field: words}

    def _missing(self) -> Response:
        return self._guard.pages.render("claims/own_review_missing.html", here="claims", status=404)

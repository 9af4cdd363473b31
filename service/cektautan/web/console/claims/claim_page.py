"""`/meja/klaim/<id>`: a claim with its words, checks and addresses, each of which can be added to in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.claims.rewriting import add_check, rewrite
from cektautan.desk.claims.shelf import Folder, read_claim
from cektautan.desk.decisions.edits import found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.propose import MOST_ADDRESSES, Address, list_addresses
from cektautan.desk.decisions.who import is_recused
from cektautan.desk.errors import DeskError, Invalid
from cektautan.desk.links.finding import GROWING
from cektautan.desk.links.judging import CAPS, lint
from cektautan.desk.patrol.of_case import looks_at
from cektautan.lookup.links import find_links
from cektautan.store.models import Claim, Listing
from cektautan.web.console.access.guard import me
from cektautan.web.console.cases.case_shown import show_history
from cektautan.web.console.cases.evidence_shown import show_evidence
from cektautan.web.console.cases.patrol_shown import show_look
from cektautan.web.console.cases.preview import previews
from cektautan.web.console.claims.claim_form import ClaimForm, fault_words, read_check, read_words
from cektautan.web.console.desk import Desk
from cektautan.web.console.links.paste_shown import in_language, show_choices
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told
from cektautan.web.console.telling import words
from cektautan.web.console.telling.addresses import show_address, show_text
from cektautan.web.site.names import day
from cektautan.web.site.readable import readable
from cektautan.web.texts import LANGUAGES, Texts

PATH: Final = "/meja/klaim"


class ClaimPage:
    """Makes the page of a claim."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._form = ClaimForm(desk)

    def show(
        self,
        claim_id: str,
        *,
        status: int = 200,
        told: tuple[Told, ...] = (),
        wrong: Mapping[str, str] | None = None,
        opened: str = "",
        refused: tuple[dict[str, Any], ...] = (),
    ) -> Response:
        """The page, or that there is no such claim."""
        desk, texts = self._desk, self._desk.texts
        with desk.store.reading() as session:
            folder = read_claim(session, claim_id, desk.now)
            looks = looks_at(session, folder.listings if folder else (), desk.policy.patrol)
            recused = folder is not None and is_recused(session, me().id, [folder.claim])
        if folder is None:
            return desk.pages.render("missing.html", here="claims", status=404, words=texts["desk_no_claim"])
        typed = dict(request.form) if opened == "kata" else {**request.form, **self._form.of(folder.claim)}
        return desk.pages.render(
            "claims/claim.html",
            here="claims",
            status=status,
            told=[*told, *desk.told()],
            claim=self._head(folder, texts),
            total=folder.total,
            listings=[
                {**self._listing(each, folder, texts), "look": show_look(looks.get(each.id), desk.now, texts)}
                for each in folder.listings
            ],
            missing=[words.say(texts, "shape", each) for each in folder.missing],
            checks=[self._check(each, folder, texts) for each in folder.claim.reviews],
            words=self._words(folder.claim, texts),
            similar=show_choices(folder.similar, texts),
            evidence=show_evidence(folder.evidence, folder.names, texts),
            previews=self._previews(folder),
            history=show_history(folder.history, folder.names, texts),
            typed=typed,
            wrong=wrong or {},
            open=opened,
            refused=refused,
            recused=recused,
            # What was taken back takes no further address.
            grows=not recused and folder.claim.status in GROWING,
            **self._form.values(),
        )

    def not_done(self, claim_id: str, problem: DeskError, opened: str = "") -> Response:
        """The same page with why nothing was done."""
        status, told = self._desk.not_done(problem)
        return self.show(claim_id, status=status, told=(told,), opened=opened)

    def refusals(self, claim_id: str, urls: list[str]) -> list[dict[str, Any]]:
        """The addresses that the lint refuses for this claim, each with its reason."""
        desk, texts = self._desk, self._desk.texts
        with desk.store.reading() as session:
            claim = session.get(Claim, claim_id)
            checks = [each.url for each in claim.reviews] if claim else []
        verdict = claim.verdict if claim else "false"
        found = []
        for url in urls:
            codes = [each for each in lint(url, desk.reference, verdict, checks=checks) if each not in CAPS]
            if codes:
                found.append({"shown": show_address(url, texts), "why": words.say(texts, "finding", codes[0])})
        return found

    def _head(self, folder: Folder, texts: Texts) -> dict[str, Any]:
        claim = folder.claim
        return {
            "id": claim.id,
            "version": claim.version,
            "text": in_language(claim.text_id, claim.text_en, texts),
            "tone": words.LEVEL_TONES.get(claim.level, "plain"),
            "verdict": words.verdict_of(texts, claim.verdict),
            "level": words.level(texts, claim.level),
            "status": words.say(texts, "claim", claim.status) if claim.status != "active" else "",
            "origin": words.say(texts, "origin", claim.origin),
            "from_file": texts.say("desk_claim_from_file", file=show_text(claim.file)) if claim.file else "",
        }

    def _listing(self, listing: Listing, folder: Folder, texts: Texts) -> dict[str, Any]:
        terms = folder.in_force[listing.id]
        level = None if terms is None else terms.level
        return {
            "id": listing.id,
            "shown": show_address(listing.url, texts),
            "key": show_text(listing.key),
            "tone": words.LEVEL_TONES.get(level, "plain") if level is not None else "plain",
            "status": words.say(texts, "listing", listing.status),
            "level": words.level(texts, level),
            "scope": words.say(texts, "scope", listing.kind),
            "review_by": texts.say("desk_claims_review", date=day(listing.review_by, texts)),
            "case": self._desk.guard.may("listing.lower"),
        }

    @staticmethod
    def _check(review: Any, folder: Folder, texts: Texts) -> dict[str, str]:
        source = folder.sources.get(review.source_id)
        return {
            "publisher": show_text(source.name if source else review.source_id),
            "standing": texts["desk_check_supports"] if source and source.can_support_level_3 else "",
            "rating": show_text(review.rating),
            "verdict": words.verdict_of(texts, review.verdict),
            "date": day(review.date, texts),
            "link": review.url if readable(review.url) else "",
        }

    @staticmethod
    def _words(claim: Claim, texts: Texts) -> list[dict[str, str]]:
        rows = [
            ("desk_claim_text_id", claim.text_id, "id"),
            ("desk_claim_text_en", claim.text_en, "en"),
            ("desk_statement_id", claim.statement_id, "id"),
            ("desk_statement_en", claim.statement_en, "en"),
            ("desk_topics", ", ".join(claim.about), ""),
            ("desk_imitates", claim.imitates or "", ""),
        ]
        return [{"label": texts[name], "text": show_text(text), "lang": lang} for name, text, lang in rows if text]

    def _previews(self, folder: Folder) -> list[dict[str, Any]]:
        desk, claim = self._desk, folder.claim
        names = {each.id: each.name for each in folder.sources.values()}
        languages = [desk.pages.in_language(each) for each in LANGUAGES]
        here = previews(claim, names, claim.level, "content", [desk.texts])[0][0].says_nothing
        shown = previews(claim, names, claim.level, "content", languages)
        return [{**vars(each), "says_nothing_here": here} for each, _ in shown]


def make_blueprint(desk: Desk, page: ClaimPage) -> Blueprint:
    """Make the page, and what changes a claim's words and checks."""
    blueprint = Blueprint("desk_claim", __name__)
    guard = desk.guard

    @guard.get(blueprint, f"{PATH}/<claim_id>", "queue.see")
    def claim(claim_id: str) -> Response:
        return page.show(claim_id, opened="alamat" if "tambah" in request.args else "")

    def written(claim_id: str, opened: str, act: Callable[[int], Done]) -> Response:
        """Write what was typed into a claim, of which the form has seen a version."""
        try:
            done = act(number(request.form.get("versi", "")) or 0)
        except Invalid as problem:
            return page.show(claim_id, status=422, wrong=fault_words(problem, desk.texts), opened=opened)
        except DeskError as problem:
            return page.not_done(claim_id, problem, opened)
        return desk.done(f"{PATH}/{claim_id}", done.event, f"klaim-{claim_id}-{opened}")

    @guard.post(blueprint, f"{PATH}/<claim_id>/kata", "claim.write")
    def reword(claim_id: str) -> Response:
        values, reason = read_words(request.form), request.form.get("alasan", "")
        return written(
            claim_id, "kata",
            lambda seen: rewrite(desk.store, desk.policy, me().id, claim_id, seen, values, reason, desk.now),
        )  # fmt: skip

    @guard.post(blueprint, f"{PATH}/<claim_id>/cek", "claim.write")
    def check(claim_id: str) -> Response:
        reason = request.form.get("alasan_cek", "")
        return written(
            claim_id, "cek",
            lambda seen: add_check(
                desk.store, desk.policy, me().id, claim_id, seen, read_check(request.form), reason, desk.now
            ),
        )  # fmt: skip

    @guard.post(blueprint, f"{PATH}/<claim_id>/alamat", "listing.propose")
    def addresses(claim_id: str) -> Response:
        """Many addresses in one step; all of them or none, and each that is refused says why."""
        lines = dict.fromkeys(filter(None, map(str.strip, request.form.get("alamat", "").splitlines())))
        urls = [link for line in lines for link in (find_links(line) or [line])]
        refused = page.refusals(claim_id, urls[: MOST_ADDRESSES + 1])
        if refused:
            said = desk.texts.say("desk_claim_refused", count=len(refused))
            return page.show(claim_id, status=422, wrong={"alamat": said}, refused=tuple(refused))
        try:
            done = list_addresses(
                desk.store, desk.policy, me().id, claim_id, [Address(each) for each in urls],
                request.form.get("alasan", ""), desk.now,
            )  # fmt: skip
        except DeskError as problem:
            return page.not_done(claim_id, problem)
        return desk.done(f"{PATH}/{claim_id}", done.event, f"klaim-{claim_id}-alamat")

    @guard.post(blueprint, f"{PATH}/<claim_id>/kasus", "listing.lower")
    def case(claim_id: str) -> Response:
        """A case about one listing, so that what is done to it has a place with notes and evidence."""
        try:
            with desk.deciding() as work:
                listing: Listing = found(work.session, "listing", number(request.form.get("listing", "")) or 0)
                made = open_or_merge(
                    work, desk.policy, kind="changed_page", key=listing.key, lane="checked", url=listing.url,
                    claim_id=listing.claim_id, listing_id=listing.id,
                )  # fmt: skip
                case_id = made.id
        except DeskError as problem:
            return page.not_done(claim_id, problem)
        return desk.done(f"/meja/kasus/{case_id}", None)

    return blueprint

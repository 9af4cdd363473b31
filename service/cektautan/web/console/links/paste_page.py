"""`/meja/tempel`: a link becomes a listing in under a minute, by keyboard alone.

A pasted address is shown with what is known of it, and three ways lead on: to a claim that is known, from the address
of a check, or that there is none yet. The address travels in the body of a form and stands in no address of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response, request

from cektautan.core.address import NotJudgeable
from cektautan.desk.errors import DeskError
from cektautan.desk.links.finding import find_claims, known
from cektautan.desk.links.passed import Passed, passed
from cektautan.desk.links.paste import Pasted, look
from cektautan.lookup.links import find_links
from cektautan.outbound.shortlinks import CannotResolve, NotAShortLink, resolve
from cektautan.publish.testpages import KEY_BEGINS
from cektautan.store.models import Case
from cektautan.web.console.claims.claim_form import ClaimForm
from cektautan.web.console.desk import Desk
from cektautan.web.console.links.others_shown import OtherShown, show_others
from cektautan.web.console.links.paste_shown import (
    address_levels,
    show_cases,
    show_choices,
    show_matches,
    show_passed,
    show_pasted,
    show_scopes,
)
from cektautan.web.console.numbers import number
from cektautan.web.console.pages import Told

PATH = "/meja/tempel"
NOTHING_READ: Final = {
    "check_url": "", "check_problem": "", "check_read": None, "filling": False, "follow_problem": "",
}  # fmt: skip
"""What the page holds of a check and a short link before somebody asked for one."""
MOST_SIMILAR = 3
"""How many claims are shown that sound like a check; a person decides whether it is one of them."""
MOST_FIRST = 8
"""How many claims are offered; who types gets others."""


class PastePage:
    """Makes the page for an address, whatever brought one here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._form = ClaimForm(desk)

    def show(
        self,
        *,
        focus: str = "add",
        status: int = 200,
        told: tuple[Told, ...] = (),
        wrong: Mapping[str, str] | None = None,
        typed: Mapping[str, str] | None = None,
        cited_by: Sequence[str] = (),
        **values: Any,
    ) -> Response:
        """The page for the address of this request, or the empty one; `cited_by`: claims that cite the check typed."""
        desk, texts = self._desk, self._desk.texts
        text = request.form.get("url", "").strip() or self._of_case()
        links = find_links(text)
        url = values.pop("url", links[0] if links else text)
        search = request.form.get("cari", "").strip()[:200]
        came_by = values.pop("passed", request.form.getlist("lewat"))
        elsewhere = values.pop("others", request.form.getlist("muncul"))
        others: list[OtherShown] = []
        links_passed: tuple[Passed, ...] = ()
        problem, pasted, choices, citing, similar = "", None, [], [], []
        checked = (values.get("check_read") or {}).get("title", "")
        if url:
            try:
                with desk.store.reading() as session:
                    pasted = look(session, desk.reference, url, desk.now)
                    choices = (
                        find_claims(session, search, most=MOST_FIRST, unfinished=True)
                        if search and not cited_by
                        else known(session, [*cited_by, *self._chosen(pasted, cited_by)])
                    )
                    similar = find_claims(session, checked, most=MOST_SIMILAR) if checked else []
                    citing = known(session, list(pasted.check_of[:MOST_FIRST]))
                    links_passed = passed(session, desk.rules, came_by, desk.now)
                    key, ticked = pasted.judged.key, self._ticked()
                    others = show_others(session, desk.reference, elsewhere, key, ticked, desk.now, texts)
            except NotJudgeable as refused:
                problem, status = texts[f"reason_{refused.reason}"], 422
        shown = None if pasted is None else self._pasted(pasted)
        return desk.pages.render(
            "links/paste.html",
            here="paste",
            status=status,
            told=[*told, *(desk.told() if request.method == "GET" else [])],
            url=url,
            problem=problem,
            case_id=request.form.get("kasus", ""),
            search=search,
            focus=focus,
            choices=show_choices(choices, texts),
            citing=show_choices(citing, texts),
            similar=show_choices(similar, texts),
            cited_by=cited_by,
            passed=show_passed(links_passed, self._ticked(), texts),
            others=others,
            typed=typed if typed is not None else request.form,
            wrong=wrong or {},
            **(shown or self._nothing()),
            **self._form.values(),
            **{**NOTHING_READ, **values},
        )

    def not_done(self, problem: DeskError, focus: str, **values: Any) -> Response:
        """The same page with why nothing was done, everything that was typed still in it."""
        status, told = self._desk.not_done(problem)
        return self.show(focus=focus, status=status, told=(told,), **values)

    @staticmethod
    def _ticked() -> list[str] | None:
        """The short links that are to be listed too, where a form has asked: only those that list anything do."""
        return request.form.getlist("juga") if "alasan" in request.form else None

    def _of_case(self) -> str:
        """The address of the case that one comes from."""
        case_id = number(request.form.get("kasus", ""))
        if case_id is None:
            return ""
        with self._desk.store.reading() as session:
            case = session.get(Case, case_id)
        return case.url if case is not None else ""

    @staticmethod
    def _chosen(pasted: Pasted, without: Sequence[str]) -> list[str]:
        names = [request.form.get("klaim", ""), *(each.claim_id for each in pasted.matches)]
        return [each for each in dict.fromkeys(filter(None, names)) if each not in without]

    def _pasted(self, pasted: Pasted) -> dict[str, Any]:
        desk, texts = self._desk, self._desk.texts
        return {
            "pasted": show_pasted(pasted, texts, desk.guard.services.hops is not None),
            "matches": show_matches(pasted.matches, texts),
            "cases": show_cases((*pasted.open_cases, *pasted.closed_cases), desk.now, texts),
            "scopes": show_scopes(pasted.judged.scopes, pasted.told, texts),
            "address_levels": address_levels(pasted.judged, texts),
        }

    @staticmethod
    def _nothing() -> dict[str, Any]:
        return {"pasted": None, "matches": [], "cases": [], "scopes": [], "address_levels": []}


def make_blueprint(desk: Desk, page: PastePage) -> Blueprint:
    """Make the page and what its first forms are sent to."""
    blueprint = Blueprint("desk_paste", __name__)
    guard = desk.guard

    @guard.get(blueprint, PATH, "listing.propose")
    def empty() -> Response:
        return page.show()

    @guard.post(blueprint, PATH, "listing.propose", once=False)
    def look_at() -> Response:
        if "lagi" in request.form:
            return page.show(focus="check")
        return page.show(focus="add" if request.form.get("url", "").strip() or request.form.get("kasus") else "")

    @guard.post(blueprint, f"{PATH}/ikuti", "listing.propose", once=False)
    def follow() -> Response:
        texts, client = desk.texts, guard.services.hops
        if client is None:
            return page.show(follow_problem=texts["desk_follow_off"], status=422)
        # Each question goes out from this service, so it counts against the share of short links as a reader's does.
        guard.services.limits.spend(guard.services.resolve_limit, request.environ)
        try:
            found = resolve(request.form.get("url", ""), desk.rules, client, KEY_BEGINS)
        except (NotJudgeable, NotAShortLink):
            return page.show(follow_problem=texts["desk_follow_none"], status=422)
        except CannotResolve as failed:
            words = texts.texts.get(f"desk_follow_{failed.reason}") or texts["desk_follow_failed"]
            return page.show(follow_problem=words, status=422)
        return page.show(url=found.url, passed=[link.url for link in found.chain], told=(Told(texts["desk_followed"]),))

    return blueprint

"""The warning that the page of a case shows: as readers see it now, or as it would be after what is proposed."""

from __future__ import annotations

from typing import Any

from cektautan.desk.cases.dossier import Dossier
from cektautan.desk.links.judging import VERDICTS
from cektautan.store.models import Claim
from cektautan.web.console.cases.finding_shown import show_preview
from cektautan.web.console.cases.preview import previews
from cektautan.web.console.cases.proposal_shown import proposed_level
from cektautan.web.console.claims.claim_form import ClaimForm
from cektautan.web.console.desk import Desk
from cektautan.web.texts import LANGUAGES


class CasePreview:
    """Makes the warning of a case."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._form = ClaimForm(desk)

    def of(self, dossier: Dossier) -> list[dict[str, Any]]:
        """Return the warning in each language; nothing where there is no claim and no check to make one of."""
        desk, claim = self._desk, dossier.claim
        if claim is None:
            return self._of_finding(dossier)
        level = _level(dossier, claim)
        kind = dossier.listing.kind if dossier.listing else dossier.case.key.partition(":")[0]
        names = {each.id: each.name for each in dossier.sources.values()}
        languages = [desk.pages.in_language(each) for each in LANGUAGES]
        here = {
            each.language: shown.says_nothing for shown, each in previews(claim, names, level, kind, [desk.texts] * 2)
        }[desk.texts.language]
        return [
            {**vars(shown), "says_nothing_here": here} for shown, _ in previews(claim, names, level, kind, languages)
        ]

    def _of_finding(self, dossier: Dossier) -> list[dict[str, Any]]:
        """The warning that a check would become which was found; nothing where its rating is not known."""
        desk = self._desk
        found = next((each for each in dossier.findings if each.verdict in VERDICTS), None)
        if found is None:
            return []
        fields = self._form.of_finding(found)
        here = show_preview(fields, [desk.texts])[0].says_nothing
        shown = show_preview(fields, [desk.pages.in_language(each) for each in LANGUAGES])
        return [{**vars(each), "says_nothing_here": here} for each in shown]


def is_now(dossier: Dossier) -> bool:
    """True if the preview is of what readers see now; False if it is of what is proposed, or could be."""
    told = (
        dossier.disputed
        or dossier.case.kind == "second_look"
        or dossier.changed is not None
        or dossier.taken_back is not None
        or (dossier.listing is not None and dossier.listing.status != "proposed")
    )
    return bool(told) and not dossier.open_proposals


def _level(dossier: Dossier, claim: Claim) -> int | None:
    """The level that the preview is of; None where readers are told nothing."""
    if is_now(dossier):
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

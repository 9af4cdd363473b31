"""What somebody typed into a form of a case that is on its page no more, because of what was decided meanwhile.

The page shows it as text, so that it is lost with nobody's decision. What still has its form comes back in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from cektautan.desk.cases.dossier import Dossier
from cektautan.web.console.telling.addresses import show_text


def without_form(
    dossier: Dossier, decisions: Mapping[str, Any], listing: Mapping[str, Any] | None, answered: int | None
) -> list[str]:
    """The texts of this request that have no field on the page.

    Args:
        dossier: the case as it is by now.
        decisions: what the one who looks may do with it.
        listing: its listing, as the page shows it.
        answered: the proposal that the request was an answer to.

    """
    if answered is None:
        typed = [name for name, there in _fields(dossier, decisions, listing).items() if not there]
    elif any(each["id"] == answered for each in decisions["proposals"]):
        typed = []
    else:
        typed = ["alasan", "alasan_sementara"]
    return [show_text(text) for name in typed if (text := request.form.get(name, "").strip())]


def _fields(dossier: Dossier, decisions: Mapping[str, Any], listing: Mapping[str, Any] | None) -> dict[str, bool]:
    """Whether each field that is typed into stands on the page."""
    can, appeal = decisions["can"], decisions["appeal_forms"]
    is_open = dossier.case.status != "closed"
    listed = {} if listing is None or listing["waits"] else listing
    closes, lowers = is_open and decisions["may_close"], bool(listed and listed["can_lower"])
    raises = bool(listed and listed["stronger"]) and not decisions["proposals"] and not appeal
    decides = bool(appeal) and can["decide_appeal"]
    return {
        "alasan_tutup": closes,
        "pelapor_id": closes,
        "pelapor_en": closes,
        "alasan_turun": can["lower"] and lowers,
        "alasan_naik": can["propose"] and raises,
        "alasan_panjang": can["extend"] and is_open and (dossier.case.kind == "expiry" or lowers),
        "alasan_akui": bool(appeal) and can["admit"] and not appeal["admitted"],
        "alasan_id": decides,
        "alasan_en": decides,
    }

"""`/meja/cari`: what the desk knows, by words, by the number of a case, or by a pasted address.

A pasted address is looked up by its keys, so that a post is found under every shape of its link. Everything that is
found was written by strangers: it goes to the page as text in pieces, with what nobody sees written out.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.desk.record.search import FEW, GROUPS, MOST, search
from cektautan.desk.record.search_kinds import Hit
from cektautan.desk.record.search_terms import LONGEST, Pieces
from cektautan.web.console.access.guard import Guard
from cektautan.web.console.telling.addresses import show_text
from cektautan.web.console.telling.when import hour

PATH = "/meja/cari"
_ADDRESS = re.compile(r"\S+[.:/]\S+")


def make_blueprint(guard: Guard, rules: Rules) -> Blueprint:
    """Make the page."""
    blueprint = Blueprint("console_search", __name__)
    pages = guard.pages

    @guard.get(blueprint, PATH, "queue.see")
    def find() -> Response:
        asked = request.args.get("q", "").strip()[: LONGEST * 4]
        chosen = request.args.get("di")
        group = chosen if chosen in GROUPS else None
        page = page_number(request.args.get("hal"))
        with guard.store.reading() as session:
            found = search(session, asked, keys_of(asked, rules), group=group, page=page)
        texts = pages.texts
        return pages.render(
            "record/search.html",
            here="search",
            asked=asked,
            found=found,
            group=group,
            page=page,
            few=FEW,
            most=MOST,
            pieces=shown_pieces,
            place=place_of,
            moment=lambda at: hour(at, texts),
            address=lambda name: f"{PATH}?{_query(asked, name, 1)}",
            paged=lambda number: f"{PATH}?{_query(asked, group, number)}",
        )

    return blueprint


def keys_of(text: str, rules: Rules) -> tuple[str, ...]:
    """Return the keys of a text that is an address; none for all else."""
    if not _ADDRESS.fullmatch(text):
        return ()
    try:
        return identify(text if "://" in text else f"https://{text}", rules).keys
    except NotJudgeable:
        return ()


def place_of(hit: Hit) -> str:
    """Return where something that was found is worked on."""
    if hit.case is not None:
        return f"/meja/kasus/{hit.case}"
    if hit.claim is not None:
        return f"/meja/klaim/{hit.claim}"
    if hit.feed is not None and hit.source is not None:
        held = "/ditahan" if "held" in hit.facts else ""
        return f"/meja/sumber/{quote(hit.source)}/umpan/{quote(hit.feed)}{held}"
    return f"/meja/impor/{hit.id}"


def shown_pieces(found: Pieces) -> Pieces:
    """Return pieces for the eye."""
    return tuple((is_hit, show_text(text)) for is_hit, text in found)


def page_number(text: str | None) -> int:
    """Return the page that an address asks for; the first where it asks for none.

    >>> page_number("3"), page_number("-1"), page_number("x")
    (3, 1, 1)
    """
    return int(text) if text and re.fullmatch(r"[1-9][0-9]{0,3}", text) else 1


def _query(asked: str, group: str | None, page: int) -> str:
    pairs = [("q", asked), ("di", group or ""), ("hal", str(page) if page > 1 else "")]
    return urlencode([pair for pair in pairs if pair[1]])

"""What one look at a page came to: its text, or why nothing can be said. The page is not compared with anything yet.

Only a page that came whole and is no wall is read. Missing is what says so itself (404, 410). Everything else, a
server's error, a timeout, a refusal, a wall, another kind of document, hardly any words, is a look that saw nothing,
and must never be taken for a change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.desk.patrol.fingerprint import fingerprint
from cektautan.desk.patrol.main_text import PageText, count_words, read_page
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.desk.patrol.snapshot import LONGEST_EXCERPT, LONGEST_TITLE, Snapshot
from cektautan.desk.patrol.walls import find_wall, is_cut_short
from cektautan.outbound.protocol import Fetched
from cektautan.sources.claimreview.decoding import decode
from cektautan.sources.protocol import Document

MOST_BYTES: Final = 4 * 1024 * 1024
PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
MISSING: Final = frozenset({404, 410})
READ: Final = "read"
SAME: Final = "same"
GONE: Final = "gone"
NO_NAME: Final = "no_name"
UNANSWERED: Final = frozenset({NO_NAME, "not_allowed", "unreachable", "too_slow", "too_soon", "robots", "no_oembed"})
"""Outcomes of looks that no far host may have answered."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look."""

    outcome: str
    """read, same (the host says so), gone, no_name, or a code of why nothing was seen."""
    page: Snapshot | None = None
    """What was read."""
    cut_short: bool = False
    """Whether the page may show the beginning of its text alone."""
    etag: str = ""
    modified: str = ""


def observe(fetched: Fetched, patrol: PatrolRules, rules: Rules, now: int) -> Seen:
    """Return what an answer shows. Never raises for what is far."""
    if fetched.not_modified:
        return Seen(SAME)
    if fetched.media_type not in PAGES:
        return Seen(GONE if fetched.status in MISSING else "not_text" if fetched.status == 200 else "status")
    document = Document(fetched.body, fetched.address, fetched.media_type, fetched.charset)
    markup = decode(document, MOST_BYTES).text
    page = read_page(markup, patrol)
    wall = find_wall(fetched.address, markup, page, patrol)
    if wall is not None:
        return Seen(f"wall_{wall.kind}")
    if fetched.status in MISSING:
        return Seen(GONE)
    if fetched.status != 200:
        return Seen("status")
    found = snapshot(page, fetched.address, patrol, rules, now)
    if found is None:
        return Seen("no_text")
    return Seen(READ, found, is_cut_short(page, patrol), etag=fetched.etag, modified=fetched.modified)


def snapshot(page: PageText, address: str, patrol: PatrolRules, rules: Rules, now: int) -> Snapshot | None:
    """Return what is kept of a page; None where it says next to nothing."""
    if count_words(page.text) < patrol.least_words:
        return None
    try:
        key = identify(address, rules).key
    except NotJudgeable:
        key = ""
    # NUL and halves of letters cannot be kept by every store.
    plain = page.text.replace("\0", "").encode("utf-8", "replace").decode()
    return Snapshot(
        at=now,
        address=address,
        key=key,
        title=page.title.replace("\0", "").encode("utf-8", "replace").decode()[:LONGEST_TITLE],
        excerpt=plain[:LONGEST_EXCERPT],
        mark=fingerprint(page.text, patrol.passing),
        whole=page.whole,
    )

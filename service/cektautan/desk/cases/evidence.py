"""Adds to a case what a decision rests on beyond the published check, and erases it: screenshots, archives, notes.

A screenshot is what `pictures` made of an upload; an archive link must be an address of an archive that is open to
everybody, so that "archived" always means a copy that others can look at. Each addition is an event; the log holds the
hash of the picture and never the picture.
"""

from __future__ import annotations

from typing import Final

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.rules import Rules
from cektautan.desk.cases.pictures import MEDIA_TYPE, Picture
from cektautan.store.models import Case, Event, Evidence
from cektautan.store.unit_of_work import Work

LONGEST: Final = 2_000

ARCHIVES: Final = (
    "archive.org", "archive.today", "archive.is", "archive.ph", "archive.fo", "archive.li", "archive.md", "archive.vn",
    "arquivo.pt", "arsip.cekfakta.com", "ghostarchive.org", "megalodon.jp", "perma.cc",
)  # fmt: skip


class EvidenceError(ValueError):
    """It is no evidence that can be kept; the reason is a code: no_text, too_long, not_an_archive, same, no_bytes."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def add_screenshot(work: Work, case: Case, picture: Picture, by: int, text: str = "") -> Evidence:
    """Keep a screenshot.

    Raises:
        EvidenceError: the same picture is there already.

    """
    known = work.session.query(Evidence.id).filter_by(case_id=case.id, sha256=picture.sha256).first()
    if known is not None:
        raise EvidenceError("same")
    made = _make(case, by, work.now, "screenshot", text=text or None)
    made.sha256, made.media_type = picture.sha256, MEDIA_TYPE
    made.width, made.height, made.data = picture.width, picture.height, picture.data
    return _record(work, made)


def add_archive(work: Work, case: Case, url: str, by: int, rules: Rules, text: str = "") -> Evidence:
    """Keep the address of an archive copy.

    Raises:
        EvidenceError: it is no address of an archive.

    """
    if not is_archive(url, rules):
        raise EvidenceError("not_an_archive")
    return _record(work, _make(case, by, work.now, "archive", url=url.strip(), text=text or None))


def add_text(work: Work, case: Case, text: str, by: int) -> Evidence:
    """Keep what somebody found out.

    Raises:
        EvidenceError: there is no text, or too much of it.

    """
    if not text.strip():
        raise EvidenceError("no_text")
    if len(text) > LONGEST:
        raise EvidenceError("too_long")
    return _record(work, _make(case, by, work.now, "note", text=text.strip()))


def erase(work: Work, evidence: Evidence, reason: str) -> Event:
    """Erase the bytes of a picture or a page that must not be kept; the hash stays here and in the log.

    Raises:
        EvidenceError: there are no bytes (any more).

    """
    if evidence.data is None:
        raise EvidenceError("no_bytes")
    evidence.data, evidence.state = None, "erased"
    return work.record(
        "evidence.erased", ("evidence", evidence.id), reason=reason,
        after={"kind": evidence.kind, "case": evidence.case_id, "sha256": evidence.sha256},
    )  # fmt: skip


def is_archive(url: str, rules: Rules) -> bool:
    """True for the address of one copy in an archive that stands open to everybody."""
    try:
        address = parse(url, rules.pseudo_hosts)
    except NotJudgeable:
        return False
    return len(address.path) > 1 and any(address.host == name or address.host.endswith(f".{name}") for name in ARCHIVES)


def _make(case: Case, by: int, now: int, kind: str, *, url: str | None = None, text: str | None = None) -> Evidence:
    return Evidence(
        case_id=case.id, claim_id=case.claim_id, listing_id=case.listing_id, kind=kind, url=url, text=text, by=by,
        at=now,
    )  # fmt: skip


def _record(work: Work, made: Evidence) -> Evidence:
    work.session.add(made)
    work.session.flush()
    after = {"kind": made.kind, "case": made.case_id, "sha256": made.sha256}
    work.record("evidence.added", ("evidence", made.id), after=after)
    return made

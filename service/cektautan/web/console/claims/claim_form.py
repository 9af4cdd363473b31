"""The fields of a claim: what can be chosen in them, and what was typed read as a draft."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from cektautan.core.unseen import without_unseen
from cektautan.desk.claims.claims import LONGEST_RATING, Check, NewClaim
from cektautan.desk.errors import Invalid
from cektautan.desk.links.checks import LONGEST as LONGEST_CLAIM
from cektautan.desk.links.checks import CheckFound
from cektautan.desk.links.judging import VERDICTS
from cektautan.store.models import Claim, Finding, Source
from cektautan.web.console.desk import Desk
from cektautan.web.console.telling import words
from cektautan.web.texts import Texts

DAYS: Final = 365
"""For how long a claim stands before somebody looks again."""

FIELD_OF: Final[Mapping[str, str]] = {
    "level_too_high": "level", "reason_mismatch": "level", "level_3_unsupported": "level", "disputed": "verdict",
    "verdict_unsupported": "verdict", "duplicate_review": "url", "unknown_source": "source", "foreign_review": "url",
    "source_distrusted": "source",
    "future_date": "date", "date_order": "date", "statement_without_checker": "statement",
    "imitates_without_imposter": "imitates", "unknown_imitated": "imitates",
}  # fmt: skip
"""The field of the form that a finding of the lint belongs to."""


class ClaimForm:
    """The form of a claim."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def values(self) -> dict[str, Any]:
        """What a template needs for the fields."""
        texts = self._desk.texts
        with self._desk.store.reading() as session:
            sources = session.execute(select(Source.id, Source.name).order_by(Source.name)).all()
        return {
            "sources": [("", texts["desk_choose"]), *((id_, name) for id_, name in sources)],
            "verdicts": [("", texts["desk_choose"]), *((word, words.verdict_of(texts, word)) for word in VERDICTS)],
            "levels": [(str(each), words.level(texts, each)) for each in (3, 2, 1)],
            "with_check": True,
        }

    def filled_in(self, found: CheckFound, url: str) -> dict[str, str]:
        """The fields as a check's page fills them in."""
        with self._desk.store.reading() as session:
            sources = list(session.scalars(select(Source)))
        source = source_of(url, sources)
        name = next((each.name for each in sources if each.id == source), found.publisher)
        verdict = found.verdict
        return {
            "teks_id": found.claim or bare_title(found.title),
            "teks_en": "",
            "sumber": source,
            "penerbit": name,
            "url_cek": url,
            "penilaian": found.rating or bracketed(found.title),
            "tanggal": found.date.isoformat() if found.date else "",
            "putusan": verdict,
            "tingkat_klaim": str(VERDICTS[verdict]) if verdict else "3",
            "alasan_publik_id": self._statement("id", name, verdict),
            "alasan_publik_en": self._statement("en", name, verdict),
            "topik": "",
            "meniru": "",
        }

    def of_finding(self, found: Finding) -> dict[str, str]:
        """The fields as a check fills them in that was found at a feed; nobody is asked for it again."""
        check = CheckFound(
            title=found.title,
            claim=found.claim[:LONGEST_CLAIM],
            rating=found.rating[:LONGEST_RATING],
            verdict=found.verdict if found.verdict in VERDICTS else "",
            date=found.date,
            publisher=found.publisher,
        )
        fields = self.filled_in(check, found.url)
        return {**fields, "sumber": found.source_id or fields["sumber"]}

    def of(self, claim: Claim) -> dict[str, str]:
        """The fields as a claim fills them in."""
        return {
            "teks_id": claim.text_id,
            "teks_en": claim.text_en,
            "alasan_publik_id": claim.statement_id,
            "alasan_publik_en": claim.statement_en,
            "topik": ", ".join(claim.about),
        }

    def _statement(self, language: str, publisher: str, verdict: str) -> str:
        texts: Texts = self._desk.pages.in_language(language)
        if not publisher or not verdict:
            return ""
        return texts.say("desk_statement_draft", publisher=publisher, verdict=words.verdict_of(texts, verdict))


def read_claim(form: MultiDict[str, str], today: datetime.date) -> NewClaim:
    """What was typed, as a claim. Raises Invalid where a field holds nothing that it could hold."""
    level = form.get("tingkat_klaim", "")
    if level not in ("1", "2", "3"):
        raise Invalid("level", "missing")
    return NewClaim(
        text_id=without_unseen(form.get("teks_id", "")),
        text_en=without_unseen(form.get("teks_en", "")),
        verdict=form.get("putusan", ""),
        level=int(level),
        statement_id=without_unseen(form.get("alasan_publik_id", "")),
        statement_en=without_unseen(form.get("alasan_publik_en", "")),
        review_by=today + datetime.timedelta(days=DAYS),
        about=read_topics(form.get("topik", "")),
        imitates=form.get("meniru", "").strip() or None,
        checks=(read_check(form),) if form.get("url_cek", "").strip() else (),
    )


def read_words(form: MultiDict[str, str]) -> dict[str, Any]:
    """The words of a claim that were typed, as fields of its state."""
    return {
        "text_id": without_unseen(form.get("teks_id", "")),
        "text_en": without_unseen(form.get("teks_en", "")),
        "statement_id": without_unseen(form.get("alasan_publik_id", "")),
        "statement_en": without_unseen(form.get("alasan_publik_en", "")),
        "about": list(read_topics(form.get("topik", ""))),
    }


def read_check(form: MultiDict[str, str]) -> Check:
    """The check that was typed. Raises Invalid."""
    on = read_day(form.get("tanggal", ""))
    for name, value in (
        ("source", form.get("sumber")),
        ("rating", without_unseen(form.get("penilaian", ""))),
        ("date", on),
    ):
        if not value:
            raise Invalid(name, "missing")
    if form.get("putusan", "") not in VERDICTS:
        raise Invalid("verdict", "missing")
    return Check(
        source=form.get("sumber", ""),
        url=form.get("url_cek", "").strip(),
        rating=without_unseen(form.get("penilaian", ""))[:LONGEST_RATING],
        verdict=form.get("putusan", ""),
        date=on or datetime.date.min,
    )


def source_of(url: str, sources: Collection[Source]) -> str:
    """The source on whose site a check's address lies; nothing where none is registered."""
    for each in sources:
        if any(url.startswith((f"https://{site}/", f"https://www.{site}/")) for site in (each.site, *each.other_sites)):
            return each.id
    return ""


def read_topics(text: str) -> tuple[str, ...]:
    """Topics, however they are divided."""
    return tuple(dict.fromkeys(each for each in re.split(r"[,;\s]+", text.lower()) if each))


def read_day(text: str) -> datetime.date | None:
    """A day, or None where it is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def fault_words(problem: Invalid, texts: Texts) -> dict[str, str]:
    """What is wrong, in words, by the field of the form that it belongs to."""
    field = FIELD_OF.get(problem.code, problem.field)
    return {field: texts.texts.get(f"desk_fault_{problem.code}") or texts["desk_fault_missing"]}


def bare_title(title: str) -> str:
    """A title without the rating before it and the site behind it.

    >>> bare_title("[SALAH] TPS buka malam - TurnBackHoax.ID")
    'TPS buka malam'
    """
    return re.sub(r"^\s*[\[(][^\])]{2,30}[\])]\s*", "", re.split(r"\s+[-|·]\s+(?=[^-|·]*$)", title)[0]).strip()


def bracketed(title: str) -> str:
    """The rating that stands in brackets before a title."""
    match = re.match(r"\s*[\[(]([^\])]{2,30})[\])]", title)
    return match[1].strip() if match else ""

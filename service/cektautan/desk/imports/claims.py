"""The claims that a batch brings with it: one from the form, or one for each `claim_text` of the file.

A new claim needs what a file of `blocklists/claims/` needs, and the same lint judges it; its id and, where nobody wrote
one, its statement are made here. It must never come without a check: nothing is listed because others list it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cektautan.blocklists.entry import ClaimEntry, Review, Source, Text
from cektautan.blocklists.limits import LIMITS
from cektautan.blocklists.lint_entry import lint_entry
from cektautan.blocklists.problems import Severity
from cektautan.blocklists.protected import ProtectedNames
from cektautan.desk.imports.grounds import Check, Facts
from cektautan.desk.imports.known import KnownClaim
from cektautan.desk.imports.rows import Row
from cektautan.sources.lists.findings import Finding, Problem

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

SLUG_LENGTH = 60
MAX_TEXT = 500
"""A claim is one sentence."""


@dataclass(frozen=True)
class Draft:
    """A claim that becomes one when its batch is applied."""

    id: str
    text_id: str
    text_en: str
    verdict: str
    level: int
    source: str
    review_url: str
    rating: str
    review_date: date
    listed: date
    review_by: date
    statement_id: str = ""
    statement_en: str = ""
    about: tuple[str, ...] = ()
    imitates: str = ""

    @property
    def reason_code(self) -> str:
        """The reason that its verdict takes."""
        return LIMITS[self.verdict].reason_code

    def entry(self) -> ClaimEntry:
        """The claim as a file would say it, for the lint."""
        review = Review(self.source, self.review_url, self.rating, self.verdict, self.review_date, 1)
        return ClaimEntry(
            id=self.id,
            text=Text(self.text_id, self.text_en),
            verdict=self.verdict,
            level=self.level,
            reason_code=self.reason_code,
            statement=Text(self.statement_id, self.statement_en),
            reviews=(review,),
            appearances=(),
            listed=self.listed,
            review_by=self.review_by,
            about=self.about,
            file=f"{self.id}.yaml",
            line=1,
            imitates=self.imitates or None,
        )

    def with_statement(self, sources: Mapping[str, Source]) -> Draft:
        """Itself with a statement that says who found what on which day, where it has none."""
        name = sources[self.source].name if self.source in sources else self.source
        day, month, year = self.review_date.day, self.review_date.month - 1, self.review_date.year
        indonesian = f"{name} menilai klaim ini {self.rating} pada {day} {MONTHS[month]} {year}. Baca cek faktanya."
        english = f"{name} rated this claim {self.rating} on {day} {MONTHS_EN[month]} {year}. Read the fact-check."
        return replace(self, statement_id=self.statement_id or indonesian, statement_en=self.statement_en or english)


def faults(draft: Draft, sources: dict[str, Source], names: ProtectedNames, today: date) -> list[Problem]:
    """What lint has against a new claim; nothing if it may be listed."""
    found = [
        Problem("claim", Finding("claim_refused", {"code": problem.code, "message": problem.message}))
        for problem in lint_entry(draft.entry(), sources, names, today)
        if problem.severity is Severity.ERROR
    ]
    if not draft.text_id.strip() or len(draft.text_id) > MAX_TEXT or len(draft.text_en) > MAX_TEXT:
        found.append(Problem("claim_text", Finding("claim_text_length", {"characters": MAX_TEXT})))
    return found


def slug(text: str, year: int, is_taken: Callable[[str], bool]) -> str:
    """Return an id for a claim: its first words, a number if somebody has them already, and the year."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    stem = ""
    for word in words:
        longer = f"{stem}-{word}" if stem else word
        if len(longer) > SLUG_LENGTH:
            break
        stem = longer
    stem = stem or "klaim"
    number, made = 1, f"{stem}-{year}"
    while is_taken(made):
        number += 1
        made = f"{stem}-{number}-{year}"
    return made


class Drafts:
    """The new claims of one batch."""

    def __init__(self, facts: Facts, today: date) -> None:
        self._facts = facts
        self._sources = dict(facts.sources)
        self._names = facts.names
        self._today = today
        self.by_id: dict[str, Draft] = {}
        self._by_text: dict[str, Draft | Problem] = {}
        self._known_by_id: dict[str, KnownClaim] = {}

    def add(self, draft: Draft) -> list[Problem]:
        """Take a claim from the form, with its faults."""
        whole = draft.with_statement(self._sources)
        self.by_id[draft.id] = whole
        return faults(whole, self._sources, self._names, self._today)

    def collect(self, rows: Iterable[Row], last_day: date, is_taken: Callable[[str], bool]) -> None:
        """Make a claim for each `claim_text`: its first line says what it is, its highest level what it may be."""
        grouped: dict[str, list[Row]] = {}
        for row in rows:
            if row.claim_text and row.problem is None:
                grouped.setdefault(row.claim_text, []).append(row)
        for text, of_it in grouped.items():
            made = self._make(text, of_it, last_day, lambda id_: id_ in self.by_id or is_taken(id_))
            self._by_text[text] = made
            if isinstance(made, Draft):
                self.by_id[made.id] = made

    def of_text(self, text: str) -> KnownClaim | Problem:
        """The claim of a `claim_text`, or why there is none."""
        made = self._by_text[text]
        return self._known(made) if isinstance(made, Draft) else made

    def claim(self, id_: str) -> KnownClaim | None:
        """The claim of an id, if it is a new one."""
        return self._known(self.by_id[id_]) if id_ in self.by_id else None

    def _known(self, draft: Draft) -> KnownClaim:
        found = self._known_by_id.get(draft.id)
        if found is None:
            check = Check(draft.source, draft.verdict, draft.review_date)
            texts = (draft.text_id, draft.text_en)
            found = self._known_by_id[draft.id] = KnownClaim(
                id=draft.id,
                verdict=draft.verdict,
                level=draft.level,
                reason_code=draft.reason_code,
                review_by=draft.review_by,
                status="draft",
                reviews=frozenset({draft.review_url}),
                grounds=self._facts.grounds(draft.verdict, draft.about, texts, draft.imitates, [check]),
            )
        return found

    def _make(self, text: str, rows: list[Row], last_day: date, is_taken: Callable[[str], bool]) -> Draft | Problem:
        first = rows[0]
        for name in ("verdict", "review_url", "source", "rating", "review_date"):
            if not getattr(first, name):
                return Problem(name, Finding("claim_needs", {"name": name, "line": first.line}))
        if first.review_date is None:
            raise AssertionError("the fields were looked at above")
        draft = Draft(
            id=slug(text, self._today.year, is_taken),
            text_id=text,
            text_en=first.claim_text_en or text,
            verdict=first.verdict,
            level=max(row.level or 1 for row in rows),
            source=first.source,
            review_url=first.review_url,
            rating=first.rating,
            review_date=first.review_date,
            listed=self._today,
            review_by=last_day,
        ).with_statement(self._sources)
        wrong = faults(draft, self._sources, self._names, self._today)
        return wrong[0] if wrong else draft

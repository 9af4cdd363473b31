"""What readers will see of a listing, before it is decided: the warning, in the words of the extension.

The words are the extension's own (`extension/_locales`), and a test holds both together, so that nobody approves a
warning that says something else. The same rule decides whether anything can be shown at all: a claim, and a named
checker whose check can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cektautan.store.models import Claim
from cektautan.web.site.names import day, verdict
from cektautan.web.site.readable import readable
from cektautan.web.texts import Texts

TONES = {3: "stop", 2: "caution", 1: "note"}


@dataclass(frozen=True)
class Checked:
    """A check as the preview needs it."""

    publisher: str
    url: str
    rating: str
    verdict: str
    date: date | None


@dataclass(frozen=True)
class Preview:
    """The warning in one language."""

    language: str
    tone: str
    label: str
    finding: tuple[str, str, str]
    """What stands before the verdict, the verdict, and what stands after it."""
    claim: str
    checker: str
    scope: str
    statement: str
    says_nothing: str
    """Why nothing would be shown; empty where something is."""


def preview(
    texts: Texts,
    *,
    level: int | None,
    verdict_word: str,
    kind: str,
    claim: Mapping[str, str],
    statement: Mapping[str, str],
    checks: Sequence[Checked],
) -> Preview:
    """Return the warning as it will look; `level` is None where readers are told nothing."""
    readable_checks = sorted((each for each in checks if readable(each.url)), key=lambda each: str(each.date or ""))
    newest = [*reversed(readable_checks)]
    head = next((each for each in newest if each.verdict == verdict_word), newest[0] if newest else None)
    text = claim.get(texts.language) or claim.get("id") or ""
    nothing = ""
    if level is None:
        nothing = texts["desk_preview_not_told"]
    elif level == 0:
        nothing = texts["desk_preview_cleared"]
    elif not text:
        nothing = texts["desk_preview_no_claim"]
    elif head is None:
        nothing = texts["desk_preview_no_check"]
    publisher = head.publisher if head else ""
    before, _, after = texts.say("desk_preview_finding", publisher=publisher, verdict="\0").partition("\0")
    return Preview(
        language=texts.language,
        tone=TONES.get(level or 0, ""),
        label=texts[f"desk_preview_label_{level}"] if level in TONES else texts["desk_preview_label_0"],
        finding=(before, verdict(verdict_word, texts), after),
        claim=text,
        checker=_checker(head, texts) if head else "",
        scope=texts.texts.get(f"desk_preview_wide_{kind}", ""),
        statement=statement.get(texts.language) or "",
        says_nothing=nothing,
    )


def previews(
    claim: Claim, names: Mapping[str, str], level: int | None, kind: str, languages: Iterable[Texts]
) -> list[tuple[Preview, Texts]]:
    """The reader's warning in each language. `names` are those of the sources."""
    checks = [
        Checked(names.get(each.source_id, each.source_id), each.url, each.rating, each.verdict, each.date)
        for each in claim.reviews
    ]
    return [
        (
            preview(
                texts,
                level=level,
                verdict_word=claim.verdict,
                kind=kind,
                claim={"id": claim.text_id, "en": claim.text_en},
                statement={"id": claim.statement_id, "en": claim.statement_en},
                checks=checks,
            ),
            texts,
        )
        for texts in languages
    ]


def _checker(head: Checked, texts: Texts) -> str:
    if head.date is None:
        return texts.say("desk_preview_checked_by_undated", publisher=head.publisher)
    return texts.say("desk_preview_checked_by", publisher=head.publisher, date=day(head.date, texts))

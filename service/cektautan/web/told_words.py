"""Why a report ended as it did, in a sentence for its reader: what a person wrote for readers, else the standard words.

There is one for every outcome and in both languages, so that nobody is left with a bare word. Nothing else of the case
is told here.
"""

from __future__ import annotations

from collections.abc import Iterable

from cektautan.desk.readers.told import Told
from cektautan.web.texts import Texts

ENDED = ("decided", "closed")


def why(found: Told, texts: Texts) -> str:
    """Return why it ended so, in one language; empty while it has not ended."""
    if found.state not in ENDED:
        return ""
    written = (found.reasons or {}).get(texts.language, "")
    if written:
        return written
    return texts.say(f"report_why_{found.outcome or 'closed'}", to=passed_on(found, texts))


def whys(found: Told, languages: Iterable[Texts]) -> dict[str, str] | None:
    """Return the same in each language, or None while it has not ended."""
    return {texts.language: why(found, texts) for texts in languages} if found.state in ENDED else None


def passed_on(found: Told, texts: Texts) -> str:
    """Return the names of those whom it was passed on to."""
    names = found.forwarded_to or ()
    if not names:
        return texts["report_fact_checkers"]
    *first, last = names
    return f"{', '.join(first)} {texts['report_and']} {last}" if first else last

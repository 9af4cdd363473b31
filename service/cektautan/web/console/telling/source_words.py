"""Words for what is wrong with a source's feed, with a part of it, or doubtful about a check: by the codes of adapters.

Lists have theirs among the imports (`import_problem_`), because that is where a list ends; what is shown of a document
that is no list at all is told in the same words wherever it came from. A code without words is shown as it stands, and
`tests/unit/web/console/telling/test_source_words.py` holds that no adapter has one.
"""

from __future__ import annotations

from collections.abc import Mapping

from cektautan.web.console.telling.addresses import show_text
from cektautan.web.texts import Texts


class _Values(dict[str, str]):
    """A place that has no value stays empty: the code alone is kept."""

    def __missing__(self, name: str) -> str:
        return ""


def problem(texts: Texts, code: str, detail: str = "") -> str:
    """Return why a feed could not be read, and what is wrong with the document that came."""
    said = texts.texts.get(f"log_feed_problem_{code}") or show_text(code)
    return f"{said}: {fault(texts, detail)}" if detail else said


def fault(texts: Texts, code: str) -> str:
    """Return what is wrong with a document or a part of it."""
    said = texts.texts.get(f"source_fault_{code}") or texts.texts.get(f"import_problem_{code}") or show_text(code)
    return " ".join(said.format_map(_Values()).split())


def faults(texts: Texts, counts: Mapping[str, int]) -> list[str]:
    """Return what could not be read of a document, each kind with its number."""
    return [texts.say("source_fault_counted", count=count, fault=fault(texts, code)) for code, count in counts.items()]


def flag(texts: Texts, code: str) -> str:
    """Return what was mended in a check, or is doubtful about it."""
    return texts.texts.get(f"found_flag_{code}") or show_text(code)

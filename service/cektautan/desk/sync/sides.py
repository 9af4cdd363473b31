"""The three states of a claim side by side, part by part, as the page of a case shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cektautan.desk.sync.merge import LISTING, State

_IN_BOTH_LANGUAGES = ("text", "statement")


def sides(synced: State, file: State, desk: State, parts: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what the file last said, what it says now and what the desk holds, each as field -> words."""
    parts = list(parts)
    return {
        name: dict(field for part in parts for field in _fields(part, state.get(part)))
        for name, state in (("synced", synced), ("file", file), ("desk", desk))
    }


def _fields(part: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if part in _IN_BOTH_LANGUAGES:
        for language, words in value.items():
            yield f"{part}_{language}", words
    elif part.startswith(LISTING):
        yield part.removeprefix(LISTING), " ".join(filter(None, (str(value["level"]), value.get("status"))))
    elif part == "reviews":
        yield part, ", ".join(f"{each['source']}: {each['rating']} ({each['date']})" for each in value)
    elif part == "changes":
        yield part, ", ".join(f"{each['change']} ({each['date']})" for each in value)
    elif isinstance(value, list):
        yield part, ", ".join(map(str, value))
    else:
        yield part, str(value)

"""What an event changed, member by member: from the canonical JSON before and after it to rows for the eye.

Pure. Only what differs is a row; a member that holds others is taken apart, so that one changed word of a long text
does not stand between twenty that stayed. Values stay text of strangers: whoever shows them escapes them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

MOST_ROWS: Final = 200
MOST_SIGNS: Final = 600
_DEEPEST: Final = 6


@dataclass(frozen=True)
class Row:
    """One member that changed."""

    name: str
    """Its place: `texts.id`, `reviews.0.url`."""
    before: str | None
    """None where there was nothing."""
    after: str | None
    """None where there is nothing any more."""


@dataclass(frozen=True)
class Difference:
    """What an event changed."""

    rows: tuple[Row, ...]
    left_out: int = 0
    """Rows beyond those that are shown."""


def difference(before: str | None, after: str | None) -> Difference:
    """Return what differs between two canonical JSON texts.

    >>> difference('{"level":3,"verdict":"false"}', '{"level":1,"verdict":"false"}').rows
    (Row(name='level', before='3', after='1'),)
    """
    was, now = _members(before), _members(after)
    names = [*was, *(name for name in now if name not in was)]
    rows = [Row(name, was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name)]
    return Difference(tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))


def _members(text: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if text is not None:
        _take_apart("", json.loads(text), found, 0)
    return found


def _take_apart(name: str, value: Any, found: dict[str, str], depth: int) -> None:
    pairs: list[tuple[str, Any]] = []
    if depth < _DEEPEST and isinstance(value, dict):
        pairs = [(str(each), inner) for each, inner in value.items()]
    elif depth < _DEEPEST and isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value):
        pairs = [(str(place), inner) for place, inner in enumerate(value)]
    for each, inner in pairs:
        _take_apart(f"{name}.{each}" if name else each, inner, found, depth + 1)
    if not pairs and value not in (None, {}, []):
        found[name] = _words(value)


def _words(value: Any) -> str:
    if isinstance(value, list) and not any(isinstance(each, (dict, list)) for each in value):
        text = ", ".join(map(_words, value))
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…"

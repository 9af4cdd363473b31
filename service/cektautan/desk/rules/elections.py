"""Election windows, as rules/elections.json gives them: whether a day lies in one, and who stands in it.

Pure. A window without days is none: nothing may be made stricter or milder by a date that nobody has fixed. A claim is
about a contestant by its tags or by a word of its text, so that a forgotten tag does not open a way around the rule.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cektautan.core.days import day_of


@dataclass(frozen=True)
class Window:
    """One election, from the first day of its campaign until its result stands."""

    id: str
    name_id: str
    name_en: str
    first: datetime.date
    last: datetime.date
    tags: frozenset[str]
    prefixes: tuple[str, ...]
    words: re.Pattern[str] | None

    def holds(self, day: datetime.date) -> bool:
        """True if the day lies in the window."""
        return self.first <= day <= self.last

    def about_contestant(self, tags: Iterable[str], texts: Iterable[str]) -> bool:
        """True if a claim with these tags and texts is about somebody who stands."""
        if any(tag in self.tags or tag.startswith(self.prefixes) for tag in tags):
            return True
        return self.words is not None and any(self.words.search(text) for text in texts)


@dataclass(frozen=True)
class Named:
    """An election as the file names it, for people to read; its days may not be fixed yet."""

    id: str
    name_id: str
    name_en: str
    first: datetime.date | None
    last: datetime.date | None
    reason: str
    """What its days rest on, in English as all reasons of the rules."""
    sources: tuple[str, ...]
    tags: tuple[str, ...]
    """Topics of claims about somebody who stands; one that ends in `-` stands for all that begin so."""
    words: tuple[str, ...]


class Elections:
    """The windows whose days are fixed, and every election that the file names."""

    def __init__(self, windows: Iterable[Window], named: Iterable[Named] = ()) -> None:
        self.windows = tuple(windows)
        self.named = tuple(named)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Elections:
        """Take what the file holds.

        Raises:
            ValueError: a window ends before it begins, has one day without the other, or stands twice.

        """
        names = [each["id"] for each in data["windows"]]
        if len(set(names)) < len(names):
            raise ValueError("a window stands twice")
        windows = (window for each in data["windows"] if (window := _window(each)) is not None)
        return cls(windows, map(_named, data["windows"]))

    def at(self, now: int) -> Window | None:
        """Return the window that a moment lies in."""
        return self.on(day_of(now))

    def on(self, day: datetime.date) -> Window | None:
        """Return the window that a day lies in."""
        return next((each for each in self.windows if each.holds(day)), None)


def _named(data: Mapping[str, Any]) -> Named:
    first, last = (each and datetime.date.fromisoformat(each) for each in (data["from"], data["to"]))
    who = data["contestants"]
    return Named(
        id=data["id"], name_id=data["name"]["id"], name_en=data["name"]["en"], first=first, last=last,
        reason=data["reason"], sources=tuple(data["sources"]), tags=(*who["tags"], *who["prefixes"]),
        words=tuple(who["words"]),
    )  # fmt: skip


def _window(data: Mapping[str, Any]) -> Window | None:
    if data["from"] is None and data["to"] is None:
        return None
    if data["from"] is None or data["to"] is None:
        raise ValueError(f"{data['id']}: one day is given and the other is not")
    first, last = datetime.date.fromisoformat(data["from"]), datetime.date.fromisoformat(data["to"])
    if last < first:
        raise ValueError(f"{data['id']}: ends before it begins")
    contestants = data["contestants"]
    words = "|".join(map(re.escape, contestants["words"]))
    return Window(
        id=data["id"],
        name_id=data["name"]["id"],
        name_en=data["name"]["en"],
        first=first,
        last=last,
        tags=frozenset(contestants["tags"]),
        prefixes=tuple(contestants["prefixes"]),
        words=re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None,
    )

"""The words of the pages, one folder a language with the same files and keys, and the choice between them.

Indonesian comes first: it is the language of most readers, and what is used when a browser asks for neither.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from werkzeug.datastructures import LanguageAccept

from cektautan.core.days import JAKARTA

LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Texts:
    """The texts of one language."""

    language: str
    other: str
    texts: Mapping[str, str]
    months: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        return self.texts[name]

    def say(self, name: str, **values: str | int) -> str:
        """A text with its {names} filled in. Templates escape the outcome, whatever was filled in."""
        return self.texts[name].format(**values)

    def date(self, iso: str) -> str:
        """A date of the lists (YYYY-MM-DD) as people write it; anything else is shown as it stands."""
        try:
            day = datetime.date.fromisoformat(iso)
        except ValueError:
            return iso
        return f"{day.day} {self.months[day.month - 1]} {day.year}"

    def moment(self, unix: int) -> dict[str, str]:
        """A time as the date and hour in Jakarta: 20.33 in Indonesian, 20:33 in English."""
        at = datetime.datetime.fromtimestamp(unix, JAKARTA)
        clock = self.say("clock", hour=f"{at.hour:02d}", minute=f"{at.minute:02d}")
        return {"date": self.date(at.date().isoformat()), "time": clock}


def read(language: str) -> dict[str, Any]:
    """Every text of a language by its name; the files only sort them by page."""
    folder = sorted((files("cektautan.web.texts") / language).iterdir(), key=lambda each: each.name)
    return {name: text for each in folder for name, text in json.loads(each.read_text("utf-8")).items()}


def load(language: str) -> Texts:
    """Read the texts of a language."""
    data = dict(read(language))
    months = tuple(data.pop("months"))
    other = next(each for each in LANGUAGES if each != language)
    return Texts(language, other, data, months)


def choose(asked: str | None, accepted: LanguageAccept) -> str:
    """The language for a request: `?lang=`, else what the browser prefers, else Indonesian."""
    if asked in LANGUAGES:
        return asked
    return accepted.best_match(LANGUAGES, default="id") or "id"

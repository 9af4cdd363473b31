"""Reads the day of a date as publishers write it: year, day or month first, in figures or with a month's name.

The day is taken as it stands, without moving it to another time zone. Where figures allow two readings, the day comes
first, as in Indonesia and most of the world, and a flag says that it could be otherwise.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

_ISO: Final = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?!\d)")
_FIGURES: Final = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_DAY_NAME: Final = re.compile(r"(?:\w+,\s*)?(\d{1,2})\s+([^\W\d_]{3,12})\.?,?\s+(\d{4})(?!\d)")
_NAME_DAY: Final = re.compile(r"(?:\w+,\s*)?([^\W\d_]{3,12})\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)")
_LONGEST: Final = 60
_YEARS: Final = range(1990, 2100)
"""Links and checks of them are not older; a year outside is a slip."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan januari january", "feb februari february", "mar maret march", "apr april", "mei may", "jun juni june",
         "jul juli july", "agu agt ags agustus aug august", "sep sept september", "okt oktober oct october",
         "nov november nopember", "des desember dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def read_day(value: Any) -> tuple[date | None, tuple[str, ...]]:
    """Return the day of a date and what is doubtful about it; no flag where nothing was written.

    >>> read_day("2026-09-03T08:00:00+07:00"), read_day("03/09/2026")
    ((datetime.date(2026, 9, 3), ()), (datetime.date(2026, 9, 3), ('date_ambiguous',)))
    >>> read_day("9/23/2026")[0] == read_day("23 September 2026")[0] == read_day("Sept. 23, 2026")[0]
    True
    """
    text = value.strip()[:_LONGEST] if isinstance(value, str) else ""
    if not text:
        return None, ()
    for pattern in (_ISO, _COMPACT):
        if found := pattern.match(text):
            return _made(*map(int, found.groups()))
    if found := _FIGURES.match(text):
        one, two, year = map(int, found.groups())
        day, month = (two, one) if two > 12 else (one, two)
        made, flags = _made(year, month, day)
        return made, ("date_ambiguous",) if made and max(one, two) <= 12 and one != two else flags
    for pattern, order in ((_DAY_NAME, (3, 2, 1)), (_NAME_DAY, (3, 1, 2))):
        if (found := pattern.match(text)) and (named := _MONTHS.get(found[order[1]].casefold())):
            return _made(int(found[order[0]]), named, int(found[order[2]]))
    return None, ("date_unreadable",)


def _made(year: int, month: int, day: int) -> tuple[date | None, tuple[str, ...]]:
    try:
        return (date(year, month, day), ()) if year in _YEARS else (None, ("date_unreadable",))
    except ValueError:
        return None, ("date_unreadable",)

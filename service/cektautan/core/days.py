"""The one day that everything here goes by: Jakarta's, at whose midnight a day begins (docs/adr/0114).

Pure: the moment is an argument. Whatever is told with a day (a listing, a change of its history, the end of a review, a
month's figure) takes it from here, so that no history reads out of order and no day begins twice.
"""

from __future__ import annotations

import datetime
from typing import Final

JAKARTA: Final = datetime.timezone(datetime.timedelta(hours=7), "WIB")

_AHEAD: Final = 7 * 3600
_DAY: Final = 86_400
_FIRST: Final = datetime.date(1970, 1, 1)


def day_of(now: int) -> datetime.date:
    """Return the day in Jakarta of a moment in Unix seconds.

    >>> day_of(1_790_873_999).isoformat(), day_of(1_790_874_000).isoformat()
    ('2026-10-01', '2026-10-02')
    """
    return _FIRST + datetime.timedelta(days=(now + _AHEAD) // _DAY)


def day_begins(day: datetime.date) -> int:
    """Return the moment in Unix seconds at which a day begins in Jakarta.

    >>> day_begins(datetime.date(2026, 10, 2))
    1790874000
    """
    return (day - _FIRST).days * _DAY - _AHEAD


def is_day(text: str) -> bool:
    """Whether a text is a day, as ISO 8601 writes one.

    >>> is_day("2026-10-02"), is_day("2026-02-30"), is_day("2 Oktober 2026")
    (True, False, False)
    """
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True

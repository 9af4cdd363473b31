r"""Characters that nobody sees, or that make a line read otherwise than it is: the one place that says which they are.

A text of a stranger is kept without them (`without_unseen`); a text that somebody writes here is refused with them, so
that the person knows (`is_unreadable`, and `hides` where the words are for readers). Addresses have rules of their own
(`whatwg`), for there a character is never dropped in silence.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NEVER: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no sentence needs: controls, marks that turn a line around, and halves of a pair that UTF-8 cannot hold."""

_HIDDEN: Final = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u2028\u2029\u2060-\u2064\ufeff]")
"""What has no width, and could stand inside a number or an address so that it is not known for one."""

_KINDS: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode's classes of controls, marks without width or of direction, halves, private letters and breaks of its own."""


def is_unreadable(text: str) -> bool:
    r"""Return whether a text holds what could not be shown, or would make it read otherwise than it is.

    >>> is_unreadable("dua\nbaris"), is_unreadable("a\u202eb"), is_unreadable("a\u200db")
    (False, True, False)
    """
    return _NEVER.search(text) is not None


def hides(text: str) -> bool:
    r"""Return whether a text holds what has no width.

    >>> hides("bit\u200b.ly"), hides("bit.ly")
    (True, False)
    """
    return _HIDDEN.search(text) is not None


def without_unreadable(text: str) -> str:
    r"""Return a text without what could not be shown or turns it around; its breaks of lines stay.

    >>> without_unreadable("a\x00b\n\u202ec")
    'ab\nc'
    """
    return _NEVER.sub("", text)


def without_unseen(text: str) -> str:
    r"""Return a text as one line without anything that nobody sees.

    >>> without_unseen(" Hoaks\n\u200b tentang\x00 KPU\u202e ")
    'Hoaks tentang KPU'
    """
    spaced = " ".join(text.split())
    return "".join(each for each in spaced if unicodedata.category(each) not in _KINDS).strip()

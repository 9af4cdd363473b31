"""The word in brackets with which Indonesian fact-checkers begin a title: "[SALAH] ...", "[KLARIFIKASI] ..."."""

from __future__ import annotations

import re
from typing import Final

_LABEL: Final = re.compile(r"\s*[\[(]\s*([^\[\]()]{2,40}?)\s*[\])]\s*:?\s*")


def label_of(title: str) -> str:
    """Return the word in brackets; empty where the title begins without one.

    >>> label_of("[SALAH] Video Gempa"), label_of("Video [SALAH]")
    ('SALAH', '')
    """
    found = _LABEL.match(title)
    return found[1] if found else ""


def without_label(title: str) -> str:
    """Return a title without it.

    >>> without_label("[SALAH] Video Gempa")
    'Video Gempa'
    """
    found = _LABEL.match(title)
    return title[found.end() :] if found else title

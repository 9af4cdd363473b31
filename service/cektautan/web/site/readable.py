"""Which links to a check may be followed from a page of ours: the same rule as in the extension (presentation.js)."""

from __future__ import annotations

import re

_READABLE = re.compile(r"https://|http://(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?/")


def readable(url: str) -> bool:
    """True for https, and for http on this computer, where the test pages of development lie.

    >>> readable("https://turnbackhoax.id/1"), readable("http://localhost:8000/uji/"), readable("http://localhost.x/")
    (True, True, False)
    """
    return _READABLE.match(url) is not None

"""The tokens by which Google's interfaces name where the next page of an answer begins (google.aip.dev/158).

A token says a place and nothing else, so that none has to be kept; whoever changes one gets another page at most. What
was never given out is refused, and not read as the first page, which would begin anew without an end.
"""

from __future__ import annotations

import base64
import binascii

from cektautan.web.problems import Problem


def token_of(place: int) -> str:
    """Return the token of a place.

    >>> token_of(10), place_of(token_of(10))
    ('ZGFyaSAxMA', 10)
    """
    return base64.urlsafe_b64encode(f"dari {place}".encode()).decode().rstrip("=")


def place_of(token: str) -> int:
    """Return the place that a token names; 0 for an empty one.

    Raises:
        Problem: it is none that was given.

    """
    if not token:
        return 0
    try:
        said, _, place = base64.b64decode(f"{token}===", altchars=b"-_", validate=False).decode().partition(" ")
        if said == "dari" and place.isascii() and place.isdigit() and len(place) < 10:
            return int(place)
    except (binascii.Error, ValueError):
        pass
    detail = "`pageToken` is that of an answer, as it was given."
    raise Problem("bad-request", detail, field="pageToken", reason="bad_value")

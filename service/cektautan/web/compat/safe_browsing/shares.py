"""What a request of several entries takes from a caller's share: one before it is read, the rest when it is counted.

What is refused was work too, so a malformed request is not free; and no entry is paid for twice.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from cektautan.web.guards.callers import Environ
from cektautan.web.guards.limits import Headers, Limit


def spend_rest(spend: Callable[[Limit, Environ, int], Headers], limit: Limit, count: int, headers: Headers) -> Headers:
    """Take what is still owed for `count` entries, of which one is paid; return the headers of the answer.

    Raises:
        Problem: the share is used up.

    """
    return spend(limit, request.environ, count - 1) if count > 1 else headers

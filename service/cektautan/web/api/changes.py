"""`GET /v1/changes`: the public chain of what changed for readers, as NDJSON from any line on.

Whoever keeps it has every listing, correction and retraction in order, and can prove that none was altered or left out
afterwards. It holds hashes of keys and never an address.

With `wait` a client that has every line is answered as soon as there is another one. Whatever writes a line has a set
published, so a waiting request sleeps until this process takes a set up and only then looks at the database again
(docs/adr/0162).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from flask import Blueprint, Response, request

from cektautan.desk.record.changes import BeyondTheEndError, Page, page
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.transaction import Store
from cektautan.web.api.reading import desk_of, unavailable
from cektautan.web.guards.waiting import Waiting
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import ASK_FIRST, answer
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services

USUAL = 1000
MOST = 10_000
FARTHEST = 999_999_999_999_999
LONGEST_WAIT = 30
"""Seconds: shorter than the minute after which proxies give up."""
ASK_AGAIN = 5
"""Seconds until somebody asks again who found no place to wait."""
NDJSON = "application/x-ndjson"

_WHOLE = re.compile("[0-9]{1,15}")


@dataclass(frozen=True)
class Asked:
    """What a request asks for."""

    after: int
    """The last line that the client has."""
    limit: int
    wait: int
    """Seconds."""


def make_blueprint(services: Services) -> Blueprint:
    """Make the endpoint."""
    blueprint = Blueprint("changes", __name__)
    waiting, current = Waiting(services.settings.threads), services.current

    @blueprint.get("/v1/changes")
    def changes() -> Response:
        asked = read_query(request.args.to_dict(flat=False))
        store = desk_of(services).store
        headers = services.limits.spend(services.lists_limit, request.environ)
        turn = current.turn
        try:
            found = read(store, asked)
            if asked.wait and not found.lines:
                with waiting.place(services.limits.caller(request.environ).name) as may_wait:
                    if may_wait:
                        found = wait(store, asked, turn)
                    else:
                        headers.append(("Retry-After", str(ASK_AGAIN)))
        except StoreUnavailableError:
            raise unavailable() from None
        except BeyondTheEndError:
            raise Problem("beyond-the-end", KINDS["beyond-the-end"].means) from None
        if found.more:
            headers.append(("Link", f'</v1/changes?after={found.last}&limit={asked.limit}>; rel="next"'))
        body = Body.of("changes.ndjson", found.lines)
        body.content_type, body.compressible, body.once = NDJSON, True, True
        return answer(request, body, ASK_FIRST, headers)

    def wait(store: Store, asked: Asked, turn: int) -> Page:
        """Return the lines that come before the time is up; `turn` is from before the first look, so none is missed."""
        until = time.monotonic() + asked.wait
        while current.wait(turn, until - time.monotonic()):
            turn = current.turn
            found = read(store, asked)
            if found.lines:
                return found
        return Page(b"", asked.after, more=False)

    return blueprint


def read(store: Store, asked: Asked) -> Page:
    """Return the page as the chain stands now, holding the database no longer than that."""
    with store.reading() as session:
        return page(session, asked.after, asked.limit)


def read_query(given: dict[str, list[str]]) -> Asked:
    """Read the parameters.

    Raises:
        Problem: a parameter is unknown, repeated or no whole number in its range.

    """
    for name in given:
        if name not in ("after", "limit", "wait"):
            detail = "Only `after`, `limit` and `wait` are known."
            raise Problem("invalid", detail, field="query", reason="unknown_parameter")
    return Asked(
        after=_whole(given, "after", 0, 0, FARTHEST),
        limit=_whole(given, "limit", USUAL, 1, MOST),
        wait=_whole(given, "wait", 0, 0, LONGEST_WAIT),
    )


def _whole(given: dict[str, list[str]], name: str, default: int, low: int, high: int) -> int:
    values = given.get(name)
    if values is None:
        return default
    if len(values) > 1:
        raise Problem("invalid", f"Give `{name}` once.", field=name, reason="repeated")
    if not _WHOLE.fullmatch(values[0]) or not low <= int(values[0]) <= high:
        raise Problem("invalid", f"`{name}` is a whole number from {low} to {high}.", field=name, reason="not_a_number")
    return int(values[0])

"""Asks for a listed page, politely, and says what was seen; knows no store.

Keys know no difference between http and https, and none between a site with www and without: what cannot be reached in
one way is asked for in the other. Every failure of the client is a look that saw nothing, but for one: a name that
nobody knows is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cektautan.core.rules import Rules
from cektautan.desk.patrol.comparing import ROOT
from cektautan.desk.patrol.observing import MOST_BYTES, NO_NAME, Seen, observe
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.outbound.protocol import Fetched, Fetcher, NotWelcome, OutboundError, UnknownName, Unreachable

SECONDS: Final = 30.0
"""For one page with the host's robots.txt and the pause that it wants."""
ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_SCHEME: Final = "https://"


def look(
    fetcher: Fetcher, url: str, kind: str, validators: tuple[str, str], patrol: PatrolRules, rules: Rules, now: int
) -> Seen:
    """Return what stands at an address.

    Args:
        fetcher: who asks.
        url: the address of the listing.
        kind: page or root.
        validators: what the host said of the version that is known, so that it may say "the same"; or nothing.
        patrol: how pages are read.
        rules: the rules of identity.
        now: Unix seconds.

    """
    failures: list[OutboundError] = []
    for address in _ways(url, kind):
        try:
            fetched = _ask(fetcher, address, validators)
        except (Unreachable, NotWelcome) as failed:
            failures.append(failed)
            continue
        except OutboundError as failed:
            return Seen(failed.reason)
        return observe(fetched, patrol, rules, now)
    if all(isinstance(each, UnknownName) for each in failures):
        return Seen(NO_NAME)
    return Seen(next(each for each in failures if not isinstance(each, UnknownName)).reason)


def _ask(fetcher: Fetcher, address: str, validators: tuple[str, str]) -> Fetched:
    etag, modified = validators
    return fetcher.fetch(
        address, accept=ACCEPT, etag=etag, modified=modified, most_bytes=MOST_BYTES, seconds=SECONDS, polite=True
    )


def _ways(url: str, kind: str) -> Iterator[str]:
    yield url
    if not url.startswith(_SCHEME):
        return
    yield url.replace(_SCHEME, "http://", 1)
    host = url.removeprefix(_SCHEME)
    if kind == ROOT and not host.startswith("www."):
        yield f"{_SCHEME}www.{host}"
        yield f"http://www.{host}"

"""Asks for a listed page, politely, and says what was seen; knows no store.

Keys know no difference between http and https, and none between a site with www and without: what cannot be reached in
one way is asked for in the other, and so is a page whose name nobody knows. Every failure of the client is a look that
saw nothing, but for one: where nobody knows any of its names, a page is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.desk.patrol.comparing import ROOT
from cektautan.desk.patrol.observing import MOST_BYTES, NO_NAME, Seen, observe
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.outbound.errors import NotAllowed, OutboundError, TooManyHops, TooMuch, TooSoon, UnknownName
from cektautan.outbound.protocol import Fetched, Fetcher

SECONDS: Final = 30.0
"""For one page with the host's robots.txt and the pause that it wants."""
ACCEPT: Final = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_WWW: Final = "www."


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
    unknown: set[str] = set()
    for address, host in _ways(url, kind, failures, rules):
        if host in unknown:
            continue
        # What the host said of the version that is known, it said of the address itself.
        given = validators if address == url else ("", "")
        try:
            fetched = _ask(fetcher, address, given)
        except UnknownName as failed:
            unknown.add(host)
            failures.append(failed)
            continue
        except (TooMuch, TooManyHops, NotAllowed, TooSoon) as failed:
            return Seen(failed.reason)
        except OutboundError as failed:
            failures.append(failed)
            continue
        seen = observe(fetched, patrol, rules, now)
        return seen if address == url else replace(seen, etag="", modified="")
    if all(isinstance(each, UnknownName) for each in failures):
        return Seen(NO_NAME)
    return Seen(next(each for each in failures if not isinstance(each, UnknownName)).reason)


def _ask(fetcher: Fetcher, address: str, validators: tuple[str, str]) -> Fetched:
    etag, modified = validators
    return fetcher.fetch(
        address, accept=ACCEPT, etag=etag, modified=modified, most_bytes=MOST_BYTES, seconds=SECONDS, polite=True
    )


def _ways(url: str, kind: str, failures: list[OutboundError], rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield addresses that one key stands for, each with its host; what failed before says whether another is tried."""
    scheme, _, rest = url.partition("://")
    schemes = ("http", "https") if scheme == "http" else ("https", "http")
    host = rest.partition("/")[0]
    for each in schemes:
        yield f"{each}://{rest}", host
    other = rest.removeprefix(_WWW) if rest.startswith(_WWW) else f"{_WWW}{rest}"
    # A page stands where its address says; under the other name it is looked for where nobody knows that one.
    is_nameless = all(isinstance(each, UnknownName) for each in failures)
    if (kind == ROOT or is_nameless) and _key(f"{scheme}://{other}", rules) == _key(url, rules):
        for each in schemes:
            yield f"{each}://{other}", other.partition("/")[0]


def _key(url: str, rules: Rules) -> str | None:
    try:
        return identify(url, rules).key
    except NotJudgeable:
        return None

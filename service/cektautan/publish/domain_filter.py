"""Makes the domain filter of what is published: where each listing lies (docs/protocol.md, section 19).

It is made of the same listings as the snapshot, in the same step: a listing that is in one and not in the other would
warn nobody. What a listing says of its domain only narrows the filter; `core.domain_filter` never takes it on trust.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import cache

from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.domain_filter import domains_of, filter_of
from cektautan.core.expressions import DOMAIN
from cektautan.publish.records import Listing
from cektautan.publish.testpages import TestListing


def domain_filter(listings: Iterable[Listing | TestListing]) -> array[int]:
    """Return the domain filter of listings: sorted prefixes."""
    return filter_of(_located(listings))


def _located(listings: Iterable[Listing | TestListing]) -> Iterator[tuple[str, str]]:
    for listing in listings:
        told = _own_domain(listing.key) if isinstance(listing, TestListing) else listing.subjects[0].domain
        yield listing.key, told


@cache
def _own_domain(key: str) -> str:
    """Return the registrable domain of a test page, of which no record tells; empty where it has none."""
    domains = domains_of(key)
    return _suffixes().registrable_domain(domains[0].removeprefix(DOMAIN)) if domains else ""


@cache
def _suffixes() -> ProtectedNames:
    """Return who registers names under what; no name is protected here."""
    return ProtectedNames([])

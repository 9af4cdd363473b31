"""Which hashes clients of Safe Browsing are given: hoaxes, and verified imposters of official sites (docs/adr/0143).

Such a client has one word for a match, and browsers call a match deceptive. So a listing is told from a caution on,
and as an imposter only where it is a site that imitates a protected name and readers get a warning page. An exception
cannot be told, so what would also match a cleared address is left out: never warned of is better than wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cektautan.core.safe_browsing.expressions import expressions, full_hash
from cektautan.core.safe_browsing.listed import Hashes
from cektautan.core.safe_browsing.variants import Variants
from cektautan.core.vocabulary import Kind, Level
from cektautan.publish.records import Listing, is_imposter_site


def hashes_of(listings: Sequence[Listing], variants: Variants) -> Hashes:
    """Return the hashes of what is listed."""
    cleared = _cleared(listings, variants)
    hoaxes: list[bytes] = []
    pages: list[bytes] = []
    sites: list[bytes] = []
    for listing in listings:
        if listing.level < Level.CAUTION:
            continue
        into = hoaxes if not is_imposter_site(listing) else pages if listing.kind is Kind.URL else sites
        into += [full_hash(each) for each in variants.of(listing.key) if each not in cleared]
    # One expression may stand for two keys; what is called deceptive is not called a hoax as well.
    deceptive = {*pages, *sites}
    return Hashes.of({*hoaxes} - deceptive, pages, {*sites} - {*pages})


def _cleared(listings: Iterable[Listing], variants: Variants) -> frozenset[str]:
    """Return every expression that would match an address that was cleared."""
    return frozenset(
        expression
        for listing in listings
        if listing.level == Level.CLEARED
        for address in variants.addresses(listing.key)
        for expression in expressions(address)
    )

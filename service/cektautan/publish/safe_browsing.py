"""Which hashes clients of Safe Browsing are given: hoaxes, and verified imposters of official sites (docs/adr/0143).

Such a client has one word for a match, and browsers call a match deceptive. So a listing is told from a caution on,
and as an imposter only where it is a site that imitates a protected name and readers get a warning page. An exception
cannot be told, so what would also match an address of which something milder is said (it was cleared, it is a satire)
is left out: never warned of is better than wrongly. Likewise no site is called deceptive that holds a mere hoax.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cektautan.core.safe_browsing.expressions import expressions, full_hash, spellings
from cektautan.core.safe_browsing.listed import Hashes
from cektautan.core.safe_browsing.variants import Variants
from cektautan.core.vocabulary import Kind, Level
from cektautan.publish.records import Listing, is_imposter_site


def hashes_of(listings: Sequence[Listing], variants: Variants, tests: Iterable[str] = ()) -> Hashes:
    """Return the hashes of what is listed, and of the expressions of test pages, which are hoaxes to every client."""
    told = [(each, variants.of(each.key), is_imposter_site(each)) for each in listings if each.level >= Level.CAUTION]
    noted = (each for each in listings if each.level < Level.CAUTION)
    milder = _matching(noted, variants, (spelt for _, spelt, _ in told))
    imposters = [spelt for _, spelt, is_imposter in told if is_imposter]
    others = _matching((each for each, _, is_imposter in told if not is_imposter), variants, imposters)
    hoaxes = [full_hash(each) for each in tests]
    pages: list[bytes] = []
    sites: list[bytes] = []
    for listing, spelt, is_imposter in told:
        of_kind = hoaxes if not is_imposter else pages if listing.kind is Kind.URL else sites
        for each in spelt:
            if each not in milder:
                (hoaxes if each in others else of_kind).append(full_hash(each))
    # One expression may stand for two keys; what is called deceptive is not called a hoax as well.
    deceptive = {*pages, *sites}
    return Hashes.of({*hoaxes} - deceptive, pages, {*sites} - {*pages})


def _matching(listings: Iterable[Listing], variants: Variants, told: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return which of the expressions that are told would match an address that these listings name."""
    wanted = {each for spelt in told for each in spelt}
    hosts = {each.partition("/")[0] for each in wanted}
    return frozenset(
        spelling
        for listing in listings
        for address in variants.addresses(listing.key, hosts)
        for expression in expressions(address)
        for spelling in spellings(expression)
        if spelling in wanted
    )

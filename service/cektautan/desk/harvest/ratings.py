"""What a check that was found is found to be, by the tables of ratings of its publisher's site."""

from __future__ import annotations

from contextlib import suppress

from cektautan.core.address import NotJudgeable, parse
from cektautan.desk.policy import Policy
from cektautan.sources.protocol import FoundReview


def verdict_of(policy: Policy, found: FoundReview) -> str:
    """Return our word for a rating; `unknown` where no table names it, so that a person chooses."""
    site = found.publisher_site
    with suppress(NotJudgeable):
        site = parse(found.url, policy.reference.rules.pseudo_hosts).host
    return policy.ratings.read(found.rating, site).verdict.word

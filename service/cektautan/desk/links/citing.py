"""Finds the claims that cite a published check, whatever shape its address has.

An address is compared as the rules of identity read it (docs/identity.md): without the marks of a campaign, `www.` or a
slash at its end it is the same page. Pure but for the session; nothing is fetched.
"""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.identity import identify
from cektautan.core.keys import key_digest
from cektautan.core.rules import Rules
from cektautan.store.models import Claim, Review


def citing(session: Session, rules: Rules, url: str) -> list[str]:
    """Return the names of the claims that cite a check, those in force first; none where it cannot be judged."""
    key = _key(url, rules)
    if not key:
        return []
    # The host alone is compared in the database: which of its addresses are one page, only the rules know.
    host = parse(identify(url, rules).url, rules.pseudo_hosts).host.removeprefix("www.")
    there = func.lower(Review.url).contains(host, autoescape=True)
    nearby = or_(Review.url_sha256 == key_digest(url), there)
    rows = session.execute(
        select(Review.url, Claim.id)
        .join(Claim, Claim.id == Review.claim_id)
        .where(nearby, Claim.status != "removed")
        .order_by(Claim.status != "active", Claim.listed.desc(), Claim.id)
    )
    return list(dict.fromkeys(id_ for cited, id_ in rows if _key(cited, rules) == key))


def _key(url: str, rules: Rules) -> str:
    try:
        return identify(url, rules).key
    except NotJudgeable:
        return ""

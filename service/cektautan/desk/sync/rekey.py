"""Computes the keys of listings anew when the rules of identity have changed.

A listing is found by its key, and a key is what today's rules make of the address that was listed. One event tells the
hashes of all old and new keys. Where two listings of a claim would come to one key, or an address has no key any more,
the listing stays as it is and becomes a case: which of two decisions holds is not for a program to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from cektautan.blocklists.entry import Appearance
from cektautan.blocklists.protected import ProtectedNames
from cektautan.blocklists.scope import ScopeError, domain_of, scope_key
from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.keys import key_hash
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Kind, Surface
from cektautan.desk.sync.cases import open_case
from cektautan.desk.sync.merge import LISTING
from cektautan.store.changes import body_of
from cektautan.store.in_force import in_force
from cektautan.store.models import Claim, Listing
from cektautan.store.unit_of_work import Work


@dataclass(frozen=True)
class _Fresh:
    """What today's rules make of the address of a listing."""

    key: str
    domain: str
    opaque: bool


def rekey(work: Work, rules: Rules, names: ProtectedNames) -> int:
    """Write the new keys and return how many listings have one."""
    listings = list(work.session.scalars(select(Listing).where(Listing.status != "removed").order_by(Listing.id)))
    taken = {(each.claim_id, each.key) for each in work.session.scalars(select(Listing))}
    moved: dict[str, list[str]] = {}
    lines = []
    for listing in listings:
        try:
            fresh = _fresh(listing, rules, names)
        except (NotJudgeable, ScopeError):
            _leave(work, listing, "no_key", "")
            continue
        if fresh.key == listing.key:
            continue
        if (listing.claim_id, fresh.key) in taken:
            _leave(work, listing, "same_key", fresh.key)
            continue
        taken.add((listing.claim_id, fresh.key))
        # Addresses stay out of the log, which is for ever.
        moved[str(listing.id)] = [listing.sha256, key_hash(fresh.key).hex()]
        lines += list(_move(work, listing, fresh))
    if moved:
        work.session.flush()
        work.record("listings.rekeyed", ("rules", "rules"), reason="The rules of identity have changed.", after=moved)
        work.tell(lines)
    return len(moved)


def _fresh(listing: Listing, rules: Rules, names: ProtectedNames) -> _Fresh:
    identity = identify(listing.url, rules)
    key = scope_key(Appearance(listing.url, 1, scope=listing.scope), identity, names)
    return _Fresh(key, domain_of(identity, names), identity.surface is Surface.OPAQUE)


def _move(work: Work, listing: Listing, fresh: _Fresh) -> Iterator[dict[str, object]]:
    """Give a listing its new key. For a reader the old one goes and the new one comes."""
    claim = work.session.get_one(Claim, listing.claim_id)
    terms = in_force(listing, claim, work.now)
    old = listing.sha256, listing.kind
    _carry_synced(claim, listing.key, fresh.key)
    kind = Kind(fresh.key.partition(":")[0])
    listing.key, listing.sha256, listing.kind = fresh.key, key_hash(fresh.key).hex(), kind.value
    listing.platform = fresh.key.split(":")[1] if kind is Kind.CONTENT else None
    listing.domain = fresh.domain
    # What is a code now falls to a note; what is one no more does not rise without somebody's decision.
    listing.opaque = listing.opaque or fresh.opaque
    listing.changed_at, listing.version = work.now, listing.version + 1
    if terms is not None:
        yield body_of("remove", listing.id, *old, listing.claim_id, None, work.now)
        yield body_of("list", listing.id, listing.sha256, listing.kind, listing.claim_id, terms, work.now)


def _carry_synced(claim: Claim, old: str, new: str) -> None:
    """The file says the same address as before, which has another key now: no change of the file, and none of ours."""
    if claim.synced is not None and LISTING + old in claim.synced:
        synced = dict(claim.synced)
        synced[LISTING + new] = synced.pop(LISTING + old)
        claim.synced = synced


def _leave(work: Work, listing: Listing, why: str, key: str) -> None:
    details = {"why": why, "key": listing.key, "new_key": key}
    open_case(work, f"listing:{listing.id}", listing.claim_id, details, lane="checked", listing_id=listing.id)

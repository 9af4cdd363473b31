"""Listing addresses, raising what is listed, restoring what was taken back.

Each is judged by what readers would see: at once where one person may, as a proposal where a second one is needed. An
address is judged by the lint of the files first, so the desk can list nothing that a file could not.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.blocklists.entry import Appearance
from cektautan.blocklists.limits import MAX_DAYS, MAX_DAYS_WIDE, OPAQUE_MAX_LEVEL
from cektautan.blocklists.scope import ScopeError, domain_of, scope_key
from cektautan.core.address import NotJudgeable
from cektautan.core.days import day_of
from cektautan.core.identity import Identity, identify
from cektautan.core.keys import key_digest, key_hash
from cektautan.core.vocabulary import Kind, Surface
from cektautan.desk.cases.captures import ask_for_pages
from cektautan.desk.cases.finding_cases import case_for
from cektautan.desk.claims.claims import NewClaim, write_draft
from cektautan.desk.decisions.edits import Edit, edit, expect, found
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.settling import Wish, settle, tip_case
from cektautan.desk.decisions.who import require
from cektautan.desk.decisions.words import read_reason
from cektautan.desk.errors import Invalid, Refused
from cektautan.desk.links.judging import CAPS, lint
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.desk.rules.facts import Act
from cektautan.store.in_force import in_force
from cektautan.store.models import Claim, Listing
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

MOST_ADDRESSES = 100
TOLD = frozenset({"active", "provisional", "suspended", "retracted"})


@dataclass(frozen=True)
class Address:
    """An address to be listed with a claim."""

    url: str
    scope: str | None = None
    """Wider than the most specific key; rarely right."""
    level: int | None = None
    """Lower than the claim's."""


def list_addresses(
    store: Store,
    policy: Policy,
    account: int,
    claim: str | NewClaim,
    addresses: Sequence[Address],
    reason: str,
    now: int,
    case_id: int | None = None,
) -> Done:
    """List addresses with a claim, known or new, in one step.

    Raises:
        Refused: a rule.
        Invalid: a field, or what the lint says of the claim or of an address; `url` names the first one.
        NotFound: there is no such claim or case.

    """
    words = read_reason(reason)
    if not 0 < len(addresses) <= MOST_ADDRESSES:
        raise Invalid("addresses", "too_many" if addresses else "none")
    with store.deciding(f"account:{account}", now) as work:
        session = work.session
        require(session, policy, account, "listing.propose")
        row: Claim = (
            write_draft(session, policy, claim, now) if isinstance(claim, NewClaim) else found(session, "claim", claim)
        )
        if row.status in ("withdrawn", "removed"):
            raise Invalid("claim", "withdrawn")
        listings = [_row(work, policy, account, row, each) for each in addresses]
        edits = [_active(listing, each, row, account, now) for listing, each in zip(listings, addresses, strict=True)]
        if row.status == "draft":
            edits.insert(0, edit(row, status="active"))
        case = case_for(session, case_id) or next(
            (tip for listing in listings if (tip := tip_case(session, listing.key)) is not None), None
        )
        wish = Wish(
            act=Act.LIST,
            action="listing.listed",
            subject=("listing", listings[0].id) if len(listings) == 1 else ("claim", row.id),
            edits=tuple(edits),
            reason=words,
            kind="list",
            key=listings[0].key,
            listing_ids=tuple(each.id for each in listings),
            claim_id=row.id,
            outcome="listed",
        )
        done = settle(work, policy, account, wish, case)
        ask_for_pages(work, listings, done.case_id, account)
        return done


def raise_listing(
    store: Store, policy: Policy, account: int, listing_id: int, version: int, level: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Raise the level of a listing. Raises Refused, Conflict, NotFound, Invalid."""
    with store.deciding(f"account:{account}", now) as work:
        listing, claim = _held(work.session, listing_id, version)
        if level not in (1, 2, 3):
            raise Invalid("level", "unknown")
        edits = raised(work.session, listing, claim, level, account)
        wish = _about(Act.RAISE, "listing.raised", listing, edits, reason, "raise")
        return settle(work, policy, account, wish, case_for(work.session, case_id))


def restore_listing(
    store: Store, policy: Policy, account: int, listing_id: int, version: int, reason: str, now: int,
    case_id: int | None = None,
) -> Done:  # fmt: skip
    """Put a listing back in force that was suspended, retracted, removed or has expired."""
    with store.deciding(f"account:{account}", now) as work:
        listing, claim = _held(work.session, listing_id, version)
        if listing.status == "active":
            raise Refused(Why.NOT_HIGHER)
        if claim.status != "active":
            raise Invalid("claim", "withdrawn")
        edits = restored(listing, account)
        wish = _about(Act.RESTORE, "listing.restored", listing, edits, reason, "restore")
        return settle(work, policy, account, wish, case_for(work.session, case_id))


def raised(session: Session, listing: Listing, claim: Claim, level: int, account: int) -> list[Edit]:
    """Return what raising a listing to a level comes to."""
    own = edit(listing, level=level, proposed_by=account, approved_by=None)
    return [own, *lifted(session, claim, listing, level)]


def restored(listing: Listing, account: int) -> list[Edit]:
    """Return what putting a listing back in force comes to."""
    return [edit(listing, status="active", proposed_by=account, approved_by=None)]


def lifted(session: Session, claim: Claim, listing: Listing, level: int) -> list[Edit]:
    """Return what has to change so that one listing may be at a level above its claim's: the claim rises, and what
    else is listed with it stays where readers see it.
    """
    if claim.level >= level:
        return []
    others = session.scalars(
        select(Listing).where(
            Listing.claim_id == claim.id, Listing.id != listing.id, Listing.level > claim.level,
            Listing.status != "removed",
        )
    )  # fmt: skip
    return [edit(claim, level=level), *(edit(each, level=claim.level) for each in others)]


def _held(session: Session, listing_id: int, version: int) -> tuple[Listing, Claim]:
    listing: Listing = found(session, "listing", listing_id)
    expect(session, listing, version)
    return listing, session.get_one(Claim, listing.claim_id)


def _about(act: Act, action: str, listing: Listing, edits: Sequence[Edit], reason: str, kind: str) -> Wish:
    return Wish(act, action, ("listing", listing.id), tuple(edits), read_reason(reason), kind, listing.key,
                listing_ids=(listing.id,), claim_id=listing.claim_id)  # fmt: skip


def _active(listing: Listing, address: Address, claim: Claim, account: int, now: int) -> Edit:
    today = day_of(now)
    most = MAX_DAYS_WIDE if listing.kind in ("path", "host", "domain") else MAX_DAYS
    level = claim.level if address.level is None else min(address.level, claim.level)
    return edit(
        listing,
        status="active",
        level=min(level, OPAQUE_MAX_LEVEL) if listing.opaque else level,
        listed=today.isoformat(),
        review_by=min(claim.review_by, today + datetime.timedelta(days=most)).isoformat(),
        proposed_by=account,
        approved_by=None,
    )


def _row(work: Work, policy: Policy, account: int, claim: Claim, address: Address) -> Listing:
    """Return the row of an address with a claim, made now or there from before, of which nobody is told yet."""
    session = work.session
    checks = [review.url for review in claim.reviews]
    findings = [each for each in lint(address.url, policy.reference, claim.verdict, address.scope, checks)
                if each not in CAPS]  # fmt: skip
    if findings:
        raise Invalid("url", findings[0], findings)
    try:
        identity = identify(address.url, policy.rules)
        key = scope_key(Appearance(address.url, 1, address.scope), identity, policy.names)
    except NotJudgeable as problem:
        raise Invalid("url", "not_judgeable", [problem.reason]) from None
    except ScopeError as problem:
        raise Invalid("scope", "no_such_scope", [str(problem)]) from None
    for other in session.scalars(select(Listing).where(Listing.sha256 == key_digest(key), Listing.status.in_(TOLD))):
        terms = in_force(other, session.get_one(Claim, other.claim_id), work.now)
        if terms is not None and terms.level > 0:
            raise Invalid("url", "already_listed", [other.claim_id])
    row = session.scalar(select(Listing).where(Listing.claim_id == claim.id, Listing.sha256 == key_digest(key)))
    if row is not None and row.status in ("proposed", "staged"):
        raise Invalid("url", "already_proposed", [claim.id])
    if row is None:
        row = _new(claim, key, identity, address, policy)
        row.changed_at, row.proposed_by = work.now, account
        row.listed, row.review_by = day_of(work.now), claim.review_by
        session.add(row)
        session.flush()
    return row


def _new(claim: Claim, key: str, identity: Identity, address: Address, policy: Policy) -> Listing:
    kind = Kind(key.partition(":")[0])
    return Listing(
        claim_id=claim.id,
        key=key,
        sha256=key_hash(key).hex(),
        kind=kind.value,
        platform=key.split(":")[1] if kind is Kind.CONTENT else None,
        domain=domain_of(identity, policy.names),
        url=identity.url,
        scope=address.scope,
        opaque=identity.surface is Surface.OPAQUE,
        level=0,
        status="proposed",
    )

"""Which listed keys are looked at, and when: those in force that can be seen, a few of each host at a time.

An ordinary page is looked at by its address, a site that is listed as a whole by its root, an item of a platform where
the platform says whether it is there. A front page that is listed by itself is not looked at: it is another one every
day. What nothing is told of any more is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from sqlalchemy import Select, and_, delete, func, or_, select
from sqlalchemy.orm import Session, selectinload

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.keys import key_digest
from cektautan.desk.patrol.comparing import ROOT
from cektautan.desk.patrol.rules import PatrolRules
from cektautan.desk.policy import Policy
from cektautan.store.in_force import in_force
from cektautan.store.models import Claim, DomainLook, Listing, PageLook
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

AT_ONCE: Final = 500
"""Keys that one round begins to watch; whoever decides meanwhile waits for no more than that."""
ITEM: Final = "item"
PAGE: Final = "page"
LONGEST_HOST: Final = 200
SHARED: Final = "shared"
"""The outcome of a name below a shared host: there is no registry that could be asked."""
NEVER: Final = 2**53 - 1
"""A time that does not come."""
_Found = TypeVar("_Found", Listing, str)
_TOLD: Final = ("active", "provisional", "suspended")


def kind_of(key: str, *, opaque: bool, patrol: PatrolRules) -> str:
    """Return how a key is looked at: page, root or item; empty where it cannot be seen.

    An item of a platform that says nothing, a short link and a front page that is listed by itself cannot.
    """
    kind, _, rest = key.partition(":")
    if opaque or "://" in rest:
        return ""
    if kind == "content":
        return ITEM if rest.partition(":")[0] in patrol.oembed else ""
    if kind in ("host", "domain"):
        return ROOT
    _, slash, path = rest.partition("/")
    return PAGE if slash and path else ""


def enrol(store: Store, policy: Policy, now: int) -> None:
    """Begin to watch what is new on the list, and forget what is not told any more."""
    with store.reading() as session:
        fresh, domains = _fresh(session, policy, now), _fresh_domains(session, policy, now)
        gone = session.scalar(untold().limit(1)) is not None
    if not (fresh or domains or gone):
        return
    with store.deciding("system", now) as work:
        # Another node may have been faster.
        _forget(work)
        for each in fresh:
            known = select(PageLook.id).where(PageLook.key_sha256 == key_digest(each.key))
            if work.session.scalar(known) is None:
                work.session.add(each)
                work.session.flush()
        for domain in domains:
            if work.session.scalar(select(DomainLook.id).where(DomainLook.domain == domain.domain)) is None:
                work.session.add(domain)
                work.session.flush()


def due(session: Session, policy: Policy, now: int) -> list[PageLook]:
    """Return what is looked at in this round, what waits longest first, no crowd of any host."""
    limits, order = policy.numbers.limits, (PageLook.next_at, PageLook.id)
    # Numbered by host, so that thousands of items of one platform keep no other page from its turn.
    place = func.row_number().over(partition_by=PageLook.host, order_by=order)
    waiting = select(PageLook.id, place.label("place")).where(PageLook.next_at <= now).subquery()
    chosen = select(waiting.c.id).where(waiting.c.place <= limits.patrol_host_pages)
    query = select(PageLook).where(PageLook.id.in_(chosen)).order_by(*order)
    return list(session.scalars(query.limit(limits.patrol_pages)))


def listings_of(session: Session, key: str, now: int) -> list[Listing]:
    """Return the listings of a key that readers are warned by, the strongest and then the oldest first."""
    return _warned(session.scalars(_listed().where(Listing.sha256 == key_digest(key))), now)


def listings_under(session: Session, domain: str, now: int) -> list[Listing]:
    """Return those of ordinary pages under a registrable domain."""
    return _warned(session.scalars(_listed().where(Listing.domain == domain)), now)


def _warned(listings: Iterable[Listing], now: int) -> list[Listing]:
    told = [(terms.level, each) for each in listings if (terms := in_force(each, each.claim, now)) and terms.level]
    return [each for _, each in sorted(told, key=lambda pair: (-pair[0], pair[1].listed, pair[1].id))]


def _listed() -> Select[Listing]:
    return _among(select(Listing)).options(selectinload(Listing.claim))


def _among(query: Select[_Found]) -> Select[_Found]:
    """Narrow to the listings that readers may be told of."""
    return query.join(Claim, Claim.id == Listing.claim_id).where(
        Listing.status.in_(_TOLD), Claim.status == "active", Listing.level > 0, Claim.level > 0
    )


def _fresh(session: Session, policy: Policy, now: int) -> list[PageLook]:
    known = select(PageLook.key_sha256)
    found: dict[str, PageLook] = {}
    # What never becomes a row is left out by the store, or each round would load it anew (`kind_of` says which).
    seen = or_(
        Listing.kind.in_(("host", "domain")),
        and_(Listing.kind == "content", Listing.platform.in_(policy.patrol.oembed)),
        and_(Listing.kind.not_in(("content", "host", "domain")), Listing.key.like("%/_%")),
    )
    told = (Listing.status != "provisional") | (Listing.provisional_until > now)
    query = (
        _listed()
        .where(Listing.sha256.not_in(known), Listing.opaque.is_(False), Listing.key.not_like("%://%"), seen, told)
        .order_by(Listing.id)
    )
    for each in session.scalars(query):
        kind = kind_of(each.key, opaque=each.opaque, patrol=policy.patrol)
        if not kind or in_force(each, each.claim, now) is None:
            continue
        url = f"https://{each.key.partition(':')[2]}/" if kind == ROOT else each.url
        found.setdefault(each.key, PageLook(key=each.key, url=url, kind=kind, host=_host(url), next_at=now))
        if len(found) >= AT_ONCE:
            break
    return list(found.values())


def _fresh_domains(session: Session, policy: Policy, now: int) -> list[DomainLook]:
    """Return rows for names that nobody watches yet.

    Below a shared host such as blogspot.com nobody registers anything at a registry; that is remembered, so that no
    round looks at such a name again.
    """
    known = select(DomainLook.domain)
    query = _among(select(Listing.domain)).where(Listing.domain != "", Listing.domain.not_in(known))
    return [_fresh_domain(each, policy, now) for each in session.scalars(query.distinct().limit(AT_ONCE))]


def _fresh_domain(name: str, policy: Policy, now: int) -> DomainLook:
    if policy.names.registered_name(name) == name:
        return DomainLook(domain=name, next_at=now)
    return DomainLook(domain=name, outcome=SHARED, next_at=NEVER)


def untold() -> Select[int]:
    """Return the looks at keys of which nothing is told any more."""
    return select(PageLook.id).where(PageLook.key_sha256.not_in(_among(select(Listing.sha256))))


def _forget(work: Work) -> None:
    work.session.execute(
        delete(PageLook).where(PageLook.key_sha256.not_in(_among(select(Listing.sha256)))),
        execution_options={"synchronize_session": False},
    )
    work.session.execute(
        delete(DomainLook).where(DomainLook.domain.not_in(_among(select(Listing.domain)))),
        execution_options={"synchronize_session": False},
    )


def _host(url: str) -> str:
    try:
        return parse(url, frozenset()).host[:LONGEST_HOST]
    except NotJudgeable:
        return ""

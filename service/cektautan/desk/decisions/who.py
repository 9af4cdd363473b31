"""Who acts, as the rules know a person: what the roles allow, which accounts one hand may hold, what they stay out of.

And who could act instead: the desk shows it beside every decision that waits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cektautan.desk.errors import Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Refuse, Ruling, Why
from cektautan.desk.rules.facts import Act, Matter, Person, Step
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Account, Claim, Recusal


@dataclass(frozen=True)
class Colleague:
    """Somebody of the desk, and whether they may decide something."""

    account: int
    name: str
    refusal: Why | None
    """Why not; None where they may."""


def person(session: Session, policy: Policy, account: int, claims: Iterable[Claim] = ()) -> Person:
    """Return what the rules have to know of an account, in view of the claims that an act is about."""
    row = session.get(Account, account, options=[selectinload(Account.roles)])
    roles = [each.role for each in row.roles] if row is not None and row.disabled_at is None else []
    acts = frozenset(act for act in policy.roles.acts if policy.roles.may(roles, act))
    return Person(account, acts, kin(session, account), is_recused(session, account, claims))


def require(session: Session, policy: Policy, account: int, act: str) -> None:
    """Raise Refused where the roles of an account do not allow an act."""
    if act not in person(session, policy, account).acts:
        raise Refused(Why.ROLE)


def kin(session: Session, account: int) -> frozenset[int]:
    """Return the accounts that created this one and those that it created, at any remove."""
    creator = {row.id: row.created_by for row in session.execute(select(Account.id, Account.created_by))}

    def line(of: int) -> set[int]:
        found: set[int] = set()
        above = creator.get(of)
        while above is not None and above not in found:
            found.add(above)
            above = creator.get(above)
        return found

    return frozenset((line(account) | {other for other in creator if account in line(other)}) - {account})


def is_recused(session: Session, account: int, claims: Iterable[Claim]) -> bool:
    """True if somebody stays out of one of the claims, by its name, a tag of it or a word in its text."""
    return stays_out(recusals(session, account), claims)


def recusals(session: Session, account: int) -> Sequence[Recusal]:
    """Return what somebody stays out of."""
    return session.scalars(select(Recusal).where(Recusal.account_id == account, Recusal.ended_at.is_(None))).all()


def recused_from(session: Session, account: int, claim_ids: Collection[str]) -> frozenset[str]:
    """Return those of some claims that somebody stays out of."""
    found = recusals(session, account)
    claims = session.scalars(select(Claim).where(Claim.id.in_(claim_ids))) if found else ()
    return frozenset(each.id for each in claims if stays_out(found, [each]))


def stays_out(found: Sequence[Recusal], claims: Iterable[Claim]) -> bool:
    """True if recusals cover one of the claims; where there are none, no claim is read."""
    return bool(found) and any(_covers(recusal, claim) for claim in claims for recusal in found)


def who_may(
    session: Session, policy: Policy, act: Act, matter: Matter, steps: Iterable[Step], claims: Iterable[Claim] = ()
) -> list[Colleague]:
    """Return everybody whose role allows an act, those who may decide this one first."""
    claims, steps = list(claims), list(steps)
    found = []
    for account in session.scalars(select(Account).where(Account.disabled_at.is_(None)).order_by(Account.name)):
        ruling: Ruling = judge(act, person(session, policy, account.id, claims), matter, steps)
        why = ruling.why if isinstance(ruling, Refuse) else None
        if why is not Why.ROLE:
            found.append(Colleague(account.id, account.name, why))
    return sorted(found, key=lambda each: each.refusal is not None)


def _covers(recusal: Recusal, claim: Claim) -> bool:
    value = recusal.value.casefold()
    match recusal.kind:
        case "claim":
            return claim.id == recusal.value
        case "tag":
            return value in {tag.casefold() for tag in claim.about}
        case _:
            word = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
            return any(word.search(text.casefold()) for text in (claim.text_id, claim.text_en))

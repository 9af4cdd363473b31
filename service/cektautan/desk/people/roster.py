"""Who works at the desk, as the people's page and the command line show it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cektautan.desk.people.grants import KIND
from cektautan.desk.people.sessions import FULL
from cektautan.store.models import Account, LoginSession, Proposal, Recusal


@dataclass(frozen=True)
class Recused:
    """What somebody stepped back from."""

    id: int
    kind: str
    value: str
    reason: str
    at: int


@dataclass(frozen=True)
class Person:
    """One account."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    state: str
    """invited, lapsed (the invitation ran out), no_factor, active or disabled."""
    created_by: int | None
    created_at: int
    last_seen: int | None
    recusals: tuple[Recused, ...]


@dataclass(frozen=True)
class ProposedRole:
    """A role that waits for a second person."""

    id: int
    account_id: int
    role: str
    reason: str
    proposed_by: int
    proposed_at: int


def people(session: Session, now: int) -> list[Person]:
    """Return all accounts, those in use first, by name."""
    last = select(LoginSession.account_id, func.max(LoginSession.seen_at)).where(LoginSession.stage == FULL)
    seen = {each[0]: each[1] for each in session.execute(last.group_by(LoginSession.account_id))}
    recused: dict[int, list[Recused]] = defaultdict(list)
    for each in session.scalars(select(Recusal).where(Recusal.ended_at.is_(None)).order_by(Recusal.id)):
        recused[each.account_id].append(Recused(each.id, each.kind, each.value, each.reason, each.at))
    found = [
        Person(
            each.id,
            each.login,
            each.name,
            tuple(role.role for role in each.roles),
            state(each, now),
            each.created_by,
            each.created_at,
            seen.get(each.id),
            tuple(recused[each.id]),
        )
        for each in session.scalars(select(Account))
    ]
    return sorted(found, key=lambda each: (each.state == "disabled", each.name.casefold(), each.id))


def proposed_roles(session: Session) -> list[ProposedRole]:
    """Return the roles that wait for a second person, the oldest first."""
    rows = session.scalars(
        select(Proposal).where(Proposal.kind == KIND, Proposal.status == "open").order_by(Proposal.id)
    )
    return [
        ProposedRole(
            each.id,
            int(each.payload["account"]),
            str(each.payload["role"]),
            each.reason,
            each.proposed_by or 0,
            each.proposed_at,
        )
        for each in rows
    ]


def state(account: Account, now: int) -> str:
    """Return how far an account has come."""
    if account.disabled_at is not None:
        return "disabled"
    if account.password_hash is None:
        return "invited" if (account.invitation_until or 0) > now else "lapsed"
    return "active" if account.totp_last is not None else "no_factor"

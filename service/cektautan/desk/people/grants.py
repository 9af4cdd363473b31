"""Grants and withdraws roles. Each is an event; granting needs a second person once two people keep the roles.

Who keeps them counts from the grant on, also while an invitation is open, so that nobody becomes the only one by taking
another's password away. Withdrawing is one person's act and immediate, like everything that makes less possible; only
the last one who keeps the roles stays, and no administrator withdraws that of another. The operator at the command line
grants alone: whoever holds the database could do so anyway, and the event says that it was the operator.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.desk.decisions.who import kin
from cektautan.desk.people.accounts import KEEPING, existing, keepers, read_reason, spare_administrator
from cektautan.desk.people.acting import Acting
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.sessions import SignedIn
from cektautan.desk.rules.answers import NeedsSecond, Refuse, Ruling, Why
from cektautan.desk.rules.facts import Act, Matter, Person
from cektautan.desk.rules.roles import Roles
from cektautan.desk.rules.ruling import judge
from cektautan.store.models import Account, AccountRole, Proposal
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

KIND = "role"

CODES = {
    Why.OWN_PROPOSAL: "own_proposal",
    Why.OWN_ROLE: "own_role",
    Why.KIN: "not_independent",
    Why.DECIDED: "proposal_decided",
    Why.LAST_ADMIN: "last_admin",
    Why.ROLE: "no_right",
}
"""How the rulings' refusals are told on the pages of people."""

ENDED = {"rejected": "role.rejected", "withdrawn": "role.proposal_withdrawn"}
"""What the log calls a proposal that gave nothing: `role.withdrawn` is a role that somebody had."""


def grant(store: Store, by: Acting, roles: Roles, account_id: int, role: str, reason: str, now: int) -> bool:
    """Grant a role, or propose it where that needs a second person; True if it was granted.

    Raises:
        Refused: there is no such account or role, it is held or proposed already, or there is no reason.

    """
    if role not in roles.names:
        raise Refused("no_role")
    with store.deciding(by.actor, now) as work:
        account = existing(work.session, account_id)
        if account.disabled_at is not None:
            raise Refused("account_disabled")
        if role in {each.role for each in account.roles}:
            raise Refused("role_held")
        why = read_reason(reason)
        ruling = _judge(work.session, roles, by, Act.GRANT_ROLE)
        if by.id is None or not isinstance(ruling, NeedsSecond):
            _give(work, account, role, why, by.id, None)
            return True
        if any(each.payload == _payload(account_id, role) for each in _open(work)):
            raise Refused("role_proposed")
        proposal = Proposal(
            kind=KIND,
            payload=_payload(account_id, role),
            reason=why,
            why_second=ruling.why,
            proposed_by=by.id,
            proposed_at=now,
        )
        work.session.add(proposal)
        work.session.flush()
        work.record("role.proposed", ("account", account_id), reason=why, after=_after(role, proposal))
        return False


def decide(
    store: Store, by: SignedIn, roles: Roles, proposal_id: int, approve: bool, reason: str, now: int
) -> tuple[int, str]:
    """Approve or reject a proposed role as the second person, and return whose role and which.

    Whoever proposed it may take it back, which is rejecting it.

    Raises:
        Refused: it is decided already, this person cannot be the second one, or there is no reason.

    """
    with store.deciding(by.actor, now) as work:
        proposal, account, role = _proposed(work.session, proposal_id)
        account_id = account.id
        _expect(work.session, roles, by, proposal, account, approve)
        why = read_reason(reason)
        proposal.status = _status(approve, by.id == proposal.proposed_by)
        proposal.decided_by, proposal.decided_at, proposal.decision_reason = by.id, now, why
        proposal.version += 1
        if approve:
            _give(work, account, role, why, proposal.proposed_by, by.id)
        else:
            work.record(ENDED[proposal.status], ("account", account_id), reason=why, after=_after(role, proposal))
        return account_id, role


def expect_approvable(session: Session, roles: Roles, by: SignedIn, proposal_id: int) -> None:
    """Raise Refused where this person cannot be the second one of a proposed role."""
    proposal, account, _ = _proposed(session, proposal_id)
    _expect(session, roles, by, proposal, account, True)


def is_last(session: Session, roles: Roles, account_id: int) -> bool:
    """True if nobody but this account keeps the roles, so that it cannot give that up."""
    return {*keepers(session, roles, "people.approve")} <= {account_id}


def withdraw(store: Store, by: Acting, roles: Roles, account_id: int, role: str, reason: str, now: int) -> None:
    """Take a role away, at once.

    Raises:
        Refused: no such account or role of it, the last administrator's or another one's, or no reason is given.

    """
    with store.deciding(by.actor, now) as work:
        account = existing(work.session, account_id)
        held = next((each for each in account.roles if each.role == role), None)
        if held is None:
            raise Refused("role_not_held")
        left = [each.role for each in account.roles if each.role != role]
        loses = roles.may([role], KEEPING) and not roles.may(left, KEEPING)
        spare_administrator(by, roles, account_id, [role])
        _judge(work.session, roles, by, Act.WITHDRAW_ROLE, Matter(about_admin=loses), account_id)
        account.roles.remove(held)
        work.record(
            "role.withdrawn",
            ("account", account_id),
            reason=read_reason(reason),
            before={"roles": sorted([*left, role])},
            after={"roles": left},
        )


def needs_second(session: Session, roles: Roles, by: Acting) -> bool:
    """True if a role that this person grants waits for a second one. Raises Refused where they may grant none."""
    return isinstance(_judge(session, roles, by, Act.GRANT_ROLE), NeedsSecond)


def _proposed(session: Session, proposal_id: int) -> tuple[Proposal, Account, str]:
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or proposal.kind != KIND:
        raise Refused("no_proposal")
    return proposal, existing(session, int(proposal.payload["account"])), str(proposal.payload["role"])


def _expect(session: Session, roles: Roles, by: SignedIn, proposal: Proposal, account: Account, approve: bool) -> None:
    matter = Matter(
        proposer=proposal.proposed_by,
        approves_by="people.approve",
        decided=proposal.status != "open",
        about_account=account.id,
    )
    _judge(session, roles, by, Act.APPROVE if approve else Act.REJECT, matter)
    held = {each.role for each in account.roles}
    if approve and (account.disabled_at is not None or str(proposal.payload["role"]) in held):
        raise Refused("proposal_stale")


def _judge(session: Session, roles: Roles, by: Acting, act: Act, matter: Matter | None = None, *of: int) -> Ruling:
    """Ask the rulings, in view of how many administrators there are now. Raises Refused."""
    # An administrator who is only invited counts where a second one is asked for, and not as the one who stays.
    matter = replace(
        matter or Matter(), admins=len({*keepers(session, roles, "people.approve", invited=act is Act.GRANT_ROLE), *of})
    )
    ruling = judge(act, _person(session, roles, by), matter)
    if isinstance(ruling, Refuse):
        raise Refused(CODES[ruling.why])
    return ruling


def _person(session: Session, roles: Roles, by: Acting) -> Person:
    if by.id is None:
        return Person(0, roles.acts)
    held = [each.role for each in existing(session, by.id).roles]
    return Person(by.id, frozenset(act for act in roles.acts if roles.may(held, act)), kin(session, by.id))


def _give(work: Work, account: Account, role: str, reason: str, granted_by: int | None, second: int | None) -> None:
    before = [each.role for each in account.roles]
    account.roles.append(AccountRole(role=role, granted_by=granted_by, approved_by=second, granted_at=work.now))
    work.record(
        "role.granted",
        ("account", account.id),
        reason=reason,
        before={"roles": before},
        after={"roles": sorted([*before, role]), "granted_by": granted_by, "approved_by": second},
    )


def _open(work: Work) -> list[Proposal]:
    return list(work.session.scalars(select(Proposal).where(Proposal.kind == KIND, Proposal.status == "open")))


def _payload(account_id: int, role: str) -> dict[str, int | str]:
    return {"account": account_id, "role": role}


def _after(role: str, proposal: Proposal) -> dict[str, int | str]:
    return {"role": role, "proposal": proposal.id}


def _status(approve: bool, own: bool) -> str:
    if approve:
        return "approved"
    return "withdrawn" if own else "rejected"

"""Makes accounts, invites, disables and enables. Roles are granted apart (`grants`).

Nobody but its owner ever knows a password: an account begins with a code that is good once and for three days, and
losing the phone or the password begins it anew. Whoever invited could take the code up itself, so an account counts as
created by whoever invited it last, and it begins anew without roles: one person who invited two accounts would else be
both persons of a decision. At the desk nobody does this to another administrator, or one of two could make herself the
only one. A name never stands in the log.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cektautan.desk.people import sessions
from cektautan.desk.people.acting import Acting
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.tokens import fingerprint, new_code, read_code
from cektautan.desk.rules.roles import Roles
from cektautan.store.models import Account, AccountRole
from cektautan.store.transaction import Store

INVITATION_LETTERS = 20
INVITATION_SECONDS = 3 * 86_400
KEEPING = "people.write"
"""The act of those who keep accounts and roles: the administrators."""
LONGEST_NAME = 80
LONGEST_REASON = 500

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def create(store: Store, by: Acting, login: str, name: str, now: int) -> tuple[int, str]:
    """Make an account without roles, and return its number and the code that invites its owner.

    Raises:
        Refused: the login or the name cannot be, or the login is taken.

    """
    login, name = read_login(login), " ".join(name.split())
    if not _LOGIN.fullmatch(login):
        raise Refused("login_form")
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused("name_form", most=LONGEST_NAME)
    try:
        with store.deciding(by.actor, now) as work:
            account = Account(login=login, name=name, created_by=by.id, created_at=now)
            code = _invite(account, now)
            work.session.add(account)
            work.session.flush()
            work.record("account.created", ("account", account.id), personal={"login": login, "name": name})
            return account.id, code
    except IntegrityError:
        raise Refused("login_taken") from None


def invite_anew(store: Store, by: Acting, roles: Roles, account_id: int, reason: str, now: int) -> str:
    """Take password, second factor, sessions and roles away, and return the code for a new beginning.

    The operator leaves the roles: whoever holds the database could grant them again alone.

    Raises:
        Refused: there is no such account, it is disabled, one's own or another administrator's, or there is no reason.

    """
    with store.deciding(by.actor, now) as work:
        account = existing(work.session, account_id)
        if account.disabled_at is not None:
            raise Refused("account_disabled")
        if account.id == by.id:
            raise Refused("own_account")
        held = [each.role for each in account.roles]
        spare_administrator(by, roles, account.id, held)
        account.password_hash = account.totp_sealed = account.totp_last = None
        account.recovery_hashes = []
        if by.id is not None:
            account.created_by = by.id
            account.roles.clear()
        code = _invite(account, now)
        ended = sessions.end_all(work, account.id)
        work.record(
            "account.invited_anew",
            ("account", account.id),
            reason=read_reason(reason),
            before={"roles": held},
            after={"roles": held if by.id is None else [], "sessions_ended": ended},
        )
        return code


def disable(store: Store, by: Acting, roles: Roles, account_id: int, reason: str, now: int) -> None:
    """End an account's sessions and roles at once. Its name stays beside what it decided.

    Raises:
        Refused: there is no such account, it is the last administrator's or another one's, or there is no reason.

    """
    with store.deciding(by.actor, now) as work:
        account = existing(work.session, account_id)
        if account.disabled_at is not None:
            raise Refused("account_disabled")
        held = [each.role for each in account.roles]
        spare_administrator(by, roles, account.id, held)
        if roles.may(held, KEEPING) and not set(keepers(work.session, roles, KEEPING)) - {account.id}:
            raise Refused("last_admin")
        account.roles.clear()
        account.disabled_at = now
        account.invitation_hash = account.invitation_until = None
        ended = sessions.end_all(work, account.id)
        work.record(
            "account.disabled",
            ("account", account.id),
            reason=read_reason(reason),
            before={"roles": held},
            after={"roles": [], "sessions_ended": ended},
        )


def enable(store: Store, by: Acting, account_id: int, reason: str, now: int) -> str:
    """Let an account begin anew, without roles, and return the code that invites its owner.

    Raises:
        Refused: there is no such account, it is enabled, or there is no reason.

    """
    with store.deciding(by.actor, now) as work:
        account = existing(work.session, account_id)
        if account.disabled_at is None:
            raise Refused("account_enabled")
        account.disabled_at = account.password_hash = account.totp_sealed = account.totp_last = None
        account.recovery_hashes = []
        if by.id is not None:
            account.created_by = by.id
        code = _invite(account, now)
        work.record("account.enabled", ("account", account.id), reason=read_reason(reason))
        return code


def prefer(store: Store, who: sessions.SignedIn, language: str, shortcuts: bool, now: int) -> None:
    """Keep how somebody likes the pages. It concerns nobody else, so it is no event."""
    with store.deciding("system", now) as work:
        account = work.session.get_one(Account, who.id)
        account.preferences = {**account.preferences, "language": language, "shortcuts": shortcuts}


def existing(session: Session, account_id: int) -> Account:
    """Return an account. Raises Refused."""
    account = session.get(Account, account_id)
    if account is None:
        raise Refused("no_account")
    return account


def by_login(session: Session, login: str) -> Account | None:
    """Return the account of a login, as it may have been typed."""
    return session.scalar(select(Account).where(Account.login == read_login(login)))


def by_invitation(session: Session, typed: str, now: int) -> Account:
    """Return whom a code invites. Raises Refused where it was used, has run out, or never was."""
    account = session.scalar(
        select(Account).where(
            Account.invitation_hash == fingerprint(read_code(typed)),
            Account.invitation_until > now,
            Account.disabled_at.is_(None),
        )
    )
    if account is None:
        raise Refused("invitation_unknown")
    return account


def spare_administrator(by: Acting, roles: Roles, account_id: int, held: Iterable[str]) -> None:
    """Refuse to act against another administrator: only the operator does, and each one for oneself. Raises Refused."""
    if by.id is not None and by.id != account_id and roles.may(list(held), KEEPING):
        raise Refused("other_admin")


def keepers(session: Session, roles: Roles, act: str, *, invited: bool = False) -> list[int]:
    """Return the enabled accounts whose roles allow an act.

    Args:
        session: of the store.
        roles: the matrix.
        act: what they are allowed.
        invited: also those who have no password yet, or none any more.

    """
    found = (
        select(func.distinct(Account.id))
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role.in_(roles.with_act(act)), Account.disabled_at.is_(None))
    )
    return list(session.scalars(found if invited else found.where(Account.password_hash.is_not(None))))


def read_login(typed: str) -> str:
    """Return a login as it is kept.

    >>> read_login(" Rina ")
    'rina'
    """
    return typed.strip().lower()


def read_reason(typed: str) -> str:
    """Return a reason as it is kept. Raises Refused where there is none, or too much of it."""
    reason = " ".join(typed.split())
    if not reason:
        raise Refused("reason_missing")
    if len(reason) > LONGEST_REASON:
        raise Refused("reason_long", most=LONGEST_REASON)
    return reason


def _invite(account: Account, now: int) -> str:
    code = new_code(INVITATION_LETTERS)
    account.invitation_hash, account.invitation_until = fingerprint(read_code(code)), now + INVITATION_SECONDS
    account.failed, account.locked_until = 0, None
    return code

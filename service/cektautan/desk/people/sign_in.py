"""Signing in: the password, then the second factor; for a new account its password and the second factor's beginning.

An unknown name, a wrong password and an account that takes no attempts for now are one answer, after as much work, so
that nobody learns who works here. Attempts are counted for the account, whatever step they fail at; a code of the
second factor counts once. That somebody signed in is no decision and no event; that an account was locked is one.
"""

from __future__ import annotations

from sqlalchemy import func, select, update

from cektautan.desk.people import sessions
from cektautan.desk.people.accounts import by_invitation, by_login
from cektautan.desk.people.passwords import LONGEST, SHORTEST, Passwords, fault
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.second_factor import (
    matched_step,
    new_recovery_codes,
    new_secret,
    spend_recovery_code,
)
from cektautan.desk.people.sessions import FULL, PASSWORD, SignedIn
from cektautan.desk.rules.locking import wait_after
from cektautan.store.models import Account
from cektautan.store.sealing import Sealer
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work


def first_step(store: Store, passwords: Passwords, login: str, password: str, label: str, now: int) -> str:
    """Take name and password, and return the token of a session that waits for the second factor.

    Raises:
        Refused: they do not belong together, or the account takes no attempts for now. It does not say which.

    """
    with store.reading() as session:
        known = by_login(session, login)
        kept = known.password_hash if known is not None and known.disabled_at is None else None
    # The computation takes its time, so nobody's decision waits for it.
    right = passwords.verify(kept, password)
    fresh = passwords.hash(password) if right and kept is not None and passwords.outdated(kept) else None
    token = None
    with store.deciding("system", now) as work:
        account = by_login(work.session, login) if kept is not None else None
        if account is None:
            # As much is written as for a wrong password.
            first = select(func.min(Account.id)).scalar_subquery()
            work.session.execute(update(Account).where(Account.id == first).values(failed=Account.failed))
        elif account.password_hash == kept and account.disabled_at is None and not locked(account, now):
            if right:
                account.password_hash = fresh or account.password_hash
                token = sessions.begin(work, account, PASSWORD, label)
            else:
                _failed(work, account)
    if token is None:
        raise Refused("sign_in_wrong")
    return token


def second_step(store: Store, sealer: Sealer, who: SignedIn, typed: str, label: str, now: int) -> str:
    """Take a code of the second factor, or a recovery code, and return the token of the session that it opens.

    Raises:
        Refused: the code is wrong or was used, or the account takes no attempts for now.

    """
    token = None
    with store.deciding("system", now) as work:
        account = work.session.get_one(Account, who.id)
        waits = locked(account, now)
        if not waits:
            if _counts(sealer, account, typed, now):
                token = _open(work, account, who, label)
            else:
                _failed(work, account)
    if token is None:
        raise Refused("locked" if waits else "code_wrong")
    return token


def take_up(store: Store, passwords: Passwords, code: str, password: str, label: str, now: int) -> str:
    """Take an invitation up with a chosen password, and return the token of a session that sets the second factor up.

    Raises:
        Refused: the code invites nobody, or the password cannot be chosen.

    """
    with store.reading() as session:
        invited = by_invitation(session, code, now)
    if problem := fault(password, invited.login, invited.name):
        raise Refused(problem, least=SHORTEST, most=LONGEST)
    kept = passwords.hash(password)
    with store.deciding(f"account:{invited.id}", now) as work:
        account = by_invitation(work.session, code, now)
        account.password_hash, account.invitation_hash, account.invitation_until = kept, None, None
        account.failed, account.locked_until = 0, None
        work.record("account.password_set", ("account", account.id))
        return sessions.begin(work, account, PASSWORD, label)


def begin_second_factor(store: Store, sealer: Sealer, who: SignedIn, now: int) -> str:
    """Return the secret that waits to be confirmed, which is made where there is none.

    Raises:
        Refused: the second factor is set up already.

    """
    with store.deciding("system", now) as work:
        account = work.session.get_one(Account, who.id)
        if account.totp_last is not None:
            raise Refused("second_factor_there")
        secret = _secret(sealer, account)
        if secret is None:
            secret = new_secret()
            account.totp_sealed = sealer.seal(secret).decode()
        return secret


def confirm_second_factor(
    store: Store, sealer: Sealer, who: SignedIn, typed: str, label: str, now: int
) -> tuple[str, list[str]]:
    """Take the first code, and return the token of the session that it opens and the recovery codes, shown once.

    Raises:
        Refused: the code is wrong, or the second factor is set up already.

    """
    opened = None
    with store.deciding(who.actor, now) as work:
        account = work.session.get_one(Account, who.id)
        if account.totp_last is not None:
            raise Refused("second_factor_there")
        secret = _secret(sealer, account)
        step = None if secret is None else matched_step(secret, typed, now, None)
        if step is not None:
            account.totp_last = step
            codes, account.recovery_hashes = new_recovery_codes()
            work.record("account.second_factor_set", ("account", account.id))
            opened = _open(work, account, who, label), codes
    if opened is None:
        raise Refused("code_wrong")
    return opened


def count_failure(store: Store, account_id: int, now: int) -> None:
    """Count a wrong password of somebody who is signed in already: a found laptop must not be a place to guess.

    Raises:
        Refused: the account takes no attempts for now.

    """
    with store.deciding("system", now) as work:
        account = work.session.get_one(Account, account_id)
        waits = locked(account, now)
        if not waits:
            _failed(work, account)
    if waits:
        raise Refused("locked")


def _counts(sealer: Sealer, account: Account, typed: str, now: int) -> bool:
    """True if the code opens the account; it is used by that."""
    secret = _secret(sealer, account)
    if secret is None or account.totp_last is None:
        return False
    step = matched_step(secret, typed, now, account.totp_last)
    if step is not None:
        account.totp_last = step
        return True
    left = spend_recovery_code(account.recovery_hashes, typed)
    if left is None:
        return False
    account.recovery_hashes = left
    return True


def _open(work: Work, account: Account, who: SignedIn, label: str) -> str:
    account.failed, account.locked_until = 0, None
    sessions.end(work, [who.session_id])
    return sessions.begin(work, account, FULL, label)


def _secret(sealer: Sealer, account: Account) -> str | None:
    return None if account.totp_sealed is None else sealer.open(account.totp_sealed.encode())


def locked(account: Account, now: int) -> bool:
    """True if an account takes no attempts for now."""
    return account.locked_until is not None and account.locked_until > now


def _failed(work: Work, account: Account) -> None:
    account.failed += 1
    wait = wait_after(account.failed)
    if wait:
        account.locked_until = work.now + wait
        work.record(
            "account.locked", ("account", account.id), after={"failed": account.failed, "until": account.locked_until}
        )

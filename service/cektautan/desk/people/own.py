"""What somebody changes about the own account: the password, and the second factor's beginning anew."""

from __future__ import annotations

from cektautan.desk.people import sessions, sign_in
from cektautan.desk.people.passwords import LONGEST, SHORTEST, Passwords, fault
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.sessions import PASSWORD, SignedIn
from cektautan.store.models import Account
from cektautan.store.sealing import Sealer
from cektautan.store.transaction import Store


def change_password(store: Store, passwords: Passwords, who: SignedIn, old: str, new: str, now: int) -> int:
    """Change the password, end all other sessions, and return how many there were.

    Raises:
        Refused: the old one is wrong, the account takes no attempts for now, or the new one cannot be chosen.

    """
    _check(store, passwords, who, old, now)
    if problem := fault(new, who.login, who.name):
        raise Refused(problem, least=SHORTEST, most=LONGEST)
    kept = passwords.hash(new)
    with store.deciding(who.actor, now) as work:
        account = work.session.get_one(Account, who.id)
        account.password_hash = kept
        ended = sessions.end_all(work, who.id, but=who.session_id)
        work.record("account.password_changed", ("account", who.id), after={"sessions_ended": ended})
        return ended


def renew_second_factor(
    store: Store, passwords: Passwords, sealer: Sealer, who: SignedIn, password: str, code: str, label: str, now: int
) -> str:
    """Begin the second factor anew, for a new phone or new recovery codes, and return the token of the session for it.

    Raises:
        Refused: the password or the code is wrong, or the account takes no attempts for now.

    """
    _check(store, passwords, who, password, now)
    # The code is spent as if one signed in: attempts count, and it counts once.
    sign_in.second_step(store, sealer, who, code, label, now)
    with store.deciding(who.actor, now) as work:
        account = work.session.get_one(Account, who.id)
        account.totp_sealed = account.totp_last = None
        account.recovery_hashes = []
        sessions.end_all(work, who.id)
        work.record("account.second_factor_renewed", ("account", who.id))
        return sessions.begin(work, account, PASSWORD, label)


def _check(store: Store, passwords: Passwords, who: SignedIn, password: str, now: int) -> None:
    """Take the password of somebody who is signed in. The lock holds for the right one too, or guessing would go on.

    Raises:
        Refused: it is wrong, or the account takes no attempts for now.

    """
    with store.reading() as session:
        account = session.get_one(Account, who.id)
        if sign_in.locked(account, now):
            raise Refused("locked")
        kept = account.password_hash
    if not passwords.verify(kept, password):
        sign_in.count_failure(store, who.id, now)
        raise Refused("password_wrong")

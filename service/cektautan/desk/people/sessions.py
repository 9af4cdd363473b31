"""Sessions of signed-in people: a random token in the browser, its SHA-256 here, and an end that anybody can bring on.

One lasts a working shift without use and a week at most. Its owner and an administrator see all of them and can end
each. The step from the password to the second factor makes a new token, so that nobody can plant a session and wait.
Being seen is noted every few minutes and is no event: the log is for decisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from cektautan.desk.people.acting import Acting
from cektautan.desk.people.tokens import fingerprint, new_token
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import Account, AccountRole, LoginSession
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

IDLE_SECONDS = 12 * 3600
LONGEST_SECONDS = 7 * 86_400
FIRST_STEP_SECONDS = 15 * 60
"""How long there is between the password and the second factor."""
NOTE_EVERY = 5 * 60

PASSWORD, FULL = "password", "full"


@dataclass(frozen=True)
class SignedIn:
    """Who asks: an account by the session of one browser."""

    id: int
    login: str
    name: str
    roles: tuple[str, ...]
    created_by: int | None
    language: str
    shortcuts: bool
    session_id: int
    stage: str
    enrolled: bool
    """Whether the second factor has been set up."""
    seen_at: int

    @property
    def actor(self) -> str:
        """How the log names it."""
        return f"account:{self.id}"


@dataclass(frozen=True)
class Shown:
    """A session as its owner sees it."""

    id: int
    label: str
    created_at: int
    seen_at: int
    current: bool


def begin(work: Work, account: Account, stage: str, label: str) -> str:
    """Open a session and return its token, which is not kept."""
    token = new_token()
    lasts = LONGEST_SECONDS if stage == FULL else FIRST_STEP_SECONDS
    work.session.add(
        LoginSession(
            account_id=account.id,
            token_hash=fingerprint(token),
            stage=stage,
            label=label[:200],
            created_at=work.now,
            seen_at=work.now,
            expires_at=work.now + lasts,
        )
    )
    return token


def find(store: Store, token: str, now: int) -> SignedIn | None:
    """Return who holds a session, or None: it never was, has ended, or its account is disabled.

    Raises:
        StoreUnavailableError: the database does not answer.

    """
    with store.reading() as session:
        found = session.execute(
            select(LoginSession, Account)
            .join(Account, Account.id == LoginSession.account_id)
            .where(LoginSession.token_hash == fingerprint(token), *_alive(now), Account.disabled_at.is_(None))
        ).first()
        if found is None:
            return None
        held, account = found
        roles = session.scalars(select(AccountRole.role).where(AccountRole.account_id == account.id)).all()
    return SignedIn(
        id=account.id,
        login=account.login,
        name=account.name,
        roles=tuple(sorted(roles)),
        created_by=account.created_by,
        language=str(account.preferences.get("language", "")),
        shortcuts=account.preferences.get("shortcuts", True) is True,
        session_id=held.id,
        stage=held.stage,
        enrolled=account.totp_last is not None,
        seen_at=held.seen_at,
    )


def note_seen(store: Store, who: SignedIn, now: int) -> None:
    """Note that a session is in use, every few minutes; later, where a long decision is in the way."""
    if now - who.seen_at < NOTE_EVERY:
        return
    with suppress(StoreUnavailableError), store.deciding("system", now) as work:
        work.session.execute(update(LoginSession).where(LoginSession.id == who.session_id).values(seen_at=now))


def open_sessions(session: Session, account_id: int, now: int, current: int | None = None) -> list[Shown]:
    """Return the sessions of an account that are alive, the last used first."""
    rows = session.scalars(
        select(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.stage == FULL, *_alive(now))
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )
    return [Shown(each.id, each.label, each.created_at, each.seen_at, each.id == current) for each in rows]


def sign_out(store: Store, session_id: int, now: int) -> None:
    """End one's own session. Nobody else is concerned, so it is no event."""
    with store.deciding("system", now) as work:
        end(work, [session_id])


def revoke(store: Store, by: Acting, account_id: int, session_ids: Sequence[int], now: int) -> int:
    """End sessions of an account by the list, and return how many there were."""
    with store.deciding(by.actor, now) as work:
        found = list(
            work.session.scalars(
                select(LoginSession.id).where(
                    LoginSession.account_id == account_id, LoginSession.id.in_(session_ids), *_alive(now)
                )
            )
        )
        if found:
            end(work, found)
            work.record("sessions.revoked", ("account", account_id), after={"sessions": len(found)})
        return len(found)


def end_all(work: Work, account_id: int, but: int | None = None) -> int:
    """End every session of an account, but one, within a decision, and return how many there were."""
    found = select(LoginSession.id).where(LoginSession.account_id == account_id, *_alive(work.now))
    ids = [each for each in work.session.scalars(found) if each != but]
    end(work, ids)
    return len(ids)


def end(work: Work, session_ids: Sequence[int]) -> None:
    """End sessions within a decision."""
    work.session.execute(
        update(LoginSession)
        .where(LoginSession.id.in_(session_ids), LoginSession.revoked_at.is_(None))
        .values(revoked_at=work.now)
    )


def _alive(now: int) -> tuple[ColumnElement[bool], ...]:
    return (
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > now,
        LoginSession.seen_at > now - IDLE_SECONDS,
    )

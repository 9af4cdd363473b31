"""People of the desk on both engines: signing in, and what happens when two do the same at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import func, select

from cektautan.desk.people import sessions, sign_in
from cektautan.desk.people.accounts import create
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.people.grants import decide, grant
from cektautan.desk.people.passwords import Passwords
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.roster import people, proposed_roles
from cektautan.desk.people.sessions import SignedIn
from cektautan.desk.people.spent_forms import SentAlreadyError, spending
from cektautan.desk.roles_file import load_roles
from cektautan.desk.rules.roles import Roles
from cektautan.store.audit import audit
from cektautan.store.models import Account, Event
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

NOW = 1_792_000_800
CHOSEN = "tujuh kapal biru berlayar"
AT_ONCE = 6


@cache
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture(scope="module")
def roles() -> Roles:
    return load_roles(Path(__file__).resolve().parents[3] / "rules")


def found(store: Store, token: str, now: int = NOW) -> SignedIn:
    who = sessions.find(store, token, now)
    assert who is not None
    return who


def begun(store: Store, login: str) -> tuple[SignedIn, str, list[str]]:
    """Invite somebody who takes it up; return who is signed in, the secret of the second factor and recovery codes."""
    _, code = create(store, OPERATOR, login, login.capitalize(), NOW)
    half = found(store, sign_in.take_up(store, passwords(), code, CHOSEN, "", NOW))
    secret = sign_in.begin_second_factor(store, store.sealer, half, NOW)
    token, codes = sign_in.confirm_second_factor(store, store.sealer, half, pyotp.TOTP(secret).at(NOW), "", NOW)
    return found(store, token), secret, codes


def at_once(act: Callable[[], object]) -> list[str]:
    """Do something in several threads that begin together, and return what each came to."""
    outcomes: list[str] = []
    ready = threading.Barrier(AT_ONCE)

    def run() -> None:
        ready.wait()
        try:
            outcomes.append(str(act()))
        except Refused as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(outcomes)


def test_one_signs_in_with_both_steps(store: Store) -> None:
    who, secret, _ = begun(store, "rina")
    later = NOW + 60
    half = found(store, sign_in.first_step(store, passwords(), " RINA", CHOSEN, "Firefox, Linux", later), later)
    assert (half.stage, half.enrolled) == ("password", True)
    token = sign_in.second_step(store, store.sealer, half, pyotp.TOTP(secret).at(later), "Firefox, Linux", later)
    again = found(store, token, later)
    assert (again.id, again.stage, again.roles) == (who.id, "full", ())
    assert sessions.find(store, token, later + sessions.IDLE_SECONDS) is None
    with store.reading() as session:
        assert [each.label for each in sessions.open_sessions(session, who.id, later)] == ["Firefox, Linux", ""]
        (person,) = people(session, later)
    assert (person.state, person.last_seen) == ("active", later)


def test_an_unknown_name_and_a_wrong_password_are_refused_alike(store: Store) -> None:
    begun(store, "rina")
    for login, password in (("siapa", CHOSEN), ("rina", "salah sekali ini"), ("", "")):
        with pytest.raises(Refused) as refused:
            sign_in.first_step(store, passwords(), login, password, "", NOW)
        assert refused.value.code == "sign_in_wrong"
    with store.reading() as session:
        assert [each.failed for each in session.query(Account)] == [1]


def test_a_code_that_is_used_by_several_at_once_opens_one_session(store: Store) -> None:
    _, _, codes = begun(store, "rina")
    halves = [found(store, sign_in.first_step(store, passwords(), "rina", CHOSEN, "", NOW)) for _ in range(AT_ONCE)]
    waiting = iter(halves)

    def use() -> str:
        sign_in.second_step(store, store.sealer, next(waiting), codes[0], "", NOW)
        return "opened"

    outcomes = at_once(use)
    assert outcomes.count("opened") == 1
    assert set(outcomes) <= {"opened", "code_wrong", "locked"}


def test_an_invitation_that_is_taken_up_by_several_at_once_is_one_persons(store: Store) -> None:
    _, code = create(store, OPERATOR, "rina", "Rina", NOW)

    def take() -> str:
        sign_in.take_up(store, passwords(), code, CHOSEN, "", NOW)
        return "taken"

    assert at_once(take) == ["invitation_unknown"] * (AT_ONCE - 1) + ["taken"]


def test_a_name_that_is_given_by_several_at_once_is_one_accounts(store: Store) -> None:
    def give() -> str:
        create(store, OPERATOR, "rina", "Rina", NOW)
        return "made"

    assert at_once(give) == ["login_taken"] * (AT_ONCE - 1) + ["made"]


def test_a_role_that_is_approved_by_several_at_once_is_granted_once(store: Store, roles: Roles) -> None:
    first, _, _ = begun(store, "admin")
    other, _, _ = begun(store, "lain")
    sari, _, _ = begun(store, "sari")
    for each in (first, other):
        assert grant(store, OPERATOR, roles, each.id, "admin", "mulai", NOW)
    assert not grant(store, first, roles, sari.id, "approver", "penyetuju malam", NOW)
    with store.reading() as session:
        (waiting,) = proposed_roles(session)

    def approve() -> str:
        decide(store, other, roles, waiting.id, True, "setuju", NOW)
        return "granted"

    assert at_once(approve) == ["granted"] + ["proposal_decided"] * (AT_ONCE - 1)
    with store.reading() as session:
        assert [each.role for each in session.get_one(Account, sari.id).roles] == ["approver"]
        # Raises where a link of the chain, or a commitment to a name, does not hold.
        audit(session, store.sealer, NOW)


def send(store: Store, refuse: bool = False) -> bool:
    """Answer a form that writes an event, and say whether it was the first to."""
    try:
        with spending(store, "form", NOW) as form:
            with store.deciding("system", NOW) as work:
                work.record("test.sent", ("test", 1))
            form.refused = refuse
    except SentAlreadyError:
        return False
    return True


def sent(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Event).where(Event.action == "test.sent")) or 0


def test_a_form_that_is_sent_by_several_at_once_counts_once(store: Store) -> None:
    assert at_once(lambda: send(store)) == ["False"] * (AT_ONCE - 1) + ["True"]
    assert sent(store) == 1


def test_a_form_that_was_refused_counts_again(store: Store) -> None:
    assert send(store, refuse=True)
    assert send(store)
    assert not send(store)


def test_a_form_whose_decision_was_not_committed_was_not_sent(store: Store) -> None:
    def dies(work: Work) -> None:
        work.record("test.sent", ("test", 1))
        work.session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), spending(store, "form", NOW), store.deciding("system", NOW) as work:
        dies(work)
    assert send(store)
    assert sent(store) == 1

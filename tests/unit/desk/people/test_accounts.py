"""Accounts: how they begin, begin anew and end, and that no name and no secret stands in the log."""

from __future__ import annotations

import json

import pytest
from tests.unit.desk.people.conftest import NOW, Add

from cektautan.desk.people import sessions
from cektautan.desk.people.accounts import INVITATION_SECONDS, create, disable, enable, invite_anew
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.people.grants import grant, withdraw
from cektautan.desk.people.own import change_password, renew_second_factor
from cektautan.desk.people.passwords import Passwords, fault
from cektautan.desk.people.recusals import recuse, return_to
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.roster import people
from cektautan.desk.people.sign_in import take_up
from cektautan.desk.people.strength import WHY
from cektautan.desk.rules.roles import Roles
from cektautan.store.models import Account, Event, Personal
from cektautan.store.transaction import Store
from cektautan.web.texts import load

CHOSEN = "tujuh kapal biru berlayar"


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords()


def state(store: Store, login: str, now: int = NOW) -> str:
    with store.reading() as session:
        return next(each.state for each in people(session, now) if each.login == login)


def code_of(problem: pytest.ExceptionInfo[Refused]) -> str:
    return problem.value.code


def test_a_new_account_has_no_password_and_no_roles(sqlite_store: Store) -> None:
    account_id, code = create(sqlite_store, OPERATOR, " Sari.D ", "  Sari   Dewi ", NOW)
    with sqlite_store.reading() as session:
        account = session.get_one(Account, account_id)
        assert (account.login, account.name, account.password_hash, account.roles) == ("sari.d", "Sari Dewi", None, [])
    assert code.replace("-", "") not in str(vars(account))
    assert state(sqlite_store, "sari.d") == "invited"
    assert state(sqlite_store, "sari.d", NOW + INVITATION_SECONDS) == "lapsed"


def test_no_name_stands_in_the_log_and_it_can_be_erased(sqlite_store: Store) -> None:
    create(sqlite_store, OPERATOR, "sari", "Sari Dewi", NOW)
    with sqlite_store.reading() as session:
        (event,) = session.query(Event).all()
        assert "sari" not in str({**vars(event), "_sa_instance_state": None}).casefold()
        fields = {each.field: sqlite_store.sealer.open(each.sealed or b"") for each in session.query(Personal)}
    assert fields == {"login": "sari", "name": "Sari Dewi"}


@pytest.mark.parametrize(
    ("login", "name", "code"),
    [("s", "Sari", "login_form"), ("sari dewi", "Sari", "login_form"), ("-sari", "Sari", "login_form"),
     ("sari", " ", "name_form"), ("sari", "Sari \u202e", "name_form"), ("sari", "x" * 81, "name_form"),
     ("ada", "Sari", "login_taken"), ("ADA", "Sari", "login_taken")],
)  # fmt: skip
def test_what_cannot_be_an_account_is_told(sqlite_store: Store, add: Add, login: str, name: str, code: str) -> None:
    add("ada")
    with pytest.raises(Refused) as problem:
        create(sqlite_store, OPERATOR, login, name, NOW)
    assert code_of(problem) == code


def test_an_invitation_is_good_once_and_for_three_days(sqlite_store: Store, passwords: Passwords) -> None:
    _, code = create(sqlite_store, OPERATOR, "sari", "Sari", NOW)
    with pytest.raises(Refused) as late:
        take_up(sqlite_store, passwords, code, CHOSEN, "", NOW + INVITATION_SECONDS)
    assert code_of(late) == "invitation_unknown"
    take_up(sqlite_store, passwords, code, CHOSEN, "", NOW)
    assert state(sqlite_store, "sari") == "no_factor"
    with pytest.raises(Refused) as again:
        take_up(sqlite_store, passwords, code, CHOSEN, "", NOW)
    assert code_of(again) == "invitation_unknown"


def test_whoever_invites_anew_counts_as_creator_and_the_roles_are_gone(
    sqlite_store: Store, roles: Roles, add: Add
) -> None:
    admin, sari = add("admin", "admin"), add("sari", "approver")
    invite_anew(sqlite_store, admin, roles, sari.id, "ponsel hilang", NOW)
    with sqlite_store.reading() as session:
        account = session.get_one(Account, sari.id)
        assert (account.created_by, account.password_hash, account.totp_sealed) == (admin.id, None, None)
        assert sessions.open_sessions(session, sari.id, NOW) == []
        assert account.roles == []
        event = session.query(Event).filter_by(action="account.invited_anew").one()
        assert json.loads(event.before or "") == {"roles": ["approver"]}
        assert json.loads(event.after or "") == {"roles": [], "sessions_ended": 1}
    with pytest.raises(Refused) as own:
        invite_anew(sqlite_store, admin, roles, admin.id, "saya sendiri", NOW)
    assert code_of(own) == "own_account"


def test_the_operator_invites_anew_and_leaves_the_roles(sqlite_store: Store, roles: Roles, add: Add) -> None:
    sari = add("sari", "admin")
    invite_anew(sqlite_store, OPERATOR, roles, sari.id, "ponsel hilang", NOW)
    with sqlite_store.reading() as session:
        account = session.get_one(Account, sari.id)
        assert ([each.role for each in account.roles], account.created_by) == (["admin"], None)


def test_nobody_can_be_both_persons_by_inviting_two_people_anew(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin = add("admin", "admin")
    add("lain", "admin")
    pair = [add("sari", "moderator"), add("budi", "approver")]
    for each in pair:
        invite_anew(sqlite_store, admin, roles, each.id, "ponsel hilang", NOW)
        assert not grant(sqlite_store, admin, roles, each.id, "approver", "kembali", NOW), "waits for another one"
    with sqlite_store.reading() as session:
        assert [session.get_one(Account, each.id).roles for each in pair] == [[], []]


def test_an_administrator_acts_against_no_other_and_the_operator_may(
    sqlite_store: Store, roles: Roles, add: Add
) -> None:
    admin, other = add("admin", "admin"), add("lain", "admin", "auditor")
    for act in (
        lambda: invite_anew(sqlite_store, admin, roles, other.id, "ponsel hilang", NOW),
        lambda: disable(sqlite_store, admin, roles, other.id, "pergi", NOW),
        lambda: withdraw(sqlite_store, admin, roles, other.id, "admin", "pergi", NOW),
    ):
        with pytest.raises(Refused) as problem:
            act()
        assert code_of(problem) == "other_admin"
    withdraw(sqlite_store, admin, roles, other.id, "auditor", "bukan perannya", NOW)
    withdraw(sqlite_store, other, roles, other.id, "admin", "saya berhenti", NOW)
    third = add("ketiga", "admin")
    invite_anew(sqlite_store, OPERATOR, roles, third.id, "ponsel hilang", NOW)
    disable(sqlite_store, OPERATOR, roles, third.id, "tidak pernah datang", NOW)
    fourth = add("keempat", "admin")
    invite_anew(sqlite_store, OPERATOR, roles, fourth.id, "ponsel hilang", NOW)
    withdraw(sqlite_store, OPERATOR, roles, fourth.id, "admin", "tidak pernah datang", NOW)
    with pytest.raises(Refused) as last:
        withdraw(sqlite_store, OPERATOR, roles, admin.id, "admin", "pergi", NOW)
    assert code_of(last) == "last_admin"


def test_an_enabled_account_begins_anew_without_roles(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin, sari = add("admin", "admin"), add("sari", "approver")
    with pytest.raises(Refused) as still:
        enable(sqlite_store, admin, sari.id, "kembali", NOW)
    assert code_of(still) == "account_enabled"
    disable(sqlite_store, admin, roles, sari.id, "cuti", NOW)
    with pytest.raises(Refused) as twice:
        disable(sqlite_store, admin, roles, sari.id, "cuti", NOW)
    assert code_of(twice) == "account_disabled"
    enable(sqlite_store, admin, sari.id, "kembali", NOW)
    assert state(sqlite_store, "sari") == "invited"
    with sqlite_store.reading() as session:
        assert session.get_one(Account, sari.id).roles == []


@pytest.mark.parametrize(
    ("password", "code"),
    [("kurang12kar", "password_short"), ("x" * 201, "password_long"), ("aaaaaaaaaaaabbbb", "password_repeat"),
     ("akun sari yang lama", "password_named"), ("masuk CekTautan yuk", "password_named"), (CHOSEN, None)],
)  # fmt: skip
def test_a_password_is_long_and_not_the_first_guess(password: str, code: str | None) -> None:
    assert fault(password, "sari") == code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("password1234", "password_common"), ("jakarta12345", "password_expected"), ("Qwertyuiop12", "password_common"),
        ("terimakasih1", "password_expected"), ("akucintakamu", "password_expected"),
        ("BismillaH123", "password_expected"),
        ("wulandari2026", "password_expected"), ("1234567890abc", "password_common"), ("asdfghjkl;12", "password_row"),
        ("abcdefghijklm", "password_row"), ("1945-08-17ab", "password_date"), ("extraordinary", "password_word"),
        ("kucingkucingkucing", "password_repeat"), ("gajah terbang ke bulan", None),
        ("x" * 100 + "empat kuda", "password_repeat"),
    ],
)  # fmt: skip
def test_what_many_choose_is_refused_with_what_is_weak_in_it(password: str, code: str | None) -> None:
    assert fault(password, "sari", "Sari Wulandari") == code


def test_every_weakness_has_words_in_both_languages() -> None:
    codes = {*WHY.values(), "word", "guessable", "named", "short", "long"}
    for language in ("id", "en"):
        texts = load(language)
        assert not [code for code in codes if f"people_refused_password_{code}" not in texts.texts]


def test_a_password_is_the_same_however_its_letters_are_composed(passwords: Passwords) -> None:
    kept = passwords.hash("cafe\u0301 di ujung jalan")
    assert kept.startswith("$argon2id$")
    assert passwords.verify(kept, "caf\u00e9 di ujung jalan")
    assert not passwords.verify(kept, "cafe di ujung jalan")
    assert not passwords.verify(None, "a password that nobody has")
    assert not passwords.verify("no hash at all", CHOSEN)


def test_changing_the_password_ends_the_other_sessions(sqlite_store: Store, passwords: Passwords, add: Add) -> None:
    sari = add("sari", "moderator")
    with sqlite_store.deciding("system", NOW) as work:
        account = work.session.get_one(Account, sari.id)
        account.password_hash = passwords.hash(CHOSEN)
        sessions.begin(work, account, sessions.FULL, "Chrome, Android")
    for old, new, code in (("salah", CHOSEN, "password_wrong"), (CHOSEN, "pendek", "password_short")):
        with pytest.raises(Refused) as problem:
            change_password(sqlite_store, passwords, sari, old, new, NOW)
        assert code_of(problem) == code
    assert change_password(sqlite_store, passwords, sari, CHOSEN, "delapan gajah menari", NOW) == 1
    with sqlite_store.reading() as session:
        assert [each.id for each in sessions.open_sessions(session, sari.id, NOW)] == [sari.session_id]


def test_guessing_the_password_of_a_found_laptop_locks_the_account(
    sqlite_store: Store, passwords: Passwords, add: Add
) -> None:
    sari = add("sari", "moderator")
    codes = []
    for _ in range(7):
        with pytest.raises(Refused) as problem:
            renew_second_factor(sqlite_store, passwords, sqlite_store.sealer, sari, "tebakan", "000000", "", NOW)
        codes.append(code_of(problem))
    assert codes == ["password_wrong"] * 5 + ["locked"] * 2


def test_a_locked_account_does_not_tell_that_the_guess_was_right(
    sqlite_store: Store, passwords: Passwords, add: Add
) -> None:
    sari = add("sari", "moderator")
    with sqlite_store.deciding("system", NOW) as work:
        account = work.session.get_one(Account, sari.id)
        account.password_hash, account.locked_until = passwords.hash(CHOSEN), NOW + 60
    with pytest.raises(Refused) as problem:
        change_password(sqlite_store, passwords, sari, CHOSEN, "delapan gajah menari", NOW)
    assert code_of(problem) == "locked"
    change_password(sqlite_store, passwords, sari, CHOSEN, "delapan gajah menari", NOW + 60)


def test_one_steps_back_from_a_topic_and_returns(sqlite_store: Store, add: Add) -> None:
    sari, budi = add("sari", "moderator"), add("budi", "moderator")
    recusal = recuse(sqlite_store, sari, "word", " Partai  Contoh ", "kakak saya calonnya", NOW)
    for kind, value, code in (
        ("word", "partai contoh", "recusal_there"), ("word", "ab", "recusal_word"), ("mood", "x", "recusal_form"),
        ("claim", "tidak-ada-2024", "recusal_claim"), ("tag", " ", "recusal_form"),
    ):  # fmt: skip
        with pytest.raises(Refused) as problem:
            recuse(sqlite_store, sari, kind, value, "", NOW)
        assert code_of(problem) == code
    with sqlite_store.reading() as session:
        (shown,) = next(each.recusals for each in people(session, NOW) if each.id == sari.id)
    assert (shown.kind, shown.value, shown.reason) == ("word", "partai contoh", "kakak saya calonnya")
    with pytest.raises(Refused) as foreign:
        return_to(sqlite_store, budi, recusal, NOW)
    assert code_of(foreign) == "no_recusal"
    return_to(sqlite_store, sari, recusal, NOW)
    with sqlite_store.reading() as session:
        assert all(not each.recusals for each in people(session, NOW))

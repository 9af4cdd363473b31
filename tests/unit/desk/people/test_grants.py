"""Roles: who grants them alone, who may be the second, and what stands in the log."""

from __future__ import annotations

import json

import pytest
from tests.unit.desk.people.conftest import NOW, Add

from cektautan.desk.people.accounts import disable
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.people.grants import decide, grant, withdraw
from cektautan.desk.people.refused import Refused
from cektautan.desk.people.roster import people, proposed_roles
from cektautan.desk.rules.roles import Roles
from cektautan.store.models import Account, Event
from cektautan.store.transaction import Store


def held(store: Store, account_id: int) -> list[str]:
    with store.reading() as session:
        return [each.role for each in session.get_one(Account, account_id).roles]


def last_event(store: Store) -> Event:
    with store.reading() as session:
        return session.query(Event).order_by(Event.seq.desc()).first()  # type: ignore[return-value]


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda problem: problem.code == code)


def test_the_only_administrator_grants_alone_and_the_log_says_so(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin, sari = add("admin", "admin"), add("sari")
    assert grant(sqlite_store, admin, roles, sari.id, "moderator", "mulai hari ini", NOW)
    assert held(sqlite_store, sari.id) == ["moderator"]
    event = last_event(sqlite_store)
    assert (event.action, event.actor, event.object_id) == ("role.granted", admin.actor, str(sari.id))
    assert event.reason == "mulai hari ini"
    assert json.loads(event.before or "") == {"roles": []}
    assert json.loads(event.after or "") == {"roles": ["moderator"], "granted_by": admin.id, "approved_by": None}


def test_a_grant_waits_for_a_second_administrator_once_there_are_two(
    sqlite_store: Store, roles: Roles, add: Add
) -> None:
    admin, other, sari = add("admin", "admin"), add("lain", "admin"), add("sari")
    assert not grant(sqlite_store, admin, roles, sari.id, "approver", "penyetuju malam", NOW)
    assert held(sqlite_store, sari.id) == []
    with sqlite_store.reading() as session:
        (waiting,) = proposed_roles(session)
    assert (waiting.account_id, waiting.role, waiting.proposed_by) == (sari.id, "approver", admin.id)
    with refused("own_proposal"):
        decide(sqlite_store, admin, roles, waiting.id, True, "setuju", NOW)
    assert decide(sqlite_store, other, roles, waiting.id, True, "setuju", NOW) == (sari.id, "approver")
    assert held(sqlite_store, sari.id) == ["approver"]
    with refused("proposal_decided"):
        decide(sqlite_store, other, roles, waiting.id, True, "lagi", NOW)


def test_an_administrator_who_is_only_invited_counts_as_the_second_one(
    sqlite_store: Store, roles: Roles, add: Add
) -> None:
    admin, other, sari = add("admin", "admin"), add("lain", "admin"), add("sari")
    with sqlite_store.deciding("operator", NOW) as work:
        work.session.get_one(Account, other.id).password_hash = None
    assert not grant(sqlite_store, admin, roles, sari.id, "moderator", "mulai", NOW)
    with refused("last_admin"):
        withdraw(sqlite_store, admin, roles, admin.id, "admin", "selesai", NOW)


@pytest.mark.parametrize("proposer", ["admin", "puppet", "second_puppet"])
def test_nobody_approves_with_an_account_they_created(
    sqlite_store: Store, roles: Roles, add: Add, proposer: str
) -> None:
    admin = add("admin", "admin")
    puppet = add("boneka", "admin", created_by=admin.id)
    second = add("boneka2", "admin", created_by=puppet.id)
    hand = {"admin": admin, "puppet": puppet, "second_puppet": second}
    sari = add("sari")
    grant(sqlite_store, hand[proposer], roles, sari.id, "approver", "alasan", NOW)
    with sqlite_store.reading() as session:
        (waiting,) = proposed_roles(session)
    for name, who in hand.items():
        with refused("own_proposal" if name == proposer else "not_independent"):
            decide(sqlite_store, who, roles, waiting.id, True, "setuju", NOW)
    assert held(sqlite_store, sari.id) == []


def test_nobody_approves_a_role_of_their_own(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin, other = add("admin", "admin"), add("lain", "admin")
    grant(sqlite_store, admin, roles, other.id, "approver", "alasan", NOW)
    with sqlite_store.reading() as session:
        (waiting,) = proposed_roles(session)
    with refused("own_role"):
        decide(sqlite_store, other, roles, waiting.id, True, "setuju", NOW)


def test_who_is_no_administrator_any_more_grants_nothing(sqlite_store: Store, roles: Roles, add: Add) -> None:
    add("admin", "admin")
    former, sari = add("mantan", "auditor"), add("sari")
    with refused("no_right"):
        grant(sqlite_store, former, roles, sari.id, "approver", "alasan", NOW)


def test_rejecting_and_taking_back_grant_nothing(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin, other, sari = add("admin", "admin"), add("lain", "admin"), add("sari")
    for who, action in ((other, "role.rejected"), (admin, "role.proposal_withdrawn")):
        grant(sqlite_store, admin, roles, sari.id, "approver", "alasan", NOW)
        with sqlite_store.reading() as session:
            (waiting,) = proposed_roles(session)
        decide(sqlite_store, who, roles, waiting.id, False, "tidak jadi", NOW)
        assert last_event(sqlite_store).action == action
    assert held(sqlite_store, sari.id) == []


def test_a_role_is_not_asked_for_twice(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin, _, sari = add("admin", "admin"), add("lain", "admin"), add("sari", "auditor")
    with refused("role_held"):
        grant(sqlite_store, admin, roles, sari.id, "auditor", "alasan", NOW)
    grant(sqlite_store, admin, roles, sari.id, "approver", "alasan", NOW)
    with refused("role_proposed"):
        grant(sqlite_store, admin, roles, sari.id, "approver", "alasan", NOW)


def test_a_proposal_for_an_account_that_was_disabled_is_stale(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin, other, sari = add("admin", "admin"), add("lain", "admin"), add("sari")
    grant(sqlite_store, admin, roles, sari.id, "approver", "alasan", NOW)
    disable(sqlite_store, other, roles, sari.id, "pindah", NOW)
    with sqlite_store.reading() as session:
        (waiting,) = proposed_roles(session)
    with refused("proposal_stale"):
        decide(sqlite_store, other, roles, waiting.id, True, "setuju", NOW)


def test_withdrawing_is_one_persons_act_and_at_once(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin, _, sari = add("admin", "admin"), add("lain", "admin"), add("sari", "approver", "auditor")
    withdraw(sqlite_store, admin, roles, sari.id, "approver", "cuti panjang", NOW)
    assert held(sqlite_store, sari.id) == ["auditor"]
    assert last_event(sqlite_store).action == "role.withdrawn"
    with refused("role_not_held"):
        withdraw(sqlite_store, admin, roles, sari.id, "approver", "lagi", NOW)


def test_the_last_administrator_stays(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin = add("admin", "admin")
    with refused("last_admin"):
        withdraw(sqlite_store, admin, roles, admin.id, "admin", "selesai", NOW)
    with refused("last_admin"):
        disable(sqlite_store, OPERATOR, roles, admin.id, "selesai", NOW)
    assert held(sqlite_store, admin.id) == ["admin"]


def test_the_operator_grants_alone(sqlite_store: Store, roles: Roles, add: Add) -> None:
    add("admin", "admin"), add("lain", "admin")
    sari = add("sari")
    assert grant(sqlite_store, OPERATOR, roles, sari.id, "admin", "pengganti", NOW)
    assert last_event(sqlite_store).actor == "operator"


@pytest.mark.parametrize(
    ("role", "reason", "code"), [("kaisar", "x", "no_role"), ("auditor", " ", "reason_missing"),
                                 ("auditor", "x" * 501, "reason_long")],
)  # fmt: skip
def test_what_cannot_be_granted_is_told(
    sqlite_store: Store, roles: Roles, add: Add, role: str, reason: str, code: str
) -> None:
    admin, sari = add("admin", "admin"), add("sari")
    with refused(code):
        grant(sqlite_store, admin, roles, sari.id, role, reason, NOW)
    with refused("no_account"):
        grant(sqlite_store, admin, roles, 999, "auditor", "x", NOW)


def test_a_disabled_account_has_no_roles_and_no_sessions(sqlite_store: Store, roles: Roles, add: Add) -> None:
    admin, sari = add("admin", "admin"), add("sari", "moderator")
    disable(sqlite_store, admin, roles, sari.id, "berhenti", NOW)
    assert held(sqlite_store, sari.id) == []
    with sqlite_store.reading() as session:
        assert [(each.login, each.state) for each in people(session, NOW)] == [
            ("admin", "active"),
            ("sari", "disabled"),
        ]
    with refused("account_disabled"):
        grant(sqlite_store, admin, roles, sari.id, "moderator", "kembali", NOW)

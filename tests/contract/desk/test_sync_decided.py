"""What a sync leaves to people, decided by the desk's own acts: approved by somebody, and taken back by anybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.e2e.lists import CLAIMS, Claim, write_lists
from tests.support.desk import NOW, People

from cektautan.desk.decisions.decide import approve, reject
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import Conflict
from cektautan.desk.policy import Policy
from cektautan.desk.sync.run import Synced, sync
from cektautan.publish.rules_bundle import load_rules
from cektautan.store.audit import audit
from cektautan.store.models import Case, Event, Listing, Proposal
from cektautan.store.transaction import Store

ROOT = Path(__file__).resolve().parents[3]
KEY = "url:kabar.example/berita/ringan"
MILD = Claim("ringan-2024", "https://kabar.example/berita/ringan", "Angka itu dihitung keliru.", level=2)
LATER = NOW + 200 * 86_400
"""The made-up lists are dated by the real calendar."""


@pytest.fixture(scope="session")
def bundle() -> dict[str, Any]:
    return load_rules(ROOT / "rules")


class Lists:
    """A directory of lists and the store that is synced from it."""

    def __init__(self, store: Store, folder: Path, bundle: dict[str, Any]) -> None:
        self._store, self._folder, self._bundle = store, folder, bundle
        self.says(MILD)

    def says(self, *claims: Claim) -> Synced:
        write_lists(self._folder, (*CLAIMS, *claims))
        return sync(self._store, self._folder, self._bundle, LATER, confirmed=1)


@pytest.fixture
def lists(store: Store, people: People, tmp_path: Path, bundle: dict[str, Any]) -> Lists:
    assert people
    return Lists(store, tmp_path / "blocklists", bundle)


def level(store: Store) -> int:
    with store.reading() as session:
        return session.scalars(select(Listing).where(Listing.key == KEY)).one().level


def proposal(store: Store) -> Proposal:
    with store.reading() as session:
        return session.scalars(select(Proposal).order_by(Proposal.id.desc())).first() or pytest.fail("no proposal")


def last_synced(store: Store) -> int:
    with store.reading() as session:
        asked = select(Event.seq).where(Event.action == "claim.synced").order_by(Event.seq.desc())
        return session.scalars(asked).first() or pytest.fail("no event")


def whole(store: Store) -> None:
    with store.reading() as session:
        audit(session, store.sealer, LATER)


def test_one_person_approves_what_was_reviewed_in_a_file(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    lists.says(replace(MILD, level=3))
    asked = proposal(store)
    done = approve(store, policy, people.budi, asked.id, asked.version, "Sudah dibaca.", LATER)
    assert (level(store), done.applied) == (3, True)
    with store.reading() as session:
        assert session.scalars(select(Case)).one().status == "closed"
    assert lists.says(replace(MILD, level=3)).nothing
    whole(store)


def test_what_was_rejected_is_not_asked_again_until_the_file_says_something_else(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    lists.says(replace(MILD, level=3))
    asked = proposal(store)
    reject(store, policy, people.budi, asked.id, asked.version, "Belum cukup bukti.", LATER)
    lists.says(replace(MILD, level=3))
    assert proposal(store).id == asked.id
    lists.says(replace(MILD, level=3, text="Angka itu salah."))
    assert proposal(store).id != asked.id
    assert level(store) == 2


def test_a_proposal_of_an_older_file_cannot_be_approved(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    lists.says(replace(MILD, level=3))
    older = proposal(store)
    lists.says(replace(MILD, level=3, text="Angka itu salah."))
    with pytest.raises(Conflict):
        approve(store, policy, people.budi, older.id, older.version, "Sudah dibaca.", LATER)
    assert level(store) == 2


def test_a_sync_is_taken_back_like_any_decision_and_stays_taken_back(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    lists.says(replace(MILD, level=1))
    assert level(store) == 1
    done = undo(store, policy, people.budi, last_synced(store), "Berkas itu keliru.", LATER)
    assert done.applied or done.proposal_id
    if done.proposal_id:
        asked = proposal(store)
        approve(store, policy, people.sari if asked.proposed_by == people.budi else people.budi, asked.id,
                asked.version, "", LATER)  # fmt: skip
    assert level(store) == 2
    assert lists.says(replace(MILD, level=1)).nothing
    assert level(store) == 2
    whole(store)


def test_what_a_sync_added_is_removed_when_it_is_taken_back(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    new = Claim("baru-2024", "https://kabar.example/berita/baru", "Klaim baru.", level=1, verdict="satire",
                reason="satire", rating="SATIRE")  # fmt: skip
    lists.says(MILD, new)
    undo(store, policy, people.sari, last_synced(store), "Berkas itu keliru.", LATER)
    with store.reading() as session:
        row = session.scalars(select(Listing).where(Listing.claim_id == "baru-2024")).one()
        assert (row.status, row.claim.status) == ("removed", "removed")
    assert lists.says(MILD, new).nothing
    whole(store)

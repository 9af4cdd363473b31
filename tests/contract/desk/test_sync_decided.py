"""What a sync leaves to people, decided by the desk's own acts: approved by somebody, and taken back by anybody."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.e2e.lists import CLAIMS, Claim, write_lists
from tests.support.desk import NOW, People

from cektautan.desk.decisions.decide import approve, reject
from cektautan.desk.decisions.undo import undo
from cektautan.desk.errors import Conflict, Refused
from cektautan.desk.policy import Policy
from cektautan.desk.rules.answers import Why
from cektautan.desk.sync.run import sync
from cektautan.desk.sync.taking_over import Synced
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
        return self.says_at(LATER, *claims)

    def says_at(self, now: int, *claims: Claim, review_by: str | None = None) -> Synced:
        write_lists(self._folder, (*CLAIMS, *claims))
        if review_by is not None:
            for file in self._folder.glob(f"claims/*/{MILD.name}.yaml"):
                file.write_text(re.sub(r"review_by: .*", f"review_by: {review_by}", file.read_text()))
        return sync(self._store, self._folder, self._bundle, now, confirmed=1)


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


def grant(store: Store) -> None:
    """Write what a granted objection leaves behind."""
    with store.deciding("account:9", LATER) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == KEY)).one()
        row.status, row.immune_until = "retracted", datetime.fromtimestamp(LATER, UTC).date() + timedelta(days=90)
        row.version += 1
        work.record("appeal.granted", ("listing", row.id))


def statuses(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(each.status, session.get_one(Case, each.case_id).status) for each in session.scalars(select(Proposal))]


def test_what_a_granted_objection_took_back_is_not_revived_by_an_older_proposal(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    lists.says(replace(MILD, level=3))
    older = proposal(store)
    grant(store)
    with pytest.raises(Conflict):
        approve(store, policy, people.budi, older.id, older.version, "Sudah dibaca.", LATER)
    with store.reading() as session:
        row = session.scalars(select(Listing).where(Listing.key == KEY)).one()
        assert (row.status, row.level) == ("retracted", 2)
    assert statuses(store) == [("stale", "open")]


def test_a_key_that_an_objection_cleared_is_not_listed_by_a_file_under_another_claim(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    grant(store)
    assert "ulang-2024" in lists.says(replace(MILD, name="ulang-2024")).waiting
    with store.reading() as session:
        (asked,) = [each for each in session.scalars(select(Proposal)) if each.payload["claim"] == "ulang-2024"]
    with pytest.raises(Refused) as caught:
        approve(store, policy, people.budi, asked.id, asked.version, "Sudah dibaca.", LATER)
    assert caught.value.why is Why.IMMUNE
    with store.reading() as session:
        assert session.scalars(select(Listing.status).where(Listing.key == KEY)).all() == ["retracted"]


def test_a_proposal_that_became_stale_is_made_anew_by_the_next_sync(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    lists.says(replace(MILD, level=3))
    older = proposal(store)
    with store.deciding("account:9", LATER) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == KEY)).one()
        row.claim.about, row.claim.version = ["bansos"], row.claim.version + 1
        work.record("claim.rewritten", ("claim", row.claim_id))
    with pytest.raises(Conflict):
        approve(store, policy, people.budi, older.id, older.version, "Sudah dibaca.", LATER)
    lists.says(replace(MILD, level=3))
    assert statuses(store) == [("stale", "waiting"), ("open", "waiting")]
    asked = proposal(store)
    approve(store, policy, people.budi, asked.id, asked.version, "Sudah dibaca.", LATER)
    assert level(store) == 3


def test_a_warning_page_that_has_lapsed_does_not_come_back_by_a_files_day_of_review(
    store: Store, people: People, policy: Policy, lists: Lists
) -> None:
    lists.says(replace(MILD, level=3))
    asked = proposal(store)
    approve(store, policy, people.budi, asked.id, asked.version, "Sudah dibaca.", LATER)
    with store.reading() as session:
        until = session.scalars(select(Listing).where(Listing.key == KEY)).one().review_by
    much_later = int(datetime.combine(until + timedelta(days=20), datetime.min.time(), UTC).timestamp())
    later = (until + timedelta(days=100)).isoformat()
    assert lists.says_at(much_later, replace(MILD, level=3), review_by=later).waiting == (MILD.name,)
    with store.reading() as session:
        assert session.scalars(select(Listing).where(Listing.key == KEY)).one().review_by == until

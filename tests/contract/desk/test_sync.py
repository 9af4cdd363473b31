"""`blocklists/` and the store, over both engines: same file, same state; people's decisions survive and are shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.e2e.lists import CLAIMS, Claim, write_lists

from cektautan.core.keys import key_hash
from cektautan.desk.sync.approve import apply_proposal
from cektautan.desk.sync.run import SyncStoppedError, sync
from cektautan.desk.sync.taking_over import Synced
from cektautan.publish.rules_bundle import load_rules
from cektautan.store import models
from cektautan.store.models import Case, Change, Event, Listing, Proposal
from cektautan.store.transaction import Store

ROOT = Path(__file__).resolve().parents[3]
NOW = 1_800_000_000

MILD = Claim("ringan-2024", "https://kabar.example/berita/ringan", "Angka itu dihitung keliru.", level=2)
MANY = tuple(
    Claim(f"klaim{number}-2024", f"https://kabar.example/banyak/{number}", f"Klaim nomor {number}.", level=2)
    for number in range(120)
)


@pytest.fixture(scope="session")
def bundle() -> dict[str, Any]:
    return load_rules(ROOT / "rules")


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return write_lists(tmp_path / "blocklists", (*CLAIMS, MILD))


def run(store: Store, lists: Path, bundle: dict[str, Any], **more: Any) -> Synced:
    return sync(store, lists, bundle, NOW, **more)


def listing(store: Store, key: str) -> Listing:
    with store.reading() as session:
        return session.scalars(select(Listing).where(Listing.key == key)).one()


def count(store: Store, model: Any) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def cases(store: Store) -> list[Case]:
    with store.reading() as session:
        return list(session.scalars(select(Case).order_by(Case.id)))


def suspend(store: Store, key: str) -> None:
    with store.deciding("account:1", NOW) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == key)).one()
        row.status = "suspended"
        work.record("listing.suspended", ("listing", row.id), reason="Sedang ditinjau.")


def test_the_first_start_applies_everything_as_one_batch(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    done = run(store, lists, bundle)
    assert done.first
    assert len(done.added) == len(CLAIMS) + 1
    assert (count(store, Event), cases(store)) == (1, [])
    assert count(store, Change) == len(CLAIMS) + 1
    assert listing(store, "url:kabar.example/berita/1").level == 3
    assert listing(store, "domain:tiruan-kpu.example").domain == "tiruan-kpu.example"


def test_the_same_files_change_nothing(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    before = store.head()
    assert run(store, lists, bundle).nothing
    assert store.head() == before


def test_a_dry_run_says_what_would_be_done_and_does_nothing(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    assert len(run(store, lists, bundle, check=True).added) == len(CLAIMS) + 1
    assert (count(store, models.Claim), store.head()[0]) == (0, 0)


def test_a_lower_level_applies_at_once_and_is_told(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    write_lists(lists, (*CLAIMS, replace(MILD, level=1)))
    assert run(store, lists, bundle).changed == ("ringan-2024",)
    assert listing(store, "url:kabar.example/berita/ringan").level == 1
    with store.reading() as session:
        (event,) = session.scalars(select(Event).where(Event.seq == 2))
        assert (event.action, event.object_id, event.actor) == ("claim.synced", "ringan-2024", "system")
        before, after = json.loads(event.before or ""), json.loads(event.after or "")
        assert before.keys() == after.keys()
        assert [(before[name]["level"], after[name]["level"]) for name in after] == [(2, 1), (2, 1)]
        # The log is for ever, and no address of a hoax belongs into it.
        assert "kabar.example" not in f"{event.reason}{event.before}{event.after}"
        (change,) = session.scalars(select(Change).where(Change.event_seq == 2))
        assert '"op":"amend"' in change.body


def test_a_warning_page_that_would_come_waits_for_a_person(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    new = Claim("baru-2024", "https://kabar.example/berita/baru", "Klaim baru.")
    write_lists(lists, (*CLAIMS, replace(MILD, level=3), new))
    done = run(store, lists, bundle)
    assert (done.waiting, done.changed, done.added) == (("baru-2024", "ringan-2024"), (), ())
    assert listing(store, "url:kabar.example/berita/ringan").level == 2
    assert [(case.key, case.status, case.details["keys"]) for case in cases(store)] == [
        ("claim:baru-2024", "waiting", ["url:kabar.example/berita/baru"]),
        ("claim:ringan-2024", "waiting", ["url:kabar.example/berita/ringan"]),
    ]
    fresh, raised = (case.details for case in cases(store))
    assert (fresh["desk"], fresh["file"]["url:kabar.example/berita/baru"]) == ({}, "3")
    assert (raised["synced"]["level"], raised["file"]["level"], raised["desk"]["level"]) == ("2", "3", "2")
    # Nobody is asked the same thing twice.
    assert run(store, lists, bundle).waiting == done.waiting
    assert count(store, Proposal) == 2
    with store.deciding("account:1", NOW) as work:
        for proposal in work.session.scalars(select(Proposal)):
            assert apply_proposal(work, proposal.payload, "Diperiksa.")
    assert listing(store, "url:kabar.example/berita/ringan").level == 3
    assert listing(store, "url:kabar.example/berita/baru").level == 3
    assert run(store, lists, bundle).nothing


def test_a_proposal_of_before_another_decision_is_stale(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    write_lists(lists, (*CLAIMS, replace(MILD, level=3)))
    run(store, lists, bundle)
    with store.reading() as session:
        payload = session.scalars(select(Proposal)).one().payload
    with store.deciding("account:1", NOW) as work:
        claim = work.session.get_one(models.Claim, "ringan-2024")
        claim.level, claim.version = 1, claim.version + 1
        work.record("claim.lowered", ("claim", claim.id))
    with store.deciding("account:2", NOW) as work:
        assert not apply_proposal(work, payload, "Diperiksa.")
    assert listing(store, "url:kabar.example/berita/ringan").level == 2


def test_a_warning_page_that_would_go_waits_for_a_person(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    write_lists(lists, (*CLAIMS[1:], MILD))
    done = run(store, lists, bundle, confirmed=1)
    assert (done.waiting, done.removed) == (("video-2024",), ())
    assert listing(store, "content:youtube:Hoaks000001").status == "active"
    # It is asked once, and holds up nothing else.
    assert run(store, lists, bundle).waiting == ()
    with store.deciding("account:1", NOW) as work:
        assert apply_proposal(work, work.session.scalars(select(Proposal)).one().payload, "Tidak ada lagi.")
    assert listing(store, "content:youtube:Hoaks000001").status == "removed"


def test_what_a_moderator_decided_survives_a_file_that_says_what_it_said(
    store: Store, lists: Path, bundle: dict[str, Any]
) -> None:
    run(store, lists, bundle)
    suspend(store, "url:kabar.example/berita/1")
    assert run(store, lists, bundle).nothing
    assert listing(store, "url:kabar.example/berita/1").status == "suspended"


def test_a_conflict_keeps_the_decision_and_shows_all_sides(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    suspend(store, "url:kabar.example/berita/ringan")
    write_lists(lists, (*CLAIMS, replace(MILD, level=1, text="Angka itu salah.")))
    done = run(store, lists, bundle)
    assert (done.conflicts, done.changed) == (("ringan-2024",), ("ringan-2024",))
    assert listing(store, "url:kabar.example/berita/ringan").status == "suspended"
    (case,) = cases(store)
    key = "url:kabar.example/berita/ringan"
    assert case.details["conflicts"] == [f"listing:{key}"]
    assert [case.details[side] for side in ("synced", "file", "desk")] == [
        {key: "2"}, {key: "1"}, {key: "2 suspended"},
    ]  # fmt: skip
    # What was shown is not shown again.
    assert run(store, lists, bundle).nothing


def test_a_file_that_cannot_be_read_retracts_nothing(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    broken = lists / "claims" / "2024" / "ringan-2024.yaml"
    good = broken.read_text("utf-8")
    for text in ("id: ringan-2024\n  claim: [\n", good.replace("level: 2", "level: 9"), ""):
        broken.write_text(text, "utf-8")
        done = run(store, lists, bundle)
        assert done.nothing
        assert [Path(problem.file).name for problem in done.problems[:1]] == ["ringan-2024.yaml"]
        assert listing(store, "url:kabar.example/berita/ringan").status == "active"
    sources = lists / "sources.yaml"
    sources.write_text("sources: [", "utf-8")
    broken.write_text(good, "utf-8")
    assert run(store, lists, bundle).nothing


def test_the_first_sync_takes_no_half_lists(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    (lists / "claims" / "2024" / "ringan-2024.yaml").write_text("id: ringan-2024\n  claim: [\n", "utf-8")
    with pytest.raises(SyncStoppedError, match=r"ringan-2024\.yaml:"):
        run(store, lists, bundle)
    assert count(store, models.Claim) == 0


@pytest.mark.parametrize(("gone", "stopped"), [(2, False), (3, True), (6, True), (120, True)])
def test_a_sync_that_would_remove_much_stops_until_the_number_is_confirmed(
    sqlite_store: Store, tmp_path: Path, bundle: dict[str, Any], gone: int, stopped: bool
) -> None:
    store, lists = sqlite_store, write_lists(tmp_path / "many", MANY)
    run(store, lists, bundle)
    write_lists(lists, MANY[gone:])
    if stopped:
        with pytest.raises(SyncStoppedError, match=rf"{gone} of 120 files.*--confirm-removals {gone}$"):
            run(store, lists, bundle)
        with pytest.raises(SyncStoppedError):
            run(store, lists, bundle, confirmed=gone - 1)
        assert listing(store, "url:kabar.example/banyak/0").status == "active"
    done = run(store, lists, bundle, confirmed=gone if stopped else None)
    assert len(done.removed) == gone
    assert listing(store, "url:kabar.example/banyak/0").status == "removed"


def test_a_claim_that_was_removed_comes_back_with_its_file(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    write_lists(lists, CLAIMS)
    assert run(store, lists, bundle, confirmed=1).removed == ("ringan-2024",)
    write_lists(lists, (*CLAIMS, MILD))
    assert run(store, lists, bundle).added == ("ringan-2024",)
    assert listing(store, "url:kabar.example/berita/ringan").status == "active"


def test_other_rules_give_listings_other_keys_in_one_event(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    before = store.head()[0]
    item = {"path": "/berita/{id:uji}", "key": "kabar:{id}", "canonical": "https://kabar.example/berita/{id}"}
    platform = {"id": "kabar", "hosts": ["kabar.example"], "other": "page", "content": [item]}
    digits = {"id": "uji", "chars": "0-9", "min": 1, "max": 3}
    changed = {
        **bundle, "classes": [*bundle["classes"], digits], "platforms": [*bundle["platforms"], platform],
    }  # fmt: skip
    done = run(store, lists, changed)
    assert done.rekeyed == 3
    assert (done.changed, done.conflicts, done.waiting) == ((), (), ())
    assert store.head()[0] == before + 1
    row = listing(store, "content:kabar:1")
    assert (row.sha256, row.kind, row.platform) == (key_hash("content:kabar:1").hex(), "content", "kabar")
    assert run(store, lists, changed).nothing


def test_two_listings_that_would_come_to_one_key_are_a_persons_to_decide(
    store: Store, lists: Path, bundle: dict[str, Any]
) -> None:
    run(store, lists, bundle)
    with store.deciding("account:1", NOW) as work:
        twin = work.session.scalars(select(Listing).where(Listing.key == "content:youtube:Hoaks000001")).one()
        work.session.add(
            Listing(
                claim_id=twin.claim_id, key="url:youtu.be/old-shape", sha256=key_hash("url:youtu.be/old-shape").hex(),
                kind="url", url=twin.url, level=3, status="active", listed=twin.listed, review_by=twin.review_by,
                changed_at=NOW,
            )
        )  # fmt: skip
        work.record("listing.listed", ("claim", twin.claim_id))
    changed = {**bundle, "parameters": [*bundle["parameters"], {"name": "tambahan_uji"}]}
    assert run(store, lists, changed).rekeyed == 0
    assert listing(store, "url:youtu.be/old-shape").status == "active"
    (case,) = cases(store)
    assert (case.details["why"], case.details["new_key"]) == ("same_key", "content:youtube:Hoaks000001")


def test_a_source_of_the_file_keeps_what_the_desk_changed(store: Store, lists: Path, bundle: dict[str, Any]) -> None:
    run(store, lists, bundle)
    with store.deciding("account:1", NOW) as work:
        work.session.get_one(models.Source, "turnbackhoax").notes = "Catatan meja."
        work.record("source.changed", ("source", "turnbackhoax"))
    file = lists / "sources.yaml"
    file.write_text(file.read_text("utf-8").replace("name: TurnBackHoax", "name: Turn Back Hoax", 1), "utf-8")
    assert run(store, lists, bundle).sources == 1
    with store.reading() as session:
        source = session.get_one(models.Source, "turnbackhoax")
        assert (source.name, source.notes) == ("Turn Back Hoax", "Catatan meja.")


def test_a_name_that_is_protected_now_makes_a_case_of_what_it_covers(
    store: Store, lists: Path, bundle: dict[str, Any]
) -> None:
    run(store, lists, bundle)
    file = lists / "protected" / "press.json"
    text = file.read_text("utf-8").replace('"names": [', '"names": [{"name": "tiruan.example", "reason": "Uji."},', 1)
    file.write_text(text, "utf-8")
    done = run(store, lists, bundle)
    assert [case.details["name"] for case in cases(store)] == ["tiruan.example"]
    # Lint refuses the file that lists it, so its claim stays as it is.
    assert done.removed == ()
    assert listing(store, "domain:tiruan.example").status == "active"

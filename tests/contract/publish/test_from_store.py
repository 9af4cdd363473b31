"""What is published of the store, over both engines: byte for byte what the files would give, and each status's own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.contract.store.builders import NOW, claim, listing
from tests.e2e.lists import write_lists

from cektautan.core.days import day_of
from cektautan.core.record import ChangeKind
from cektautan.core.safe_browsing.expressions import full_hash
from cektautan.core.safe_browsing.listed import Threat
from cektautan.core.safe_browsing.variants import Variants
from cektautan.core.signed_json import write_object
from cektautan.core.vocabulary import Staleness
from cektautan.desk.sync.run import sync
from cektautan.publish.content import Content, content_of, read_content
from cektautan.publish.from_store import listed_in_store, read
from cektautan.publish.history import carry
from cektautan.publish.rules_bundle import load_rules
from cektautan.store.models import Appeal, Case, Listing, Review, Source
from cektautan.store.public_notes import public_note
from cektautan.store.transaction import Store

ROOT = Path(__file__).resolve().parents[3]
DAY = 86_400
SERVER = "https://cek.example"


@pytest.fixture(scope="session")
def bundle() -> dict[str, Any]:
    return load_rules(ROOT / "rules")


def fill(store: Store, *rows: Listing, **claim_values: Any) -> None:
    with store.deciding("account:1", NOW) as work:
        work.session.add(Source(id="tbh", name="TurnBackHoax", site="turnbackhoax.id", kind="fact_checker",
                                reliability="A", standing="good"))  # fmt: skip
        made = claim(**claim_values)
        day = date(2026, 8, 30)
        made.reviews.append(
            Review(source_id="tbh", url="https://turnbackhoax.id/1", rating="SALAH", verdict="false", date=day)
        )
        work.session.add(made)
        work.session.flush()
        work.session.add_all(rows)
        work.record("listing.listed", ("claim", made.id))


def told(store: Store, bundle: dict[str, Any], now: int = NOW) -> dict[str, tuple[int, str]]:
    content = content_of(listed_in_store(store, now), bundle)
    listings = [each for bucket in content.buckets for each in json.loads(bucket)["listings"]]
    return {each["sha256"]: (each["level"], each["reason_code"]) for each in listings}


def published(content: Content) -> tuple[Any, ...]:
    record = write_object({"claims": carry({}, content.record, content.as_of)})
    return content.snapshot, content.buckets, content.rules, content.counts, content.conflicts, record


@pytest.mark.parametrize("days", [0, 200, 900])
def test_the_shipped_lists_give_the_same_bytes_from_files_and_from_the_store(
    sqlite_store: Store, bundle: dict[str, Any], root: Path, days: int
) -> None:
    begin = int(datetime(2026, 11, 24, tzinfo=UTC).timestamp())
    sync(sqlite_store, root / "blocklists", bundle, begin)
    now = begin + days * DAY
    from_files = read_content(root / "blocklists", root / "rules", now, SERVER)
    from_store = content_of(listed_in_store(sqlite_store, now), bundle, SERVER)
    assert published(from_store) == published(from_files)
    assert (from_files.log_head, from_store.log_head) == (None, sqlite_store.head()[1])


def test_lists_of_every_scope_and_level_give_the_same_bytes(
    store: Store, bundle: dict[str, Any], tmp_path: Path
) -> None:
    lists = write_lists(tmp_path / "blocklists")
    now = int(datetime.now(UTC).timestamp())
    sync(store, lists, bundle, now)
    from_store = content_of(listed_in_store(store, now), bundle, SERVER)
    assert published(from_store) == published(read_content(lists, ROOT / "rules", now, SERVER))


def test_each_status_is_told_as_it_is(store: Store, bundle: dict[str, Any]) -> None:
    row = {
        status: listing(key=f"url:kabar.example/{status}", status=status)
        for status in ("active", "suspended", "retracted", "proposed", "staged", "expired", "removed")
    }
    provisional = listing(key="url:kabar.example/p", status="provisional", provisional_until=NOW + 10)
    due = listing(key="url:kabar.example/d", review_by=datetime.fromtimestamp(NOW - DAY, UTC).date())
    code = listing(key="url:bit.ly/abc", opaque=True)
    fill(store, *row.values(), provisional, due, code)
    note = (1, "fact_checked_false")
    assert told(store, bundle) == {
        row["active"].sha256: (3, "fact_checked_false"),
        row["suspended"].sha256: note,
        row["retracted"].sha256: (0, "withdrawn"),
        provisional.sha256: (3, "fact_checked_false"),
        due.sha256: note,
        code.sha256: note,
    }
    assert provisional.sha256 not in told(store, bundle, NOW + 10)


def test_an_imposter_is_one_for_whoever_blocks_once_two_people_decided(store: Store, bundle: dict[str, Any]) -> None:
    row = listing(key="domain:palsu.test", domain="palsu.test", status="provisional", provisional_until=NOW + DAY)
    fill(store, row, verdict="imposter", imitates="kpu.go.id")

    def now_told() -> tuple[int, object, list[bytes]]:
        variants = Variants({"items": [], "scripts": []})
        content = content_of(listed_in_store(store, NOW), bundle, variants=variants)
        assert content.hashes is not None
        (record,) = json.loads(content.buckets[0])["listings"]
        assert [each.imitation for each in content.plain.rows] == ["provisional" not in record]
        return record["level"], record.get("provisional"), content.hashes.of_threat(Threat.IMPOSTER, Staleness.FRESH)

    assert now_told() == (3, True, [])
    with store.deciding("account:2", NOW) as work:
        work.session.scalars(select(Listing)).one().status = "active"
        work.record("listing.listed", ("listing", 1))
    assert now_told() == (3, None, [full_hash("palsu.test/")])


def test_a_claim_has_the_level_of_its_highest_listing_and_is_withdrawn_with_its_last(
    store: Store, bundle: dict[str, Any]
) -> None:
    first, second = listing(key="url:kabar.example/1"), listing(key="url:kabar.example/2", level=1)
    fill(store, first, second)

    def now_told() -> tuple[int, str, str]:
        members = content_of(listed_in_store(store, NOW), bundle).record["klaim-2026"].members
        return members["level"], members["status"], members["reason_code"]

    assert now_told() == (3, "active", "fact_checked_false")
    for key, expected in (
        ("url:kabar.example/1", (1, "active", "fact_checked_false")),
        ("url:kabar.example/2", (0, "withdrawn", "withdrawn")),
    ):
        with store.deciding("account:1", NOW) as work:
            row = work.session.scalars(select(Listing).where(Listing.key == key)).one()
            row.status = "retracted"
            work.record("listing.retracted", ("listing", row.id))
        assert now_told() == expected


def test_a_claim_without_a_listing_in_force_is_told_nowhere(store: Store, bundle: dict[str, Any]) -> None:
    fill(store, listing(status="proposed"))
    content = content_of(listed_in_store(store, NOW), bundle)
    assert (content.record, content.counts.claims, content.snapshot) == ({}, 0, {})


def test_a_listings_own_terms_are_told_before_its_claims(store: Store, bundle: dict[str, Any]) -> None:
    own = listing(level=1, reason_code="partly_true", statement_id="Sendiri.", statement_en="Its own.")
    fill(store, own)
    (bucket,) = content_of(listed_in_store(store, NOW), bundle).buckets
    (record,) = json.loads(bucket)["listings"]
    assert (record["reason_code"], record["statement"]) == ("partly_true", {"id": "Sendiri.", "en": "Its own."})


def test_a_history_tells_what_a_decision_says_in_public(store: Store, bundle: dict[str, Any]) -> None:
    fill(store, listing())
    before = content_of(listed_in_store(store, NOW), bundle)
    record = carry({}, before.record, before.as_of)
    with store.deciding("account:2", NOW + DAY) as work:
        row = work.session.scalars(select(Listing)).one()
        row.status = "retracted"
        note = public_note(ChangeKind.WITHDRAWN, "Kami keliru.", "We were wrong.")
        work.record("listing.retracted", ("listing", row.id), reason="Kasus 7.", after={"status": "retracted", **note})
    after = content_of(listed_in_store(store, NOW + DAY), bundle)
    history = carry(record, after.record, after.as_of)["klaim-2026"]["history"]
    assert [(event["change"], event["note"]) for event in history] == [
        ("listed", None),
        ("withdrawn", {"id": "Kami keliru.", "en": "We were wrong."}),
    ]
    assert "Kasus 7" not in json.dumps(history)


@pytest.mark.parametrize(("others", "change"), [((), "withdrawn"), (("url:kabar.example/2",), "lowered")])
def test_a_history_says_that_an_objection_was_granted_and_why(
    store: Store, bundle: dict[str, Any], others: tuple[str, ...], change: str
) -> None:
    fill(store, listing(), *(listing(key=key) for key in others))
    before = content_of(listed_in_store(store, NOW), bundle)
    record = carry({}, before.record, before.as_of)
    with store.deciding("account:2", NOW + DAY - 1) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == "url:kabar.example/1")).one()
        row.status = "retracted"
        work.record("listing.retracted", ("listing", row.id))
    objected(store, row, NOW + DAY)
    for day in (1, 2, 30):
        after = content_of(listed_in_store(store, NOW + day * DAY), bundle)
        record = carry(record, after.record, after.as_of)
        (_, event) = record["klaim-2026"]["history"]
        assert (event["change"], event["note"]) == (
            change,
            {
                "id": "Keberatan atas peringatan ini dikabulkan. Bapak benar.",
                "en": "An objection to this warning was granted. You were right.",
            },
        )
    assert "reader" not in json.dumps(record)


def test_what_a_history_says_of_an_objection_stays_so_whatever_is_listed_afterwards(
    store: Store, bundle: dict[str, Any]
) -> None:
    fill(store, listing())
    before = content_of(listed_in_store(store, NOW), bundle)
    record = carry({}, before.record, before.as_of)
    with store.deciding("account:2", NOW + DAY) as work:
        row = work.session.scalars(select(Listing)).one()
        row.status = "retracted"
        work.record("listing.retracted", ("listing", row.id))
    objected(store, row, NOW + DAY)
    with store.deciding("account:1", NOW + 2 * DAY) as work:
        work.session.add(listing(key="url:kabar.example/2"))
        work.record("listing.listed", ("claim", "klaim-2026"))
    for day in (3, 4):
        after = content_of(listed_in_store(store, NOW + day * DAY), bundle)
        record = carry(record, after.record, after.as_of)
    history = record["klaim-2026"]["history"]
    assert [(event["change"], event["note"] is not None) for event in history] == [
        ("listed", False),
        ("withdrawn", True),
    ]


def test_a_history_says_that_an_objection_was_rejected_and_why(store: Store, bundle: dict[str, Any]) -> None:
    fill(store, listing(), listing(key="url:kabar.example/2"))
    before = content_of(listed_in_store(store, NOW), bundle)
    record = carry({}, before.record, before.as_of)
    with store.reading() as session:
        first, second = session.scalars(select(Listing).order_by(Listing.id))
    objected(store, first, NOW + DAY, "rejected", reasons_id="Rekamannya dipotong.", reasons_en="The video was cut.")
    for day in (1, 2):
        after = content_of(listed_in_store(store, NOW + day * DAY), bundle)
        record = carry(record, after.record, after.as_of)
    objected(store, second, NOW + 3 * DAY, "rejected", reasons_id="Masih sama.", reasons_en="Still the same.")
    for day in (3, 30):
        after = content_of(listed_in_store(store, NOW + day * DAY), bundle)
        record = carry(record, after.record, after.as_of)
    told = [(event["change"], event["level"], event["note"] and event["note"]["en"])
            for event in record["klaim-2026"]["history"]]  # fmt: skip
    assert told == [
        ("listed", 3, None),
        ("upheld", 3, "An objection to this warning was rejected. The video was cut."),
        ("upheld", 3, "An objection to this warning was rejected. Still the same."),
    ]


@pytest.mark.parametrize(
    ("hour", "day"),
    [("2026-10-01T16:30", "2026-10-01"), ("2026-10-01T23:30", "2026-10-02"), ("2026-10-02T00:30", "2026-10-02")],
)
def test_a_history_has_one_day_and_it_is_jakartas(store: Store, bundle: dict[str, Any], hour: str, day: str) -> None:
    at = int(datetime.fromisoformat(hour).replace(tzinfo=UTC).timestamp())
    fill(store, listing(), listing(key="url:kabar.example/2"), listed=day_of(at))
    before = content_of(listed_in_store(store, at), bundle)
    record = carry({}, before.record, before.as_of)
    with store.deciding("account:2", at + 60) as work:
        first, second = work.session.scalars(select(Listing).order_by(Listing.id))
        first.level = 2
        second.level = 2
        note = public_note(ChangeKind.LOWERED, "Kami keliru.", "We were wrong.")
        work.record("listing.lowered", ("listing", first.id), after=note)
    objected(store, second, at + 120)
    after = content_of(listed_in_store(store, at + 180), bundle)
    history = carry(record, after.record, after.as_of)["klaim-2026"]["history"]
    assert [(event["change"], event["date"]) for event in history] == [("listed", day), *[("lowered", day)] * 2]


def objected(store: Store, row: Listing, at: int, outcome: str = "granted", **reasons: str) -> None:
    """Decide two objections to a listing, as far as a publication reads them."""
    with store.deciding("account:2", at) as work:
        case = Case(kind="appeal", lane="appeal", merge_group="appeal", key=row.key, opened_at=NOW, status="closed")
        work.session.add(case)
        work.session.flush()
        for ticket in ("a", "b"):
            work.session.add(
                Appeal(case_id=case.id, listing_id=row.id, key=row.key, appellant="reader",
                       ticket_hash=ticket * 60 + f"{row.id:04d}",
                       filed_at=NOW, ack_due=NOW, decide_due=NOW, decided_at=at, outcome=outcome,
                       **({"reasons_id": "Bapak benar.", "reasons_en": "You were right."} | reasons))
            )  # fmt: skip
        work.record(f"appeal.{outcome}", ("case", case.id))


def test_no_address_of_a_hoax_is_published(store: Store, bundle: dict[str, Any]) -> None:
    fill(store, listing(key="url:hoaks.example/berita/bohong", url="https://hoaks.example/berita/bohong"))
    content = content_of(listed_in_store(store, NOW), bundle)
    public = b"".join(content.buckets) + write_object(carry({}, content.record, content.as_of))
    for part in (b"hoaks.example", b"bohong"):
        assert part not in public


def test_everything_is_of_one_moment(store: Store, bundle: dict[str, Any]) -> None:
    fill(store, listing())
    with store.reading() as session:
        first = session.scalars(select(Listing)).one().status
        with store.deciding("account:1", NOW) as work:
            row = work.session.scalars(select(Listing)).one()
            row.status = "retracted"
            work.record("listing.retracted", ("listing", row.id))
        session.expire_all()
        seen = read(session, NOW)
    assert (first, seen.subjects[0].level) == ("active", 3)
    later = listed_in_store(store, NOW)
    assert later.subjects[0].level == 0
    assert seen.log_head != later.log_head

"""Histories over several publications: what is told, under which day, and that nothing told is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cektautan.blocklists.entry import Appearance, Change, ClaimEntry, Review, Source, Text
from cektautan.core.signed_json import write_object
from cektautan.publish.from_lists import Listed
from cektautan.publish.history import carry
from cektautan.publish.public_record import claims_now

SOURCE = Source("tbh", "TurnBackHoax", "turnbackhoax.id", "fact_checker", "A", "good", "", 1)
FIRST, SECOND, THIRD = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)
NOTE = Text("Dijelaskan.", "Explained.")

Record = Mapping[str, Mapping[str, Any]]


def review(day: date, verdict: str = "false") -> Review:
    return Review("tbh", f"https://turnbackhoax.id/{day}", "SALAH", verdict, day, 1)


CLAIM = ClaimEntry(
    id="klaim-2026",
    text=Text("klaim", "claim"),
    verdict="false",
    level=3,
    reason_code="fact_checked_false",
    statement=Text("alasan", "reason"),
    reviews=(review(date(2026, 1, 2)),),
    appearances=(Appearance("https://youtu.be/GPdzHkn5M6M", 1),),
    listed=date(2026, 1, 3),
    review_by=date(2027, 1, 3),
    about=("pemilu",),
    file="klaim-2026.yaml",
    line=1,
)
WITHDRAWN = replace(CLAIM, level=0, reason_code="withdrawn")
MILD = replace(CLAIM, level=1, verdict="mixed", reason_code="partly_true", reviews=(*CLAIM.reviews, review(SECOND)))


def published(before: Record, day: date, *claims: ClaimEntry) -> dict[str, dict[str, Any]]:
    return carry(before, claims_now(Listed(claims, {"tbh": SOURCE}, (), day), ()), day)


def told(record: Record) -> list[tuple[str, str]]:
    return [(event["date"], event["change"]) for event in record[CLAIM.id]["history"]]


def explained(day: date, change: str, claim: ClaimEntry = CLAIM) -> ClaimEntry:
    return replace(claim, changes=(*claim.changes, Change(day, change, NOTE, 1)))


def test_a_first_publication_begins_with_the_entrys_own_dates() -> None:
    days = (CLAIM.listed, date(2026, 2, 1))
    later = replace(CLAIM, reviews=(*CLAIM.reviews, *map(review, days), review(days[1], "altered")))
    record = published({}, FIRST, later)
    assert told(record) == [("2026-01-03", "listed"), ("2026-02-01", "reviewed")]
    assert {(event["level"], event["verdict"]) for event in record[CLAIM.id]["history"]} == {(3, "false")}
    assert all(event["note"] is None for event in record[CLAIM.id]["history"])


def test_the_same_lists_change_no_byte_on_the_same_day_and_add_nothing_on_another() -> None:
    first = published({}, FIRST, explained(date(2026, 5, 1), "reworded"))
    for day in (FIRST, SECOND):
        assert write_object(published(first, day, explained(date(2026, 5, 1), "reworded"))) == write_object(first)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"level": 2}, ["lowered"]),
        ({"reviews": (*CLAIM.reviews, review(SECOND))}, ["reviewed"]),
        ({"text": Text("klaim lain", "another claim")}, ["reworded"]),
        ({"statement": Text("alasan lain", "another reason")}, ["reworded"]),
        ({"review_by": date(2027, 6, 1)}, ["extended"]),
        ({"review_by": date(2026, 12, 1)}, []),
        ({"about": ("lain",)}, []),
        ({"level": 0, "reason_code": "withdrawn"}, ["withdrawn"]),
        # With a new check the statement is another as well; that is one change, not two.
        ({"reviews": (*CLAIM.reviews, review(SECOND)), "statement": Text("dua kali", "twice")}, ["reviewed"]),
        ({"verdict": "altered", "reason_code": "altered_media"}, ["verdict_changed"]),
        # So with whatever else changes the statement anyway.
        ({"verdict": "altered", "statement": Text("diubah", "altered")}, ["verdict_changed"]),
        ({"level": 2, "statement": Text("lebih lunak", "milder")}, ["lowered"]),
        ({"reason_code": "imposter_of_official", "statement": Text("tiruan", "imposter")}, []),
    ],
)
def test_a_change_is_told_with_the_day_of_its_publication(changed: dict[str, Any], expected: list[str]) -> None:
    first = published({}, FIRST, CLAIM)
    record = published(first, SECOND, replace(CLAIM, **changed))
    assert told(record)[1:] == [("2026-11-02", change) for change in expected]
    assert record[CLAIM.id]["history"][0] == first[CLAIM.id]["history"][0]


def test_each_event_says_the_level_and_verdict_from_then_on() -> None:
    record = published(published({}, FIRST, CLAIM), SECOND, MILD)
    assert [(event["change"], event["level"], event["verdict"]) for event in record[CLAIM.id]["history"]] == [
        ("listed", 3, "false"),
        ("reviewed", 3, "false"),
        ("verdict_changed", 3, "mixed"),
        ("lowered", 1, "mixed"),
    ]


def test_what_becomes_stronger_is_told_as_raised() -> None:
    record = published(published({}, FIRST, replace(CLAIM, level=2)), SECOND, CLAIM)
    assert [(event["change"], event["level"]) for event in record[CLAIM.id]["history"]] == [
        ("listed", 2),
        ("raised", 3),
    ]


def test_between_withdrawing_and_restoring_nothing_was_said() -> None:
    entry = explained(date(2026, 5, 1), "restored", explained(date(2026, 4, 1), "withdrawn"))
    assert [(event["change"], event["level"]) for event in published({}, FIRST, entry)[CLAIM.id]["history"]] == [
        ("listed", None),
        ("withdrawn", 0),
        ("restored", 3),
    ]


def test_withdrawn_and_restored_is_not_lowered_and_raised() -> None:
    record = published(published(published({}, FIRST, CLAIM), SECOND, WITHDRAWN), THIRD, CLAIM)
    assert told(record)[1:] == [("2026-11-02", "withdrawn"), ("2026-11-03", "restored")]
    assert [event["level"] for event in record[CLAIM.id]["history"]] == [3, 0, 3]
    assert record[CLAIM.id]["status"] == "active"


def test_a_removed_claim_keeps_its_history_and_nothing_else() -> None:
    first = published({}, FIRST, CLAIM)
    gone = published(first, SECOND)
    assert set(gone[CLAIM.id]) == {"status", "history"}
    assert gone[CLAIM.id]["status"] == "removed"
    assert told(gone) == [("2026-01-03", "listed"), ("2026-11-02", "removed")]
    assert published(gone, THIRD) == gone
    back = published(gone, THIRD, CLAIM)
    assert told(back) == [*told(gone), ("2026-11-03", "restored")]
    assert back[CLAIM.id]["text"] == {"id": "klaim", "en": "claim"}


def test_nothing_that_was_said_of_a_removed_claim_is_published_any_more() -> None:
    told_so_far = published(published({}, FIRST, CLAIM), SECOND, explained(SECOND, "lowered", replace(CLAIM, level=2)))
    assert told_so_far[CLAIM.id]["history"][-1]["note"]
    gone = published(told_so_far, THIRD)
    # As sets that were published before say it.
    talkative = {CLAIM.id: {**gone[CLAIM.id], "history": [
        *told_so_far[CLAIM.id]["history"], gone[CLAIM.id]["history"][-1],
    ]}}  # fmt: skip
    for record in (gone, published(talkative, date(2026, 11, 4))):
        assert told(record) == [("2026-01-03", "listed"), ("2026-11-02", "lowered"), ("2026-11-03", "removed")]
        for event in record[CLAIM.id]["history"]:
            assert (event["level"], event["verdict"], event["note"]) == (None, None, None)


def test_a_first_publication_of_a_withdrawn_claim_does_not_say_what_its_level_was() -> None:
    record = published({}, FIRST, WITHDRAWN)
    assert [(e["date"], e["change"], e["level"]) for e in record[CLAIM.id]["history"]] == [
        ("2026-01-03", "listed", None),
        ("2026-11-01", "withdrawn", 0),
    ]


def test_a_change_that_the_entry_explains_has_its_day_and_its_words() -> None:
    record = published(published({}, SECOND, CLAIM), THIRD, explained(SECOND, "withdrawn", WITHDRAWN))
    (_, event) = record[CLAIM.id]["history"]
    assert event == {
        "date": "2026-11-02", "change": "withdrawn", "level": 0, "verdict": "false",
        "note": {"id": "Dijelaskan.", "en": "Explained."},
    }  # fmt: skip


def test_what_was_told_without_a_reason_can_be_explained_later() -> None:
    second = published(published({}, FIRST, CLAIM), SECOND, replace(CLAIM, level=2))
    record = published(second, THIRD, explained(SECOND, "lowered", replace(CLAIM, level=2)))
    assert told(record) == told(second)
    assert record[CLAIM.id]["history"][-1]["note"] == {"id": "Dijelaskan.", "en": "Explained."}


@pytest.mark.parametrize("day", [FIRST, THIRD], ids=["the day of the decision", "the day of writing"])
def test_an_explanation_of_another_day_is_of_the_event_that_was_told_and_makes_no_second_one(day: date) -> None:
    second = published(published({}, FIRST, CLAIM), SECOND, WITHDRAWN)
    record = published(second, THIRD, explained(day, "withdrawn", WITHDRAWN))
    assert told(record) == told(second)
    assert record[CLAIM.id]["history"][-1]["note"] == {"id": "Dijelaskan.", "en": "Explained."}
    for entry in (explained(day, "withdrawn", WITHDRAWN), explained(SECOND, "withdrawn", WITHDRAWN)):
        assert published(record, date(2026, 11, 9), entry) == record
    mended = replace(WITHDRAWN, changes=(Change(day, "withdrawn", Text("Lain.", "Other."), 1),))
    again = published(record, date(2026, 11, 9), mended)
    assert told(again) == told(second)
    assert again[CLAIM.id]["history"][-1]["note"] == {"id": "Lain.", "en": "Other."}


def test_each_of_several_explanations_finds_its_own_event() -> None:
    steps = [replace(CLAIM, level=level) for level in (2, 1)]
    record = published(published(published({}, FIRST, CLAIM), SECOND, steps[0]), THIRD, steps[1])
    for days in (
        (date(2026, 10, 30), date(2026, 10, 31)),
        (date(2026, 11, 5), date(2026, 11, 6)),
        (SECOND, date(2026, 11, 5)),
    ):
        notes = [Text(str(day), str(day)) for day in days]
        entry = replace(steps[1], changes=tuple(Change(d, "lowered", n, 1) for d, n in zip(days, notes, strict=True)))
        now = published(record, date(2026, 11, 9), entry)
        assert told(now) == told(record)
        assert [event["note"] for event in now[CLAIM.id]["history"]][1:] == [{"id": n.id, "en": n.en} for n in notes]


def test_an_explanation_of_a_change_that_is_seen_now_leaves_an_older_one_unexplained() -> None:
    second = published(published({}, FIRST, CLAIM), SECOND, replace(CLAIM, level=2))
    record = published(second, date(2026, 11, 9), explained(date(2026, 11, 8), "lowered", replace(CLAIM, level=1)))
    assert told(record) == [*told(second), ("2026-11-08", "lowered")]
    assert [event["note"] is None for event in record[CLAIM.id]["history"]] == [True, True, False]


def test_a_change_that_shows_in_no_field_is_an_event_of_its_own_day() -> None:
    second = published(published({}, FIRST, CLAIM), SECOND, replace(CLAIM, text=Text("lain", "other")))
    record = published(second, THIRD, explained(THIRD, "reworded", replace(CLAIM, text=Text("lain", "other"))))
    assert told(record) == [*told(second), ("2026-11-03", "reworded")]


def test_a_check_that_is_read_again_later_is_an_event_of_its_own_day() -> None:
    checked = replace(CLAIM, reviews=(*CLAIM.reviews, review(SECOND)))
    second = published(published({}, FIRST, CLAIM), SECOND, checked)
    record = published(second, THIRD, explained(THIRD, "reviewed", checked))
    assert told(record) == [*told(second), ("2026-11-03", "reviewed")]


def test_an_explained_check_of_before_the_record_is_told_with_its_words() -> None:
    later = explained(date(2026, 2, 1), "reviewed", replace(CLAIM, reviews=(*CLAIM.reviews, review(date(2026, 2, 1)))))
    record = published({}, FIRST, later)
    assert told(record) == [("2026-01-03", "listed"), ("2026-02-01", "reviewed")]
    assert record[CLAIM.id]["history"][1]["note"] == {"id": "Dijelaskan.", "en": "Explained."}


def test_what_an_entry_explains_of_before_the_record_is_told_in_its_place() -> None:
    entry = explained(date(2026, 4, 1), "lowered", explained(date(2026, 3, 1), "reworded", replace(CLAIM, level=1)))
    for record in (published({}, FIRST, entry), published(published({}, FIRST, replace(CLAIM, level=1)), FIRST, entry)):
        assert told(record) == [("2026-01-03", "listed"), ("2026-03-01", "reworded"), ("2026-04-01", "lowered")]
        assert [event["level"] for event in record[CLAIM.id]["history"]][1:] == [None, 1]


@pytest.mark.parametrize("change", ["raised", "lowered", "restored"])
def test_what_held_before_an_explained_change_is_not_guessed(change: str) -> None:
    record = published({}, FIRST, explained(date(2026, 4, 1), change))
    assert [(event["change"], event["level"]) for event in record[CLAIM.id]["history"]] == [
        ("listed", None),
        (change, 3),
    ]


def test_changes_of_one_day_are_told_in_one_order_however_an_entry_has_them() -> None:
    day = date(2026, 4, 1)
    one, other = (("reworded", "lowered"), ("lowered", "reworded"))
    records = [published({}, FIRST, explained(day, last, explained(day, first))) for first, last in (one, other)]
    assert told(records[0]) == told(records[1])
    assert [change for _, change in told(records[0])] == ["listed", "reworded", "lowered"]


def test_what_is_explained_later_of_an_earlier_day_stands_in_its_place() -> None:
    second = published(published({}, FIRST, CLAIM), SECOND, replace(CLAIM, level=2))
    record = published(second, THIRD, explained(date(2026, 5, 1), "reworded", replace(CLAIM, level=2)))
    assert told(record) == [("2026-01-03", "listed"), ("2026-05-01", "reworded"), ("2026-11-02", "lowered")]


def test_a_passed_review_day_is_a_status_and_no_event() -> None:
    first = published({}, FIRST, CLAIM)
    late = published(first, date(2027, 1, 4), CLAIM)
    assert (late[CLAIM.id]["status"], late[CLAIM.id]["level"]) == ("review_due", 3)
    assert told(late) == told(first)

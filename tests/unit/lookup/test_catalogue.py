"""Search over the public record: what is found, in which order, on which page, and how many each choice would leave."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from tests.support.record import check, claim, event, removed, withdrawn

from cektautan.lookup.catalogue import FILTERS, ON_A_PAGE, SORTS, WEB, Catalogue, Question
from cektautan.lookup.public_record import read_claims

CLAIMS = {
    "harta-kpk-2026": claim(),
    "foto-lama-2024": claim(
        text={"id": "Foto antrean itu diambil tadi pagi.", "en": "The photo of the queue was taken this morning."},
        verdict="misleading", level=2, about=["bantuan"],
        reviews=[check(publisher="Tempo", rating="Keliru", verdict="misleading", date="2024-02-01"),
                 check(date="2024-02-03")],
        listings={"total": 2, "platforms": {"x": 1}, "kinds": {"content": 1, "url": 1}},
        history=[event("2026-11-20"), event("2026-11-24", "lowered")],
    ),
    "situs-tiruan-2026": claim(
        verdict="imposter", level=2, status="review_due", listed="2026-11-21",
        listings={"total": 1, "platforms": {}, "kinds": {"domain": 1}}, history=[event("2026-11-21")],
    ),
    "tarif-listrik-2025": withdrawn(reviews=[check(date="2025-05-05")]),
    "dihapus-2024": removed(),
}  # fmt: skip


def catalogue(claims: Mapping[str, Any] = CLAIMS) -> Catalogue:
    return Catalogue(read_claims(json.dumps({"format": 1, "claims": claims}).encode()).values())


def found(text: str = "", *, sort: str = SORTS[0], **filters: str) -> list[str]:
    return [each.id for each in catalogue().find(Question(text, filters, sort)).claims]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("antrean", ["foto-lama-2024"]),
        ("QUEUE", ["foto-lama-2024"]),
        ("pagi  foto", ["foto-lama-2024"]),
        ("queue pagi", ["foto-lama-2024"]),
        ("keliru", ["foto-lama-2024"]),
        ("tempo", ["foto-lama-2024"]),
        ("bantuan", ["foto-lama-2024"]),
        ("Harta, RAMPAS!", ["harta-kpk-2026", "situs-tiruan-2026", "tarif-listrik-2025"]),
        ("dihapus-2024", ["dihapus-2024"]),
        ("ántrean", ["foto-lama-2024"]),
        ("tidak-ada", []),
    ],
)
def test_a_text_is_found_in_either_language_whatever_its_spelling(text: str, ids: list[str]) -> None:
    assert sorted(found(text)) == ids


def test_without_a_question_all_are_there_the_last_changed_first() -> None:
    assert found() == ["tarif-listrik-2025", "dihapus-2024", "foto-lama-2024", "harta-kpk-2026", "situs-tiruan-2026"]


def test_other_orders_go_by_the_day_of_the_check_or_of_the_listing() -> None:
    assert found(sort="checked")[:2] == ["harta-kpk-2026", "situs-tiruan-2026"]
    assert found(sort="checked")[-1] == "dihapus-2024"
    assert found(sort="listed")[-2:] == ["situs-tiruan-2026", "dihapus-2024"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"verdict": "misleading"}, {"foto-lama-2024"}),
        ({"level": "3"}, {"harta-kpk-2026"}),
        ({"level": "1"}, {"situs-tiruan-2026"}),
        ({"level": "0"}, {"tarif-listrik-2025"}),
        ({"status": "withdrawn"}, {"tarif-listrik-2025"}),
        ({"status": "removed"}, {"dihapus-2024"}),
        ({"year": "2024"}, {"foto-lama-2024"}),
        ({"topic": "kpk", "platform": "facebook"}, {"harta-kpk-2026", "tarif-listrik-2025"}),
        ({"platform": WEB}, {"foto-lama-2024", "situs-tiruan-2026"}),
        ({"platform": WEB, "verdict": "false"}, set()),
    ],
)
def test_filters_hold_together(filters: dict[str, str], ids: set[str]) -> None:
    assert set(found(**filters)) == ids


def test_a_review_that_is_due_counts_as_the_note_that_readers_get() -> None:
    assert found(level="2") == ["foto-lama-2024"]


def test_counts_say_what_another_choice_would_leave() -> None:
    every = catalogue()
    for filters in ({}, {"verdict": "false"}, {"verdict": "false", "topic": "kpk"}, {"platform": WEB, "year": "2024"}):
        counts = every.find(Question("", filters)).counts
        for name in FILTERS:
            values = {"false", "misleading", "0", "3", "removed", "2024", "kpk", WEB, "facebook"} | set(counts[name])
            for value in values:
                alone = every.find(Question("", {**filters, name: value}))
                assert alone.total == counts[name].get(value, 0), (filters, name, value)


def test_pages_hold_twenty_and_a_page_beyond_the_last_is_empty() -> None:
    many = catalogue({f"klaim-{n:02}-2026": claim() for n in range(45)})
    pages = [many.find(Question(page=n)) for n in (1, 2, 3, 4)]
    assert [len(each.claims) for each in pages] == [ON_A_PAGE, ON_A_PAGE, 5, 0]
    assert {each.pages for each in pages} == {3}
    assert {each.total for each in pages} == {45}
    ids = [one.id for each in pages for one in each.claims]
    assert ids == sorted(set(ids))


def test_an_empty_record_has_one_empty_page() -> None:
    nothing = catalogue({}).find(Question("apa saja"))
    assert (nothing.total, nothing.pages, nothing.claims) == (0, 1, ())

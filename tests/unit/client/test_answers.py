"""What a server says, read strictly; a word of a publisher's rating alone may be newer than the client."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from cektautan.client.answers import Publication, read_answer, read_domain
from cektautan.core.vocabulary import Kind, Level, State, Surface, Verdict

PUBLICATION = Publication(7, 5, stale=False, licence="CC-BY-4.0")
REVIEW = {"publisher": "AFP", "url": "https://a.example/1", "rating": "X", "verdict": "false", "date": "2026-01-02"}
CLAIM = {"id": "satu", "text": {"id": "Kabar.", "en": "Story."}, "about": ["pemilu"], "reviews": [REVIEW]}
DRIVER = {"evidence": "review", "source": "AFP", "url": "https://a.example/1", "contribution": 1.5}
TOLD: dict[str, Any] = {
    "url": "https://a.com/1", "key": "url:a.com/1", "kind": "url", "surface": "page", "comment": False,
    "state": "listed", "verdict": "false", "level": 3, "match_kind": "domain", "reason_code": "fact_checked_false",
    "statement": {"id": "Alasan.", "en": "Reason."}, "listed": "2026-01-03", "review_by": "2027-01-03", "test": True,
    "claims": [CLAIM, {**CLAIM, "id": "dua", "reviews": [{**REVIEW, "publisher": "Tempo"}]}],
    "score": {"risk": 57, "low": 27, "confidence": 43, "band": "elevated", "drivers": [DRIVER], "model": "beta-1"},
}  # fmt: skip


def changed(**members: Any) -> dict[str, Any]:
    return {**copy.deepcopy(TOLD), **members}


def test_every_part_of_an_answer_is_where_it_belongs() -> None:
    answer = read_answer(TOLD, PUBLICATION)
    assert (answer.url, answer.key, answer.kind, answer.surface) == (
        "https://a.com/1", "url:a.com/1", Kind.URL, Surface.PAGE,
    )  # fmt: skip
    assert (answer.state, answer.verdict, answer.level, answer.match_kind) == (
        State.LISTED, Verdict.FALSE, Level.WARNING, Kind.DOMAIN,
    )  # fmt: skip
    listing = answer.listing
    assert listing is not None
    assert (listing.listed.isoformat(), listing.review_by.isoformat(), listing.test) == (
        "2026-01-03", "2027-01-03", True,
    )  # fmt: skip
    assert (listing.statement.id, listing.statement.en) == ("Alasan.", "Reason.")
    assert [(claim.id, claim.about) for claim in listing.claims] == [("satu", ("pemilu",)), ("dua", ("pemilu",))]
    assert [review.publisher for review in answer.reviews] == ["AFP", "Tempo"]
    score = listing.score
    assert (score.risk, score.low, score.confidence, score.band, score.model) == (57, 27, 43, "elevated", "beta-1")
    assert [(driver.evidence, driver.contribution) for driver in score.drivers] == [("review", 1.5)]


def test_a_rating_that_is_newer_than_this_client_is_unknown_and_takes_nothing_else_away() -> None:
    told = changed(claims=[{**CLAIM, "reviews": [{**REVIEW, "verdict": "baru"}]}])
    answer = read_answer(told, PUBLICATION)
    assert (answer.verdict, [each.verdict for each in answer.reviews]) == (Verdict.FALSE, [Verdict.UNKNOWN])


@pytest.mark.parametrize("member", ["kind", "surface", "state", "verdict", "level", "match_kind", "listed"])
def test_a_word_that_decides_and_is_none_of_ours_is_no_answer(member: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        read_answer(changed(**{member: "baru"}), PUBLICATION)


def test_where_nothing_matched_there_is_no_listing_whatever_else_is_said() -> None:
    assert read_answer(changed(state="unknown", level=None, match_kind=None), PUBLICATION).listing is None


def test_what_cannot_be_judged_is_an_error_with_its_reason() -> None:
    answer = read_answer({"state": "error", "error": "too_long", "detail": "…"}, PUBLICATION)
    assert (answer.state, answer.error, answer.url, answer.key, answer.level) == (State.ERROR, "too_long", "", "", None)
    assert (answer.kind, answer.surface, answer.comment, answer.warns, answer.reviews) == (None, None, False, False, ())


DOMAIN: dict[str, Any] = {
    "domain": "kabar.co.id", "host": "m.kabar.co.id", "type": "site", "state": "listed", "verdict": "imposter",
    "level": 2, "claims_false_12_months": 3, "claims_total": 5, "corrections": 1, "publishers": ["AFP", "Tempo"],
    "score": TOLD["score"], "snapshot": {"seq": 7, "created": 5, "age": 2}, "stale": True, "licence": "CC-BY-4.0",
}  # fmt: skip


def test_every_part_of_what_is_told_of_a_domain_is_where_it_belongs() -> None:
    answer = read_domain(DOMAIN)
    assert (answer.domain, answer.host, answer.type, answer.state) == (
        "kabar.co.id", "m.kabar.co.id", "site", State.LISTED,
    )  # fmt: skip
    assert (answer.verdict, answer.level) == (Verdict.IMPOSTER, Level.CAUTION)
    assert (answer.claims_false_12_months, answer.claims_total, answer.corrections) == (3, 5, 1)
    assert (answer.publishers, answer.score.risk) == (("AFP", "Tempo"), 57)
    assert answer.publication == Publication(7, 5, stale=True, licence="CC-BY-4.0")


def test_a_domain_of_which_nothing_is_listed_has_no_verdict() -> None:
    answer = read_domain({**DOMAIN, "state": "unknown", "verdict": None, "level": None})
    assert (answer.verdict, answer.level) == (None, None)

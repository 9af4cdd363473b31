"""The score: the figures it was designed with, and properties that hold for any evidence."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.scoring import (
    FALSITY,
    MODEL,
    PRIOR_MEAN,
    RELIABILITY,
    Band,
    Evidence,
    EvidenceKind,
    Score,
    lower_bound,
    score,
    weight,
)
from cektautan.core.vocabulary import Kind, Verdict

DAY = date(2026, 11, 23)


def finding(name: str, verdict: Verdict = Verdict.FALSE, reliability: str = "A", **more: object) -> Evidence:
    plain = Evidence(
        id=name,
        source=name,
        url=f"https://{name}.example/check",
        verdict=verdict,
        reliability=reliability,
        specificity=Kind.CONTENT,
        origin=name,
        date=DAY,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def numbers(result: Score) -> tuple[int | None, int | None, int, Band]:
    return result.risk, result.low, result.confidence, result.band


@st.composite
def evidence(draw: st.DrawFn, max_size: int = 8) -> list[Evidence]:
    size = draw(st.integers(0, max_size))
    return [
        Evidence(
            id=f"e{number}",
            source=draw(st.sampled_from(["turnbackhoax", "tempo", "afp"])),
            url="https://check.example/",
            verdict=draw(st.sampled_from(list(Verdict))),
            reliability=draw(st.sampled_from(sorted(RELIABILITY))),
            specificity=draw(st.sampled_from(list(Kind))),
            origin=draw(st.sampled_from(["one", "two", "three"])),
            date=DAY - timedelta(days=draw(st.integers(-5, 900))),
            kind=draw(st.sampled_from(list(EvidenceKind))),
            quality=draw(st.sampled_from([0.0, 0.3, 0.5, 1.0])),
            superseded=draw(st.booleans()),
        )
        for number in range(size)
    ]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([finding("a")], (57, 27, 43, Band.ELEVATED)),
        ([finding("a"), finding("b")], (70, 45, 60, Band.HIGH)),
        ([finding("a"), finding("b"), finding("c")], (77, 56, 69, Band.HIGH)),
        ([finding("a"), finding("b", Verdict.TRUE)], (40, 17, 60, Band.MIXED)),
        ([finding("a"), finding("b", Verdict.TRUE, kind=EvidenceKind.APPEAL)], (31, 12, 69, Band.MIXED)),
    ],
    ids=["one", "two independent", "three independent", "one false, one true", "one false, then a granted appeal"],
)
def test_designed_figures(findings: list[Evidence], expected: tuple[int, int, int, Band]) -> None:
    assert numbers(score(findings, DAY)) == expected


def test_the_presumption_without_evidence_is_a_quarter_and_wide() -> None:
    assert pytest.approx(0.25) == PRIOR_MEAN
    assert lower_bound(1, 3) == pytest.approx(0.017, abs=0.001)


def test_five_independent_weak_findings_are_not_what_one_copied_five_times_is() -> None:
    independent = [finding(f"list{i}", reliability="C") for i in range(5)]
    copied = [replace(item, origin="one feed") for item in independent]
    assert numbers(score(independent, DAY))[:2] == (67, 40)
    assert numbers(score(copied, DAY))[:2] == (40, 10)
    assert score(copied, DAY).caps == ("one_origin_counts_once",)


def test_too_little_evidence_is_unknown_and_not_a_number() -> None:
    for thin in ([], [finding("a", reliability="D")], [finding("a", Verdict.SATIRE)], [finding("a", superseded=True)]):
        result = score(thin, DAY)
        assert (result.risk, result.low, result.band, result.drivers) == (None, None, Band.UNKNOWN, ())
        assert "too_little_evidence" in result.caps


def test_no_number_of_reports_moves_the_score() -> None:
    reports = [finding(f"r{i}", kind=EvidenceKind.REPORT) for i in range(1000)]
    assert score(reports, DAY).risk is None
    assert score([finding("a"), *reports], DAY) == score([finding("a")], DAY)


def test_what_was_not_yet_known_does_not_count() -> None:
    assert score([finding("a", date=DAY + timedelta(days=1))], DAY).risk is None


def test_a_domain_finding_fades_by_half_in_half_a_year_and_an_exact_one_does_not() -> None:
    old = DAY - timedelta(days=180)
    assert weight(finding("a", specificity=Kind.DOMAIN, date=old), DAY) == pytest.approx(0.45)
    assert weight(finding("a", specificity=Kind.URL, date=old), DAY) == pytest.approx(3)


def test_high_needs_certainty_and_not_only_a_high_mean() -> None:
    weak = [finding(f"list{i}", reliability="C", quality=0.98) for i in range(6)]
    assert (score(weak, DAY).risk, score(weak, DAY).low) == (70, 44)
    assert lower_bound(1 + 6 * 0.98, 3) < 0.45
    assert score(weak, DAY).band is Band.ELEVATED
    assert "high_needs_certainty" in score(weak, DAY).caps


def test_a_stronger_true_review_of_the_same_origin_does_not_lift_its_cap() -> None:
    # Averaging inside an origin would raise the risk here from 33 to 55.
    copies = [finding(f"c{i}", reliability="D", origin="feed") for i in range(100)]
    more = [*copies, finding("a"), finding("t", Verdict.TRUE, origin="feed")]
    before, after = score([*copies, finding("a")], DAY).risk, score(more, DAY).risk
    assert before is not None
    assert after is not None
    assert after < before


def test_the_golden_answer_of_this_model() -> None:
    result = score([finding("a"), finding("b", Verdict.MISLEADING, "B"), finding("c", Verdict.TRUE, "C")], DAY)
    assert MODEL == "beta-1"
    assert numbers(result) == (55, 30, 60, Band.ELEVATED)
    assert [(driver.evidence, driver.contribution) for driver in result.drivers] == [
        ("a", 22.5),
        ("b", 10.0),
        ("c", -2.5),
    ]


@given(evidence())
def test_bounded(items: list[Evidence]) -> None:
    result = score(items, DAY)
    assert 0 <= result.confidence <= 100
    if result.risk is None:
        assert result.band is Band.UNKNOWN
        assert result.low is None
    else:
        assert result.low is not None
        assert 0 <= result.low <= result.risk <= 100


@given(evidence(), st.randoms(use_true_random=False))
def test_independent_of_order(items: list[Evidence], chance: random.Random) -> None:
    mixed = list(items)
    chance.shuffle(mixed)
    assert score(mixed, DAY) == score(items, DAY)


@given(evidence(), st.integers(1, 5), st.data())
def test_copies_of_one_origin_add_nothing(items: list[Evidence], copies: int, data: st.DataObject) -> None:
    if not items:
        return
    original = data.draw(st.sampled_from(items))
    copied = [replace(original, id=f"copy{i}") for i in range(copies)]
    assert numbers(score([*items, *copied], DAY)) == numbers(score(items, DAY))


@given(evidence(), st.sampled_from(["one", "two", "three", "new"]), st.sampled_from(sorted(RELIABILITY)))
def test_a_review_rated_true_never_raises_risk(items: list[Evidence], origin: str, grade: str) -> None:
    before = score(items, DAY).risk
    after = score([*items, finding("t", Verdict.TRUE, grade, origin=origin)], DAY).risk
    if before is not None:
        assert after is not None
        assert after <= before


@given(evidence())
def test_the_drivers_explain_the_whole_way_from_the_presumption(items: list[Evidence]) -> None:
    result = score(items, DAY)
    if result.risk is not None:
        total = sum(driver.contribution for driver in result.drivers)
        # Each of at most eight parts is rounded to a tenth, and the risk to a whole point.
        assert 25 + total == pytest.approx(result.risk, abs=0.5 + 8 * 0.05 + 1e-6)


def test_every_verdict_either_speaks_about_falsity_or_is_named_as_silent() -> None:
    assert set(Verdict) - set(FALSITY) == {Verdict.UNKNOWN, Verdict.SATIRE, Verdict.OPINION}

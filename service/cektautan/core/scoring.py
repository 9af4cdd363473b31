"""Score: how much the evidence about a subject speaks for falsity, with how much certainty.

Decides risk (0 to 100), its lower bound, confidence, band and what drove them, by Beta reputation (Jøsang and Ismail
2002) with a presumption of not being false and a cap per origin; the formula and its reasons stand in docs/verdicts.md.
The score orders queues and informs third parties. It must never raise a level: the decision comes first, from the most
specific active listing. Pure and versioned: the same evidence on the same day gives the same score everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from mpmath import MPContext

from cektautan.core.vocabulary import Kind, Verdict

MODEL = "beta-1"
"""Changes with every change of a number or a step below, so that an old score can be told from a new one."""

PRIOR_FALSE = 1.0
PRIOR_TRUE = 3.0
PRIOR = PRIOR_FALSE + PRIOR_TRUE
PRIOR_MEAN = PRIOR_FALSE / PRIOR
"""A quarter: without evidence something is presumed not to be false."""

MIN_EVIDENCE = 1.0
"""Less than this is too little for a number, and an honest answer says so."""

HALF_LIFE_DAYS = 180
"""What was found about a host or a domain is half forgotten after this time; an exact item does not change."""

APPEAL_WEIGHT = 6.0
"""An objection that was granted outweighs any two checks: somebody looked again, and at the other side too."""

QUANTILE = 0.05
HIGH_RISK, HIGH_LOW = 70, 0.45

RELIABILITY = {"A": 3.0, "B": 2.0, "C": 1.0, "D": 0.5, "E": 0.25, "F": 0.5}
"""Weight of one finding by its source's grade. F means "cannot be judged", which is more than "unreliable"."""

SPECIFICITY = {Kind.CONTENT: 1.0, Kind.URL: 1.0, Kind.PATH: 0.8, Kind.HOST: 0.5, Kind.DOMAIN: 0.3}

FALSITY = {
    Verdict.FALSE: 1.0,
    Verdict.ALTERED: 1.0,
    Verdict.IMPOSTER: 1.0,
    Verdict.SCAM: 1.0,
    Verdict.MISLEADING: 0.75,
    Verdict.MIXED: 0.5,
    Verdict.UNPROVEN: 0.5,
    Verdict.CORRECTED: 0.25,
    Verdict.TRUE: 0.0,
}
"""How false a verdict says a claim is. Satire, opinion and unknown say nothing about it and carry no weight."""


class EvidenceKind(StrEnum):
    """Where a finding comes from."""

    REVIEW = "review"
    APPEAL = "appeal"
    REPORT = "report"
    """A reader's report: it opens a case, and no number of them moves the score."""


class Band(StrEnum):
    """The score in one word."""

    UNKNOWN = "unknown"
    LOW = "low"
    MIXED = "mixed"
    ELEVATED = "elevated"
    HIGH = "high"


@dataclass(frozen=True)
class Evidence:
    """One finding about the subject."""

    id: str
    source: str
    url: str
    verdict: Verdict
    reliability: str
    """The source's grade, A to F."""
    specificity: Kind
    origin: str
    """What it goes back to: copies of one feed, or of one publisher's finding on one claim, share an origin."""
    date: date
    kind: EvidenceKind = EvidenceKind.REVIEW
    quality: float = 1.0
    """From 0 to 1: lowered for findings whose data is doubtful."""
    superseded: bool = False
    """True if its own publisher has replaced it."""


@dataclass(frozen=True)
class Driver:
    """What one finding did to the score: `contribution` in points, up or down from the presumption of 25."""

    evidence: str
    source: str
    url: str
    contribution: float


@dataclass(frozen=True)
class Score:
    """The answer. `risk` and `low` are None where the evidence is too thin for a number."""

    risk: int | None
    low: int | None
    confidence: int
    band: Band
    drivers: tuple[Driver, ...]
    caps: tuple[str, ...]
    model: str = MODEL

    def to_json(self) -> dict[str, Any]:
        """The score as it is published and answered with."""
        return {
            "risk": self.risk,
            "low": self.low,
            "confidence": self.confidence,
            "band": str(self.band),
            "drivers": [
                {
                    "evidence": driver.evidence,
                    "source": driver.source,
                    "url": driver.url,
                    "contribution": round(driver.contribution, 2),
                }
                for driver in self.drivers
            ],
            "model": self.model,
        }


@dataclass(frozen=True)
class _Share:
    """What one origin counts for: pseudo-counts of false and of true, and the findings that set them."""

    false: float
    true: float
    false_by: Evidence
    true_by: Evidence
    capped: bool


def score(evidence: Sequence[Evidence], as_of: date) -> Score:
    """Weigh the findings known on a day."""
    origins: dict[str, list[Evidence]] = {}
    for item in evidence:
        if weight(item, as_of) > 0:
            origins.setdefault(item.origin, []).append(item)
    shares = [_share(origins[origin], as_of) for origin in sorted(origins)]
    false = math.fsum(share.false for share in shares)
    true = math.fsum(share.true for share in shares)
    counted = false + true
    confidence = round(100 * counted / (counted + PRIOR))
    caps = ["one_origin_counts_once"] if any(share.capped for share in shares) else []
    if counted < MIN_EVIDENCE:
        return Score(None, None, confidence, Band.UNKNOWN, (), (*caps, "too_little_evidence"))
    alpha, beta = PRIOR_FALSE + false, PRIOR_TRUE + true
    risk = round(100 * alpha / (alpha + beta))
    low = lower_bound(alpha, beta)
    band = _band(risk, low)
    if risk >= HIGH_RISK and band is not Band.HIGH:
        caps.append("high_needs_certainty")
    return Score(risk, round(100 * low), confidence, band, _drivers(shares, alpha + beta), tuple(caps))


def weight(item: Evidence, as_of: date) -> float:
    """How much one finding counts before its origin is capped; nothing if it says nothing or was not yet known."""
    if item.superseded or item.kind is EvidenceKind.REPORT or item.verdict not in FALSITY or item.date > as_of:
        return 0.0
    if item.kind is EvidenceKind.APPEAL:
        return APPEAL_WEIGHT
    fades = item.specificity in (Kind.HOST, Kind.DOMAIN)
    age = 0.5 ** ((as_of - item.date).days / HALF_LIFE_DAYS) if fades else 1.0
    return RELIABILITY[item.reliability] * SPECIFICITY[item.specificity] * age * min(max(item.quality, 0.0), 1.0)


@lru_cache(maxsize=4096)
def lower_bound(alpha: float, beta: float) -> float:
    """The 5 % quantile of Beta(alpha, beta), by bisection of the regularised incomplete beta function.

    >>> round(lower_bound(1, 3), 2)
    0.02
    """
    # A context of its own: the library's shared one carries a precision that any other caller may have changed.
    context = MPContext()
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if context.betainc(alpha, beta, 0, middle, regularized=True) < QUANTILE:
            low = middle
        else:
            high = middle
    return low


def _share(items: Iterable[Evidence], as_of: date) -> _Share:
    """One origin counts as much as its strongest finding, however often it is repeated.

    Where it contradicts itself the true side is counted first, so that a review rated true can never raise the risk,
    not even by lifting the origin's cap.
    """
    weighed = [(item, weight(item, as_of)) for item in sorted(items, key=lambda item: (item.date, item.id))]
    false_by, false = _strongest([(item, w * FALSITY[item.verdict]) for item, w in weighed])
    true_by, true = _strongest([(item, w * (1 - FALSITY[item.verdict])) for item, w in weighed])
    cap = max(w for _, w in weighed)
    # The maximum keeps a rounding error of the subtraction from going below nothing.
    return _Share(max(min(false, cap - true), 0.0), true, false_by, true_by, capped=len(weighed) > 1)


def _strongest(counts: list[tuple[Evidence, float]]) -> tuple[Evidence, float]:
    """The highest count; of equal ones the earliest finding, which the others may have copied."""
    return max(counts, key=lambda pair: pair[1])


def _band(risk: int, low: float) -> Band:
    if risk < 30:
        return Band.LOW
    if risk < 50:
        return Band.MIXED
    return Band.HIGH if risk >= HIGH_RISK and low >= HIGH_LOW else Band.ELEVATED


def _drivers(shares: list[_Share], total: float) -> tuple[Driver, ...]:
    """Each finding's part of the way from the presumption to the risk; the parts add up to it."""
    points: dict[Evidence, float] = {}
    for share in shares:
        points[share.false_by] = points.get(share.false_by, 0.0) + 100 * (1 - PRIOR_MEAN) * share.false / total
        points[share.true_by] = points.get(share.true_by, 0.0) - 100 * PRIOR_MEAN * share.true / total
    drivers = [Driver(item.id, item.source, item.url, round(value, 1)) for item, value in points.items()]
    moved = [driver for driver in drivers if driver.contribution]
    return tuple(sorted(moved, key=lambda driver: (-abs(driver.contribution), driver.evidence)))

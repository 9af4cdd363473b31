"""Checks: what is asked about addresses, domains and short links, and what is answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cektautan.web.models.base import Count, Day, KindName, Model, Text, VerdictName


class Review(Model):
    """One publisher's check of a claim (schema.org ClaimReview)."""

    publisher: str = Field(description="Who checked it.", examples=["TurnBackHoax"])
    url: str = Field(description="Where the check can be read.", examples=["https://turnbackhoax.id/..."])
    rating: str = Field(description="The publisher's own rating, verbatim.", examples=["SALAH"])
    verdict: VerdictName = Field(description="The same in our vocabulary.")
    date: Day = Field(description="When it was published.")


class Claim(Model):
    """What is being asserted, and who checked it."""

    id: str
    text: Text
    about: list[str] = Field(description="Tags.")
    reviews: list[Review]


class Driver(Model):
    """What one review did to the score."""

    evidence: str = Field(description="Which review: claim and place.")
    source: str = Field(description="Who checked.")
    url: str = Field(description="Where the check can be read.")
    contribution: float = Field(description="Points up or down from where every score begins.")


class Score(Model):
    """Reputation as a number, for ordering queues. It never decides a level (docs/verdicts.md)."""

    risk: int | None = Field(ge=0, le=100, description="0 to 100, or null where the evidence is too little.")
    low: int | None = Field(ge=0, le=100, description="Lower bound of the risk.")
    confidence: int = Field(ge=0, le=100)
    band: Literal["unknown", "low", "mixed", "elevated", "high"]
    drivers: list[Driver] = Field(description="What the number comes from.")
    model: str = Field(description="Version of the formula.")


class Judgement(Model):
    """What is known about one address."""

    url: str = Field(
        description="The address in canonical form, redirectors, archives and tracking parameters taken off.",
        examples=["https://www.youtube.com/watch?v=GPdzHkn5M6M"],
    )
    key: str = Field(description="Its most specific key.", examples=["content:youtube:GPdzHkn5M6M"])
    kind: KindName = Field(description="The kind of that key.")
    surface: Literal["content", "opaque", "page", "platform"] = Field(description="What sort of place it is.")
    comment: bool = Field(description="The link opens a comment; the record is about the post.")
    state: Literal["listed", "cleared", "unknown", "unresolved", "platform"] = Field(
        description="`listed`: see verdict and level. `cleared`: a warning was withdrawn. `unknown`: no record, which "
        "does not mean true. `unresolved`: a short or share link; open it, then check. `platform`: nothing to judge."
    )
    verdict: VerdictName = Field(description="What the named checkers found; `unknown` where nothing is listed.")
    level: int | None = Field(ge=0, le=3, description="0 cleared, 1 note, 2 caution, 3 warning; null if not listed.")
    match_kind: KindName | None = Field(description="The kind of the listed key that matched.")
    reason_code: str | None = Field(examples=["fact_checked_false"])
    statement: Text | None = Field(description="The statement of reasons.")
    listed: Day | None = Field(description="Since when it is listed.")
    review_by: Day | None = Field(description="By when the listing is looked at again.")
    test: bool = Field(
        description="One of this service's own test pages (`/v1/test-cases`): claim and checker are made up."
    )
    claims: list[Claim]
    score: Score


class Refusal(Model):
    """An address in a batch that cannot be judged."""

    state: Literal["error"]
    error: Literal["empty", "too_long", "not_parseable", "not_http", "no_host", "bad_host"]
    detail: str


class ListState(Model):
    """Which publication of the list an answer comes from."""

    seq: int = Field(description="Its sequence number.")
    created: int = Field(description="When it was signed, Unix seconds.")
    age: Count = Field(description="Seconds since then.")


class Envelope(Model):
    """What every answer says about the list behind it."""

    snapshot: ListState
    stale: bool = Field(description="The list is past its expiry: wider matches count less (docs/verdicts.md).")
    licence: str = Field(description="Licence of the data.", examples=["CC-BY-4.0"])


class CheckAnswer(Judgement, Envelope):
    """The answer about one address."""


class BatchRequest(Model):
    """Addresses to check."""

    urls: Annotated[list[str], Field(min_length=1, max_length=500)] = Field(
        examples=[["https://youtu.be/GPdzHkn5M6M?si=x", "mailto:someone@example.com"]]
    )


class BatchAnswer(Envelope):
    """The answers in the order of the addresses."""

    results: list[Judgement | Refusal]


class DomainAnswer(Envelope):
    """What is known about a domain. Counts, and a verdict only where the domain itself is listed."""

    domain: str = Field(description="The registrable domain.", examples=["example.com"])
    host: str = Field(description="The host that was asked for.", examples=["news.example.com"])
    type: Literal["site", "platform", "shared_host"] = Field(
        description="Platforms and shared hosts never get a verdict: what one person posts there says nothing about it."
    )
    state: Literal["listed", "cleared", "unknown", "platform"]
    verdict: VerdictName | None
    level: int | None = Field(ge=0, le=3)
    claims_false_12_months: Count = Field(description="Distinct claims on it that were rated false in the last year.")
    claims_total: Count = Field(description="Distinct claims on it that are on record.")
    corrections: Count = Field(description="Of these, how many the publisher has corrected.")
    publishers: list[str] = Field(description="Who checked them.")
    score: Score


class ResolveRequest(Model):
    """A short or share link."""

    url: str = Field(
        description="A link whose state is `unresolved`, at most 8192 bytes.",
        examples=["https://s.id/contoh"],
        json_schema_extra={"format": "short-link"},
    )


class ResolveAnswer(Model):
    """Where a short or share link leads."""

    url: str = Field(
        description="The address that it leads to, which nobody has opened. Check it.",
        examples=["https://www.youtube.com/watch?v=GPdzHkn5M6M"],
    )
    hops: int = Field(ge=1, description="How many short links led there.")


class ExpectedAnswer(Model):
    """One test page, and what is answered about its address."""

    name: str = Field(description="Stays the same for ever.", examples=["salah"])
    url: str = Field(description="The address to ask about.", examples=["http://127.0.0.1:8000/uji/salah"])
    state: Literal["listed", "cleared", "unknown", "unresolved", "platform", "error"]
    verdict: VerdictName | None = Field(description="Null where the address cannot be judged.")
    level: int | None = Field(ge=0, le=3)
    match_kind: KindName | None
    reason_code: str | None
    test: bool = Field(description="As in the answer: true where the page is listed.")
    error: str | None = Field(description="Why the address cannot be judged.", examples=["not_http"])


class TestCases(Model):
    """Every test page."""

    cases: list[ExpectedAnswer]

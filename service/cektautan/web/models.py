"""What travels over `/v1`, as models: the one definition of requests and answers.

The OpenAPI document and /docs are made from these. Answers are not run through them at request time (they are built
from records that were checked when they were published); the contract tests hold every answer against them instead.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

VerdictName = Literal[
    "unknown", "false", "misleading", "altered", "imposter", "scam",
    "satire", "opinion", "unproven", "mixed", "true", "corrected",
]  # fmt: skip
KindName = Literal["content", "url", "path", "host", "domain"]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2024-02-12"])]
Count = Annotated[int, Field(ge=0)]


class Model(BaseModel):
    """Says all that it holds: an unknown field is an error in requests and a promise broken in answers."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Text(Model):
    """One text in Indonesian and English."""

    id: str
    en: str


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


Ticket = Annotated[
    str,
    Field(
        min_length=26,
        max_length=80,
        description="128 random bits that the client makes, as 26 characters of Crockford's base32. Hyphens, spaces "
        "and case do not matter. Whoever holds it is told what became of the report; it is kept as a hash.",
        examples=["5ZK3Q-8M1TD-0V7PA-HX2NC-R4WYEB"],
        json_schema_extra={"format": "ticket"},
    ),
]
Outcome = Literal["listed", "already_listed", "not_listed", "forwarded", "no_check", "granted", "partly", "rejected"]
Unix = Annotated[int, Field(ge=0, description="Unix seconds.")]


class Filed(Model):
    """What every kind of report has."""

    ticket: Ticket
    url: str = Field(
        max_length=8192,
        description="The address. What is kept of it is its cleaned form: unwrapped, without tracking parameters, user "
        "name and fragment, and without the account's name where the id alone names an item.",
        examples=["https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9"],
        json_schema_extra={"format": "public-address"},
    )
    text: str | None = Field(
        None, max_length=2000, description="In the sender's words. Kept encrypted, deleted when the case closes."
    )
    contact: str | None = Field(
        None, max_length=200, description="How to ask back. Kept encrypted, deleted when the case closes."
    )
    lang: Literal["id", "en"] | None = None
    claim: str | None = Field(
        None, pattern=r"^[a-z0-9-]{1,100}$", description="The record that it is about, where one is known."
    )
    as_: Literal["reader", "owner"] | None = Field(
        None, alias="as", description="`owner`: of the site or the account that the address belongs to."
    )


class TipRequest(Filed):
    """A tip that an address may be a hoax, an imitation or a scam."""

    kind: Literal["report"]
    reason: Literal["hoax", "imposter", "scam", "altered", "other"] | None = None


class CheckWish(Filed):
    """A wish that somebody check an address of which nothing is on record."""

    kind: Literal["check"]


class ObjectionRequest(Filed):
    """An objection to a warning. About something that is not listed it is filed as a report that says so."""

    kind: Literal["wrong"]
    reason: Literal["not_false", "other_content", "corrected", "satire", "my_site", "other"] | None = None


class ReportRequest(RootModel[Annotated[TipRequest | CheckWish | ObjectionRequest, Field(discriminator="kind")]]):
    """What a reader sends to the desk: by its `kind` one of TipRequest, CheckWish and ObjectionRequest."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ticket": "5ZK3Q-8M1TD-0V7PA-HX2NC-R4WYEB",
                    "kind": "report",
                    "url": "https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9",
                    "reason": "hoax",
                }
            ]
        }
    )


class ReportAnswer(Model):
    """It was filed. The same ticket again gives the same answer, with status 200, and files nothing."""

    state: Literal["received"]
    filed_at: Unix


class StatusRequest(Model):
    """A ticket."""

    ticket: Ticket


class CheckTold(Model):
    """A published check."""

    publisher: str
    url: str
    rating: str = Field(description="As its publisher wrote it.")
    date: str = Field(description="YYYY-MM-DD.")


class StatusAnswer(Model):
    """Where a report stands. What does not apply is left out."""

    kind: Literal["report", "check", "wrong"]
    state: Literal["received", "in_review", "decided", "closed"] = Field(
        description="`closed`: ended without a decision about the address."
    )
    filed_at: Unix
    decided_at: Unix | None = None
    outcome: Outcome | None = Field(
        None,
        description="`no_check`: no published check exists yet. `forwarded`: passed on to fact-checkers. `granted`, "
        "`partly`, `rejected`: an objection's.",
    )
    reasons: Text | None = Field(
        None, description="Why it ended so: what was written for its reader, else the standard words of the outcome."
    )
    claim: str | None = Field(None, description="The record that answers it, at /c/<claim>.")
    check: CheckTold | None = Field(None, description="The published check that the record rests on.")
    forwarded_to: list[str] | None = Field(
        None, description="The names of those whom it was passed on to; also while it is looked at again."
    )
    level: int | None = Field(None, ge=0, le=3, description="The level in force now.")
    due: Unix | None = Field(None, description="Until when the desk owes an objection its next answer.")
    overdue: bool | None = None


Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ChangeLine(Model):
    """One line of the chain of changes."""

    seq: int = Field(ge=1, description="Numbers without gaps, from 1.")
    event_seq: int = Field(ge=1, description="The number of the decision in the log, which may make several lines.")
    body: str = Field(
        description="What happened, as the JSON text that was hashed: `op` (list, amend, retract, expire, remove), "
        "`listing`, `sha256` of the key, `kind`, `claim`, `level`, `verdict`, `reason_code`, `statement`, `listed`, "
        "`review_by`, `at`. The terms are null where nothing is told any more."
    )
    prev_hash: Digest = Field(description="The hash of the line before; 64 zeros before the first.")
    hash: Digest = Field(description="SHA-256 over the other members as JSON, sorted, without spaces, in UTF-8.")


class TaxiiError(BaseModel):
    """An error as TAXII 2.1 words it."""

    title: str
    http_status: str


class ProblemDetails(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Leads to the paragraph of /docs that explains it.")
    title: str
    status: int
    detail: str
    field: str | None = Field(default=None, description="The field at fault.")
    reason: str | None = Field(default=None, description="Why, as a code.")


class CheckSite(Model):
    """Who published a check, as Fact Check Tools tell it."""

    name: str
    site: str = Field(description="The host of its address without `www.`", examples=["turnbackhoax.id"])


class FoundCheck(Model):
    """A check, as Fact Check Tools tell it."""

    publisher: CheckSite
    url: str
    reviewDate: str = Field(examples=["2026-01-27T00:00:00Z"])  # noqa: N815 -- Google's own name
    textualRating: str = Field(description="The publisher's own rating, verbatim.")  # noqa: N815 -- Google's own name


class FoundClaim(Model):
    """A claim with its checks, the newest first."""

    text: str
    claimReview: list[FoundCheck] = Field(min_length=1)  # noqa: N815 -- Google's own name


class ClaimsSearchAnswer(Model):
    """What was found; empty where nothing was."""

    claims: list[FoundClaim] = Field(default_factory=list)
    nextPageToken: str = Field("", description="Absent on the last page.")  # noqa: N815 -- Google's own name

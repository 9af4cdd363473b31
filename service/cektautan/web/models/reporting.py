"""Reports: what a reader sends to the desk, and what became of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, RootModel

from cektautan.web.models.base import Model, Text, Unix

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

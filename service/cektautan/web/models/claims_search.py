"""What Google's Fact Check Tools answer to `claims:search`, in their own names (docs/claims-search.md)."""

from __future__ import annotations

from pydantic import Field

from cektautan.web.models.base import Model


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

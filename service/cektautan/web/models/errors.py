"""Errors: problem details (RFC 9457), and TAXII 2.1's own."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


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

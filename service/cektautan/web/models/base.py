"""What all models of requests and answers are made of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

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


Unix = Annotated[int, Field(ge=0, description="Unix seconds.")]

"""The public chain of changes (docs/protocol.md, section 15)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cektautan.web.models.base import Model

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

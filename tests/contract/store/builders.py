"""Rows for tests, with everything that a test does not care about filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from cektautan.core.keys import key_hash
from cektautan.store.models import Claim, Listing

NOW = 1_790_000_000
"""21 September 2026."""


def claim(id_: str = "klaim-2026", **values: Any) -> Claim:
    """Return a claim at level 3."""
    made = {
        "text_id": "Klaim uji.", "text_en": "A test claim.", "verdict": "false", "level": 3,
        "reason_code": "fact_checked_false", "statement_id": "Alasan.", "statement_en": "A reason.",
        "about": ["pemilu-2024"], "listed": date(2026, 9, 1), "review_by": date(2027, 9, 1), "created_at": NOW,
        "status": "active", "changes": {},
    }  # fmt: skip
    return Claim(**{"id": id_, **made, **values})


def listing(claim_id: str = "klaim-2026", key: str = "url:kabar.example/1", **values: Any) -> Listing:
    """Return an active listing of an ordinary page at level 3."""
    made = {
        "sha256": key_hash(key).hex(), "kind": key.partition(":")[0], "domain": "kabar.example",
        "url": "https://kabar.example/1", "level": 3, "status": "active", "listed": date(2026, 9, 1),
        "review_by": date(2027, 9, 1), "changed_at": NOW,
    }  # fmt: skip
    return Listing(**{"claim_id": claim_id, "key": key, **made, **values})

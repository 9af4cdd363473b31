"""What an import has to know, from plain values instead of a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cektautan.blocklists.entry import Source
from cektautan.core.keys import key_digest
from cektautan.desk.imports.known import KnownClaim, KnownListing

CHECKER = Source(
    id="pemeriksa", name="Pemeriksa Contoh", site="pemeriksa.example", kind="fact_checker", reliability="A",
    standing="good", standing_basis="Made up for tests.", standing_checked=date(2026, 11, 1), notes="", line=1,
)  # fmt: skip


@dataclass
class Remembered:
    """Claims, listings and checks in dictionaries."""

    claims: dict[str, KnownClaim] = field(default_factory=dict)
    by_key: dict[str, list[KnownListing]] = field(default_factory=dict)
    checks: set[str] = field(default_factory=set)

    def claim(self, id_: str) -> KnownClaim | None:
        return self.claims.get(id_)

    def listings(self, key: str) -> Sequence[KnownListing]:
        return self.by_key.get(key, ())

    def key_of(self, digest: str) -> str | None:
        return next((key for key in self.by_key if key_digest(key) == digest), None)

    def is_check(self, key: str) -> bool:
        return key in self.checks


def known_claim(id_: str = "klaim-2026", **values: object) -> KnownClaim:
    """Return a claim at level 3, whose review is due in a year."""
    made: dict[str, object] = {
        "verdict": "false", "level": 3, "reason_code": "fact_checked_false", "review_by": date(2027, 11, 1),
    }  # fmt: skip
    return KnownClaim(id_, **{**made, **values})  # type: ignore[arg-type]


def known_listing(claim_id: str = "klaim-2026", **values: object) -> KnownListing:
    """Return an active listing at level 2."""
    made: dict[str, object] = {
        "id": 1, "level": 2, "in_force": 2, "status": "active", "review_by": date(2027, 5, 1), "version": 1,
    }  # fmt: skip
    return KnownListing(claim_id=claim_id, **{**made, **values})  # type: ignore[arg-type]

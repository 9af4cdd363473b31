"""What the store knows, read once into memory: a batch of 100,000 lines asks it 300,000 times.

Everything is of one moment. The reading goes past the session's objects, because a listing is needed for a few values
only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from cektautan.blocklists.entry import Source
from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.keys import key_digest
from cektautan.core.rules import Rules
from cektautan.desk.imports.grounds import Check, Facts
from cektautan.desk.imports.known import KnownClaim, KnownListing
from cektautan.store import models
from cektautan.store.in_force import in_force

_COLUMNS = tuple(
    getattr(models.Listing, name)
    for name in (
        "id", "claim_id", "key", "level", "status", "reason_code", "statement_id", "statement_en", "opaque", "listed",
        "review_by", "provisional_until", "immune_until", "version",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """What is different between two moments."""

    claims: frozenset[str]
    keys: frozenset[str]
    """Of listings."""
    checks: frozenset[str]
    """Addresses of checks that came or went."""

    def __bool__(self) -> bool:
        return bool(self.claims or self.keys or self.checks)


_NONE: list[KnownListing] = []


class StoreKnown:
    """Claims, listings and checks of one moment."""

    def __init__(self, session: Session, facts: Facts, rules: Rules, now: int, staged_of: int | None = None) -> None:
        """Read them.

        Args:
            session: a transaction.
            facts: what claims rest on.
            rules: of identity.
            now: Unix seconds.
            staged_of: the batch whose own staged listings are left out, because they are what is being judged.

        """
        rows = {
            row.id: row
            for row in session.scalars(
                # What the session holds already may be of an earlier moment.
                select(models.Claim)
                .options(selectinload(models.Claim.reviews))
                .execution_options(populate_existing=True)
            )
        }
        self._claims = {id_: _known_claim(row, facts) for id_, row in rows.items()}
        urls = {review.url for row in rows.values() for review in row.reviews}
        self._checks = {key: url for url in urls if (key := _key(url, rules))}
        self._by_digest: dict[str, str] | None = None
        self._listings: dict[str, list[KnownListing]] = defaultdict(list)
        asked = select(*_COLUMNS)
        if staged_of is not None:
            others = or_(models.Listing.batch_id.is_(None), models.Listing.batch_id != staged_of)
            asked = asked.where(or_(others, models.Listing.status != "staged"))
        for row in session.execute(asked):
            # A row of a query has the attributes of a listing, and nothing else is asked of it.
            terms = in_force(cast(Any, row), rows[row.claim_id], now)
            self._listings[row.key].append(
                KnownListing(
                    id=row.id,
                    claim_id=row.claim_id,
                    level=row.level,
                    in_force=None if terms is None else terms.level,
                    status=row.status,
                    review_by=row.review_by,
                    version=row.version,
                    immune_until=row.immune_until,
                )
            )

    def claim(self, id_: str) -> KnownClaim | None:
        """The claim of an id."""
        return self._claims.get(id_)

    def listings(self, key: str) -> Sequence[KnownListing]:
        """Every listing of a key, of all claims."""
        return self._listings.get(key, _NONE)

    def key_of(self, digest: str) -> str | None:
        """The key that was ever listed and has this SHA-256."""
        if self._by_digest is None:
            self._by_digest = {key_digest(key): key for key in self._listings}
        return self._by_digest.get(digest)

    def is_check(self, key: str) -> bool:
        """True if this is the key of a published check."""
        return key in self._checks

    def moved(self, later: StoreKnown) -> Moved:
        """What is different at a later moment."""
        keys = self._listings.keys() | later._listings.keys()
        claims = self._claims.keys() | later._claims.keys()
        checks = self._checks.keys() ^ later._checks.keys()
        return Moved(
            claims=frozenset(id_ for id_ in claims if self.claim(id_) != later.claim(id_)),
            keys=frozenset(key for key in keys if self.listings(key) != later.listings(key)),
            checks=frozenset(self._checks.get(key) or later._checks[key] for key in checks),
        )


def read_sources(session: Session) -> dict[str, Source]:
    """Return who may be cited, as the lint knows them: nobody whose trust is withdrawn."""
    return {row.id: Source.of_row(row) for row in session.scalars(select(models.Source)) if row.trusted}


def _known_claim(row: models.Claim, facts: Facts) -> KnownClaim:
    checks = [Check(review.source_id, review.verdict, review.date) for review in row.reviews]
    texts = (row.text_id, row.text_en)
    return KnownClaim(
        id=row.id,
        verdict=row.verdict,
        level=row.level,
        reason_code=row.reason_code,
        review_by=row.review_by,
        status=row.status,
        reviews=frozenset(review.url for review in row.reviews),
        grounds=facts.grounds(row.verdict, row.about, texts, row.imitates, checks),
        statement=(row.statement_id, row.statement_en),
    )


def _key(url: str, rules: Rules) -> str:
    try:
        return identify(url, rules).key
    except NotJudgeable:
        return ""

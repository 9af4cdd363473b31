"""What a batch makes different for readers, told in the public chain for thousands of listings at once.

A decision about a few listings is compared row by row in its session (`store.change_tracking`); here the same
comparison is made over plain values, and made before the transaction that needs it, so that nobody's decision waits for
100,000 lines to be written out. It must tell exactly what the other way would.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final, cast

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cektautan.core.chain import canonical
from cektautan.store.changes import body_of, operation
from cektautan.store.in_force import Terms, in_force
from cektautan.store.models import Claim, Listing
from cektautan.store.unit_of_work import Work

AT_ONCE: Final = 5000
"""Listings that are read at once."""

COLUMNS: Final = tuple(
    getattr(Listing, name)
    for name in (
        "id", "claim_id", "sha256", "kind", "level", "status", "reason_code", "statement_id", "statement_en", "opaque",
        "listed", "review_by", "provisional_until", "version",
    )
)  # fmt: skip
"""What being in force depends on, and what is told of it."""

Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """What is told of one listing."""

    digest: str
    """The listing's number, its key's hash, status and level in force before and after, as the event commits to it."""
    body: str | None
    """The line of the public chain; None where readers see no difference."""


Lines = dict[int, Line]


def claims_told(session: Session, drafts: frozenset[str] = frozenset()) -> Claims:
    """Return every claim as being in force depends on it.

    Args:
        session: a transaction.
        drafts: claims that become active with the batch.

    """
    names = ("verdict", "level", "reason_code", "statement_id", "statement_en", "status")
    found = {}
    for row in session.execute(select(Claim.id, *(getattr(Claim, name) for name in names))):
        values = {name: getattr(row, name) for name in names}
        if row.id in drafts and row.status == "draft":
            values["status"] = "active"
        found[row.id] = SimpleNamespace(**values)
    return found


def lines_of(
    session: Session,
    chosen: Select[Any],
    becomes: Callable[[Any], Mapping[str, Any]],
    claims: tuple[Claims, Claims],
    now: int,
) -> Iterator[tuple[Any, Line]]:
    """Yield each chosen listing with what is told of it.

    Args:
        session: a transaction.
        chosen: a query over `COLUMNS` and whatever `becomes` needs.
        becomes: what is different of a row when the batch has done its work.
        claims: the claims before and after.
        now: Unix seconds.

    """
    before_of, after_of = claims
    for row in session.execute(chosen.execution_options(yield_per=AT_ONCE)):
        before = in_force(cast(Any, row), before_of[row.claim_id], now)
        later = SimpleNamespace(**{**row._mapping, **becomes(row)})
        after = in_force(cast(Any, later), after_of[row.claim_id], now)
        op = operation(before, after, later.status)
        told = None if op is None else body_of(op, row.id, row.sha256, row.kind, row.claim_id, after, now)
        yield (
            row,
            Line(
                canonical([row.id, row.sha256, [row.status, _level(before)], [later.status, _level(after)]]),
                None if told is None else canonical(told),
            ),
        )


def digest(lines: Mapping[int, Line]) -> str:
    """Return the SHA-256 over all lines in the order of the listings."""
    return hashlib.sha256("\n".join(lines[id_].digest for id_ in sorted(lines)).encode()).hexdigest()


def tell(work: Work, lines: Mapping[int, Line]) -> None:
    """Append the lines in the order of the listings. The event is recorded already."""
    work.tell_texts([text for id_ in sorted(lines) if (text := lines[id_].body) is not None])


def _level(terms: Terms | None) -> int | None:
    return None if terms is None else terms.level

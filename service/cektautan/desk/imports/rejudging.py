"""Judges the lines of an agreed batch once more, while it is applied: a preview may be a day old.

Whatever may have changed since it was made is asked for anew, by the same `Judge`: protected names, shared hosts and
the other refusals, known checks, immunity after an objection, the claim and its caps, what is in force, whether two
people are needed. A line that comes to anything else than in the preview is left out, with the reason. Nothing gets in
here that the preview did not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from cektautan.core.days import day_of
from cektautan.core.identity import identify
from cektautan.core.keys import key_digests
from cektautan.desk.imports.choosing import TAKEN_ROWS
from cektautan.desk.imports.claims import Drafts
from cektautan.desk.imports.grounds import Facts
from cektautan.desk.imports.judged import RowClass
from cektautan.desk.imports.judging import Judge
from cektautan.desk.imports.reading import draft_of
from cektautan.desk.imports.rows import Row
from cektautan.desk.imports.store_known import Moved, StoreKnown, read_sources
from cektautan.desk.policy import Policy
from cektautan.sources.lists.findings import Finding, Problem
from cektautan.store.models import Batch, BatchRow, Listing, LogHead
from cektautan.store.transaction import Store

MANY: Final = 500
"""Values that one query names."""

LINE: Final = (
    BatchRow.id, BatchRow.line, BatchRow.key, BatchRow.verdict, BatchRow.level, BatchRow.terms, BatchRow.details,
    BatchRow.listing_id,
)  # fmt: skip
"""What judging a line anew needs of it."""

_DECIDED = frozenset({RowClass.NEW, RowClass.CHANGED, RowClass.COVERED, RowClass.DUPLICATE})
"""Classes that a line comes to because somebody has decided about the same thing."""


@dataclass(frozen=True)
class Barred:
    """A line that is left out after all."""

    row: Any
    act: str
    """left (somebody has decided meanwhile) or refused (it may not be listed any more)."""
    problem: Problem | None

    def values(self) -> dict[str, Any]:
        """What its row says from now on."""
        values: dict[str, Any] = {"id": self.row.id, "act": self.act}
        if self.problem is not None:
            finding = self.problem.finding
            values |= {"field": self.problem.field, "problem": finding.code}
            values["details"] = {**self.row.details, **finding.values}
        else:
            values |= {"field": None, "problem": None, "details": self.row.details}
        return values


class Again:
    """Judges the lines of one batch by what the store knows, and follows it when it moves on."""

    def __init__(self, store: Store, policy: Policy, batch_id: int, now: int) -> None:
        self.batch_id, self.now = batch_id, now
        self._policy = policy
        self._today = day_of(now)
        with store.reading() as session:
            batch = session.get_one(Batch, batch_id)
            self._two = batch.approved_by is not None
            self.members: Mapping[str, Any] = batch.claims
            staged = select(Listing.claim_id).where(Listing.batch_id == batch_id, Listing.status == "staged").distinct()
            self.made = set(batch.claims) & set(session.scalars(staged))
            """The new claims that were written down already."""
            self._read(session)

    def follow(self, session: Session) -> Moved:
        """Take over what was decided since, and return what of it may matter to a line."""
        if session.get_one(LogHead, 1, populate_existing=True).seq == self._head:
            return Moved(frozenset(), frozenset(), frozenset())
        known, sources = self._known, self._facts.sources
        self._read(session)
        moved = known.moved(self._known)
        if sources == self._facts.sources:
            return moved
        return Moved(moved.claims | set(self.members), moved.keys, moved.checks)

    def judge(self, rows: Iterable[Any]) -> Iterator[Barred]:
        """Those lines, with the columns of `LINE`, that are not what they were in the preview."""
        for row in rows:
            barred = self._judge(row)
            if barred is not None:
                yield barred

    def touched(self, session: Session, moved: Moved) -> Sequence[Any]:
        """The lines, staged already, that what has moved may matter to."""
        found: dict[int, Any] = {}
        chosen = (BatchRow.batch_id == self.batch_id, *TAKEN_ROWS, BatchRow.act.in_(("added", "changed")))
        keys = {*moved.keys, *(identify(url, self._policy.rules).key for url in moved.checks)}
        domains = {self._domain(key) for key in keys if not key.startswith("content:")}
        ways: tuple[tuple[Any, Sequence[str], ColumnElement[bool]], ...] = (
            (Listing.claim_id, sorted(moved.claims), true()),
            (Listing.sha256, key_digests(sorted(keys)), true()),
            # A wider listing covers what lies below it, and a check's page may stand behind any scope.
            (Listing.domain, sorted(domains), Listing.platform.is_(None)),
        )
        for column, values, which in ways:
            for start in range(0, len(values), MANY):
                asked = (
                    select(*LINE)
                    .join(Listing, Listing.id == BatchRow.listing_id)
                    .where(*chosen, which, column.in_(values[start : start + MANY]))
                )
                found |= {row.id: row for row in session.execute(asked)}
        return list(found.values())

    def _read(self, session: Session) -> None:
        policy = self._policy
        self._head = session.get_one(LogHead, 1, populate_existing=True).seq
        self._facts = Facts(read_sources(session), policy.names, policy.numbers, policy.elections.at(self.now))
        self._known = StoreKnown(session, self._facts, policy.rules, self.now, staged_of=self.batch_id)
        drafts = Drafts(self._facts, self._today)
        self._unusable: dict[str, Problem] = {}
        for id_, members in self.members.items():
            wrong = drafts.add(draft_of(members))
            if id_ not in self.made and self._known.claim(id_) is not None:
                # Somebody else's claim has taken its name, and is another claim.
                self._unusable[id_] = Problem("claim", Finding("claim_taken", {"id": id_}))
            elif wrong:
                self._unusable[id_] = wrong[0]
        days = policy.numbers.limits.immunity_days
        self._judger = Judge(policy.reference, self._known, drafts, self._today, days)

    def _judge(self, row: Any) -> Barred | None:
        terms = row.terms
        if terms["claim"] in self._unusable:
            return Barred(row, "refused", self._unusable[terms["claim"]])
        judged = self._judger.judge(
            Row(
                line=row.line,
                subject=terms["url"],
                scope=terms["scope"],
                level=row.level,
                claim=terms["claim"],
                listed_at=date.fromisoformat(terms["listed"]),
                review_by=date.fromisoformat(terms["review_by"]),
                # All of it was settled by the preview: nothing is fitted a second time.
                written=frozenset({"scope", "level", "review_by", "listed_at", "claim"}),
            )
        )
        if judged.class_.value != row.verdict:
            return Barred(row, "left" if judged.class_ in _DECIDED else "refused", judged.problem)
        if judged.key != row.key:
            return Barred(row, "refused", Problem("subject", Finding("key_moved")))
        if judged.listing is not None and (judged.listing.id, judged.listing.version) != _seen(row):
            return Barred(row, "left", None)
        if judged.second and not self._two:
            return Barred(row, "refused", Problem("level", Finding(f"ruling_{judged.second}")))
        return None

    def _domain(self, key: str) -> str:
        """The registrable domain of a page's key; empty where there is none, as for an address in numbers."""
        host = key.partition(":")[2].partition("/")[0]
        return self._policy.names.registrable_domain(host if host.endswith("]") else host.partition(":")[0])


def _seen(row: Any) -> tuple[int, int]:
    """The listing that a line would change, as the preview saw it."""
    return row.listing_id, row.terms["version"]

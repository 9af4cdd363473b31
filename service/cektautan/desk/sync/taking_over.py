"""Takes over what the files say, claim by claim: applied, shown as a conflict, or asked of a person.

A warning page that would come or go by itself becomes a case with a ready proposal; what the desk decided on top stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from cektautan.blocklists.problems import Problem
from cektautan.core.days import day_of
from cektautan.desk.sync.apply import ORIGIN, apply_state
from cektautan.desk.sync.approve import versions
from cektautan.desk.sync.cases import known, open_case, propose
from cektautan.desk.sync.files import Files, digest
from cektautan.desk.sync.merge import LISTING, Merged, State, crosses_warning, merge, rises
from cektautan.desk.sync.sides import sides
from cektautan.desk.sync.state import store_state
from cektautan.store.models import Claim, Listing
from cektautan.store.unit_of_work import Work


@dataclass(frozen=True)
class Synced:
    """What a sync came to."""

    first: bool
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    """Claims of which a warning page would come or go: a case waits for a person."""
    conflicts: tuple[str, ...] = ()
    """Claims of which the desk decided otherwise: a case shows all sides."""
    sources: int = 0
    rekeyed: int = 0
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    """Errors of files that were left out; their claims stay as they were."""

    @property
    def nothing(self) -> bool:
        """True if the store was in step already."""
        return not (
            self.added or self.changed or self.removed or self.waiting or self.conflicts or self.sources or self.rekeyed
        )


class Step:
    """Takes the claims over one by one, and notes what came of it."""

    def __init__(self, work: Work, files: Files, first: bool) -> None:
        self._work = work
        self._files = files
        self._first = first
        self._today = day_of(work.now)
        session = work.session
        self._immune = frozenset(session.scalars(select(Listing.key).where(Listing.immune_until >= self._today)))
        self._rows = {row.id: row for row in session.scalars(select(Claim).where(_of_files(files)))}
        self._listings: dict[str, list[Listing]] = {id_: [] for id_ in self._rows}
        for listing in session.scalars(select(Listing).where(Listing.claim_id.in_(self._rows))):
            self._listings[listing.claim_id].append(listing)
        self._came: dict[str, list[str]] = {
            "added": [], "changed": [], "removed": [], "waiting": [], "conflicts": [],
        }  # fmt: skip

    @property
    def total(self) -> int:
        """How many claims are there that came from files."""
        return sum(row.synced is not None and row.status != "removed" for row in self._rows.values())

    def gone(self) -> list[Claim]:
        """Return the claims whose files are there no more. One that cannot be read is not gone.

        Nor is one counted again whose removal a person was asked about already.
        """
        return [
            row
            for id_, row in sorted(self._rows.items())
            if row.synced is not None
            and row.status != "removed"
            and id_ not in self._files.claims
            and id_ not in self._files.places
            and row.file not in self._files.silent
            and not known(self._work, f"claim:{id_}", digest({}))
        ]

    def take_over(self, id_: str) -> None:
        """Take over what a file says of its claim."""
        row, says = self._rows.get(id_), self._files.claims[id_]
        holds = {} if row is None else store_state(row, self._listings[id_])
        synced = {} if row is None or row.synced is None else row.synced
        if synced == says:
            return
        merged = merge(synced, says, holds)
        crossed = () if self._first else self._crossed(holds, merged.state)
        if crossed:
            self._ask(id_, row, says, holds, merged, crossed)
        else:
            self._apply(id_, row, says, holds, merged)

    def remove(self, row: Claim) -> None:
        """Remove the claim of a file that is gone, unless it is a person's to decide."""
        holds = store_state(row, self._listings[row.id])
        merged = merge(row.synced or {}, {}, holds)
        crossed = self._crossed(holds, {})
        if merged.conflicts or crossed:
            self._ask(row.id, row, {}, holds, merged, crossed)
            return
        self._apply(row.id, row, {}, holds, merged)

    def _crossed(self, holds: State, becomes: State) -> tuple[str, ...]:
        """Return the keys that people decide about: a warning page comes or goes, or what an objection cleared rises.

        A file that names such a key under another claim is no way around the rest that was granted.
        """
        today = self._today.isoformat()
        return tuple(sorted({*crosses_warning(holds, becomes, today), *(self._immune & rises(holds, becomes, today))}))

    def done(self, sources: int, rekeyed: int) -> Synced:
        """Return what came of it."""
        added, changed, removed, waiting, conflicts = (tuple(ids) for ids in self._came.values())
        return Synced(self._first, added, changed, removed, waiting, conflicts, sources, rekeyed)

    def _apply(self, id_: str, row: Claim | None, says: State, holds: State, merged: Merged) -> None:
        if merged.changed:
            applied = apply_state(self._work, id_, merged.state, merged.changed, self._files.places.get(id_))
            row = applied.claim
            self._came["removed" if not says else "changed" if holds else "added"].append(id_)
            if not self._first:
                reason = f"{row.file}: {', '.join(_words(merged))}"
                self._work.record(
                    "claim.synced", ("claim", id_), reason=reason, before=applied.before, after=applied.after
                )
        if merged.conflicts:
            self._show(id_, {} if row is None or row.synced is None else row.synced, says, holds, merged)
        if row is not None:
            # JSON that people see in a case may be compared with it later, so an empty state is no state.
            row.synced = dict(says) or None

    def _ask(
        self, id_: str, row: Claim | None, says: State, holds: State, merged: Merged, crossed: tuple[str, ...]
    ) -> None:
        self._came["waiting"].append(id_)
        key, seen = f"claim:{id_}", digest(dict(says))
        if known(self._work, key, seen):
            return
        odd = [conflict.part for conflict in merged.conflicts]
        synced = {} if row is None or row.synced is None else row.synced
        details: dict[str, Any] = {
            "digest": seen,
            "keys": list(crossed),
            "conflicts": odd,
            **sides(synced, says, holds, sorted({*merged.changed, *odd})),
        }
        case = open_case(self._work, key, None if row is None else id_, details, lane=_lane(says or holds))
        payload = {
            "claim": id_,
            "file": self._files.places.get(id_),
            "synced": dict(says) or None,
            "state": merged.state,
            "parts": list(merged.changed),
            "version": 0 if row is None else row.version,
            "listings": versions(self._work.session, id_, merged.changed),
        }
        propose(self._work, case, payload, f"{self._files.places.get(id_) or (row and row.file)}: {_why(says)}")

    def _show(self, id_: str, synced: State, says: State, holds: State, merged: Merged) -> None:
        self._came["conflicts"].append(id_)
        odd = [conflict.part for conflict in merged.conflicts]
        details = {"digest": digest(dict(says)), "conflicts": odd, **sides(synced, says, holds, odd)}
        open_case(self._work, f"claim:{id_}", id_, details, lane=_lane(says))


def _of_files(files: Files) -> Any:
    return Claim.synced.is_not(None) | Claim.id.in_(list(files.claims)) | (Claim.origin == ORIGIN)


def _why(says: State) -> str:
    return "a warning page would come or go" if says else "the file is gone, and with it a warning page or a decision"


def _lane(state: State) -> str:
    return "imposter" if state.get("verdict") == "imposter" else "checked"


def _words(merged: Merged) -> list[str]:
    """What of the file changed. Addresses stay out of the log, which is for ever."""
    parts = [part for part in merged.changed if not part.startswith(LISTING)]
    return [*parts, *(["addresses"] if len(parts) < len(merged.changed) else [])]

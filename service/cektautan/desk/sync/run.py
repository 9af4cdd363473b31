"""One sync of `blocklists/` into the store, as one transaction.

The first one takes over everything as one batch, later ones what the files changed (`taking_over`). A sync that would
remove much is stopped until somebody confirms the number: a half-copied directory looks like that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from cektautan.core.days import day_of
from cektautan.desk.sync.apply import ORIGIN
from cektautan.desk.sync.files import Files, read_files
from cektautan.desk.sync.merge import LISTING
from cektautan.desk.sync.protect import newly_protected
from cektautan.desk.sync.rekey import rekey
from cektautan.desk.sync.sources import sync_sources
from cektautan.desk.sync.taking_over import Step, Synced
from cektautan.store.models import Meta
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

MAX_REMOVED: Final = 5

MAX_REMOVED_SHARE: Final = 0.02


class SyncStoppedError(Exception):
    """Nothing was taken over. The message is one line that says why and what to do."""


class _DryRun(Exception):  # noqa: N818 -- it takes back what was tried and never leaves this module
    pass


def sync(
    store: Store,
    blocklists_dir: Path,
    bundle: Mapping[str, Any],
    now: int,
    actor: str = "system",
    *,
    confirmed: int | None = None,
    check: bool = False,
) -> Synced:
    """Bring the store in step with the files.

    Args:
        store: where to.
        blocklists_dir: where from.
        bundle: the rules of identity.
        now: Unix seconds.
        actor: `system`, or `operator` for the command line.
        confirmed: how many files somebody has confirmed to be gone.
        check: say what would be done, and do nothing.

    Raises:
        SyncStoppedError: too much would be removed, or the first sync found errors.
        StoreUnavailableError: the database does not answer.

    """
    files = read_files(blocklists_dir, bundle, day_of(now))
    done: list[Synced] = []
    try:
        with store.deciding(actor, now) as work:
            done.append(replace(_sync(work, files, confirmed), problems=files.problems))
            if check:
                raise _DryRun
    except _DryRun:
        pass
    return done[0]


def _sync(work: Work, files: Files, confirmed: int | None) -> Synced:
    first = work.session.get(Meta, "synced_at") is None
    if first and files.problems:
        more = f" (and {len(files.problems) - 1} more: cektautan lint)" if len(files.problems) > 1 else ""
        raise SyncStoppedError(f"{files.problems[0]}{more}")
    sources = sync_sources(work, files.sources)
    changed_rules = _differs(work, "rules_digest", files.rules_digest)
    rekeyed = rekey(work, files.rules, files.names) if changed_rules and not first else 0
    if _differs(work, "protected_digest", files.protected_digest) and not first:
        newly_protected(work, files.names)
    step = Step(work, files, first)
    gone = step.gone()
    _confirm(len(gone), step.total, confirmed)
    for id_ in sorted(files.claims):
        step.take_over(id_)
    for claim in gone:
        step.remove(claim)
    done = step.done(len(sources), rekeyed)
    if first:
        counts = {"claims": len(done.added), "listings": _count(files), "sources": len(sources)}
        work.record("sync.begun", ("sync", ORIGIN), reason="The reviewed lists, as they stand.", after=counts)
    elif sources:
        work.record("sources.synced", ("sync", ORIGIN), after={"sources": sources})
    if first or not done.nothing:
        _remember(work, "synced_at", str(work.now))
    return done


def _confirm(gone: int, total: int, confirmed: int | None) -> None:
    if gone == confirmed or not (gone > MAX_REMOVED or gone > MAX_REMOVED_SHARE * total):
        return
    raise SyncStoppedError(
        f"{gone} of {total} files are gone, so nothing was taken over; if that is meant: "
        f"cektautan sync --confirm-removals {gone}"
    )


def _count(files: Files) -> int:
    return sum(part.startswith(LISTING) for state in files.claims.values() for part in state)


def _differs(work: Work, name: str, value: str) -> bool:
    row = work.session.get(Meta, name)
    if row is not None and row.value == value:
        return False
    _remember(work, name, value)
    return True


def _remember(work: Work, name: str, value: str) -> None:
    row = work.session.get(Meta, name)
    if row is None:
        work.session.add(Meta(name=name, value=value))
    else:
        row.value = value

"""The desk's periodic work: which jobs there are, and how often each has its turn. A new one is a line in the table.

A job is a plain function over the store and the time; it does what is due, returns what that was as numbers, and may be
cut off at any moment or run twice, because all that it decides is decided in transactions. Each has a thread of its own
(`running.scheduler`), so one that waits for far servers holds up none of the others. Nothing here knows of nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from sqlalchemy.orm import Session

from cektautan.desk import periodic
from cektautan.desk.cases import captures
from cektautan.desk.harvest.accepting import Taken
from cektautan.desk.harvest.asking import Keys
from cektautan.desk.harvest.run import Harvester, make_harvester
from cektautan.desk.imports import background as imports
from cektautan.desk.lookalikes import watching
from cektautan.desk.patrol.run import Patrol
from cektautan.desk.policy import Policy
from cektautan.desk.readers import retention
from cektautan.outbound.protocol import FarClient
from cektautan.settings import Settings
from cektautan.store.transaction import Store

Counts = Mapping[str, int]
"""What a run did, by words of the texts (`job_count_*`); nothing where there was nothing to do."""


@dataclass(frozen=True)
class Job:
    """One job."""

    name: str
    """A word of the texts (`job_*`)."""
    every_seconds: int
    run: Callable[[Store, int], Counts]
    """Is given the store and the time in Unix seconds."""
    asked: Callable[[Session, int], bool] | None = None
    """Whether somebody waits for it already, so that it runs before its turn. It is asked every second."""


def jobs(settings: Settings, policy: Policy, client: FarClient, keys: Keys) -> tuple[Job, ...]:
    """Return the jobs of an installation.

    Args:
        settings: say whether far hosts are asked, and whether pages are kept.
        policy: the desk's rules.
        client: the client of far hosts.
        keys: of the interfaces that feeds may be read from.

    """
    harvester = make_harvester(policy, client, keys)
    # Where pages are not to be kept, the job says so of each that waits.
    keeper = client if settings.capture else None
    near = (
        Job("provisional", 60, _counted("listings", periodic.end_provisional), periodic.a_day_is_over),
        Job("imports", 60, _counted("batches", partial(imports.run, policy=policy)), imports.is_asked),
        Job("evidence", 60, _counted("pages", partial(captures.run, fetcher=keeper)), captures.is_asked),
        Job("lookalikes", 30, _counted("rows", partial(watching.run, policy=policy))),
        Job("retention", 60, _counted("erased", partial(retention.run, policy=policy))),
        Job("queue", 300, _counted("freed", partial(periodic.tidy_queue, policy=policy))),
        Job("expiry", 600, lambda store, now: periodic.look_ahead(store, policy, now)),
        Job("forwarded", 600, _counted("cases", partial(periodic.bring_back, policy=policy))),
    )
    far = (
        Job("harvest", 60, partial(_harvest, harvester)),
        Job("checks", 600, partial(_checks, harvester)),
        Job("patrol", 600, partial(_patrol, Patrol(policy, client))),
    )
    return (*near, *far) if settings.resolve else near


class _Counting(Protocol):
    def __call__(self, store: Store, *, now: int) -> int: ...


def _counted(word: str, run: _Counting) -> Callable[[Store, int], Counts]:
    """Say under a word how many things a job did."""
    return lambda store, now: {word: run(store, now=now)}


def _harvest(harvester: Harvester, store: Store, now: int) -> Counts:
    outcomes = harvester.round(store, now)
    taken = sum((each.taken for each in outcomes), Taken())
    return {
        "feeds": len(outcomes),
        "failing": sum(1 for each in outcomes if each.problem),
        "pages": sum(each.pages for each in outcomes),
        "broken": taken.broken,
        "checks": taken.new,
        "changed": taken.changed,
        "cases": taken.cases,
    }


def _checks(harvester: Harvester, store: Store, now: int) -> Counts:
    taken = harvester.checks.read_again(store, now)
    return {"broken": taken.broken, "changed": taken.changed, "cases": taken.cases}


def _patrol(patrol: Patrol, store: Store, now: int) -> Counts:
    done = patrol.round(store, now)
    return {"pages": done.pages, "domains": done.domains, "broken": done.broken, "cases": len(done.cases)}

"""The desk's periodic work: which steps there are, how often each runs, and that none of them stops the others.

A step is a plain function over the store and the time; it does what is due and returns, and it may be cut off at any
moment, because all that it decides is decided in transactions. The steps run one after another in one process
(`running.background`), so none of them may wait for people or for far servers for long. Those that ask far servers have
a thread each there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from cektautan.app import far_client, interface_keys
from cektautan.desk import periodic
from cektautan.desk.cases import captures
from cektautan.desk.harvest.run import make_harvester
from cektautan.desk.imports import background as imports
from cektautan.desk.lookalikes import watching
from cektautan.desk.policy import load_policy
from cektautan.desk.readers import retention
from cektautan.settings import Settings
from cektautan.store.transaction import Store


@dataclass(frozen=True)
class Job:
    """One step."""

    name: str
    every_seconds: int
    run: Callable[[Store, int], object]
    """Is given the store and the time in Unix seconds; what came of it lies in the store."""


def jobs(settings: Settings) -> tuple[Job, ...]:
    """Return the steps of an installation, in the order in which they run."""
    policy = load_policy(settings.rules_dir, settings.blocklists_dir)
    return (
        Job("provisional", 5, periodic.end_provisional),
        Job("expiry", 600, lambda store, now: periodic.look_ahead(store, policy, now)),
        Job("forwarded", 600, lambda store, now: periodic.bring_back(store, policy, now)),
        Job("queue", 300, lambda store, now: periodic.tidy_queue(store, policy, now)),
        Job("imports", 1, lambda store, now: imports.run(store, policy, now)),
        Job("lookalikes", 30, lambda store, now: watching.run(store, policy, now)),
        Job("retention", 60, lambda store, now: retention.run(store, policy, now)),
    )


def far_jobs(settings: Settings) -> tuple[Job, ...]:
    """Return the steps that wait for far servers: each runs beside all the others, and none waits for it."""
    client = far_client(settings)
    # Where pages are not to be kept, the step says so of each that waits.
    capture = Job("captures", 2, lambda store, now: captures.run(store, client if settings.capture else None, now))
    if not settings.resolve:
        return (capture,)
    policy = load_policy(settings.rules_dir, settings.blocklists_dir)
    harvester = make_harvester(policy, client, interface_keys(settings))
    return (
        capture,
        Job("harvest", 60, harvester.round),
        Job("checks", 600, harvester.checks),
    )


@dataclass
class Schedule:
    """Runs steps when they are due."""

    jobs: Iterable[Job]
    say: Callable[[str], None]
    """Takes one line for the operator. A step's error is told by its kind: its words might hold what a reader sent."""
    _next: dict[str, int] = field(default_factory=dict)

    def step(self, store: Store, now: int) -> None:
        """Run what is due. The first time everything is."""
        for job in self.jobs:
            if now < self._next.get(job.name, 0):
                continue
            self._next[job.name] = now + job.every_seconds
            try:
                job.run(store, now)
            except Exception as problem:
                self.say(f"{job.name}: {_told(problem)}")


def _told(problem: Exception) -> str:
    kind = type(problem).__name__
    # An error that is made to be told carries one line of its own.
    return str(problem) if kind in ("StoreUnavailableError", "SchemaError") else f"a defect ({kind})"

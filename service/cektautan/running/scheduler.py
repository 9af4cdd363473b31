"""Gives each job its turns: APScheduler looks at all of them, each in a thread of its own, so none waits for another.

How often a job is looked at is not how often it runs: that is decided by the log of jobs in the store (`one_run`),
alike for all nodes. What goes wrong is told once when it begins and once when it is over.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from cektautan.running.jobs import Job
from cektautan.running.lead import Lead
from cektautan.running.one_run import Runner
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError

LOOK_SECONDS: Final = 5
"""How often it is looked whether a job is due."""
ASK_SECONDS: Final = 1
"""The same where somebody may wait for it."""
LOOK_AGAIN: Final = 0.05


class Scheduler:
    """Runs jobs when they are due, for as long as this node has the lead."""

    def __init__(self, jobs: Sequence[Job], runner: Runner, lead: Lead, say: Callable[[str], None]) -> None:
        """Take the jobs, what runs them, and who looks after them; `say` takes one line for the operator."""
        self._jobs = jobs
        self._runner = runner
        self._lead = lead
        self._say = say
        self._telling = threading.Lock()
        self._troubles: dict[str, str] = {}
        self._under_way: set[str] = set()
        # The library would tell each look that comes while a long job runs.
        logging.getLogger("apscheduler").addHandler(logging.NullHandler())
        logging.getLogger("apscheduler").propagate = False
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(len(jobs)), "lead": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )

    def start(self) -> None:
        """Look after the jobs from now on."""
        self._lead.renew()
        every = IntervalTrigger(seconds=self._lead.renew_seconds, timezone=UTC)
        self._scheduler.add_job(self._lead.renew, every, executor="lead")
        for job in self._jobs:
            seconds = ASK_SECONDS if job.asked is not None else min(LOOK_SECONDS, job.every_seconds)
            look = IntervalTrigger(seconds=seconds, timezone=UTC)
            self._scheduler.add_job(self.look, look, args=(job,), id=job.name, next_run_time=datetime.now(UTC))
        self._scheduler.start()

    def stop(self, seconds: float) -> None:
        """Begin nothing any more, and wait that long for what is under way. Then it may be cut off."""
        self._scheduler.shutdown(wait=False)
        until = time.monotonic() + seconds
        while self._under_way and time.monotonic() < until:
            time.sleep(LOOK_AGAIN)
        self._lead.release()

    def look(self, job: Job) -> None:
        """Run a job if it is due. Nothing that it raises goes any further."""
        if not self._lead.leads():
            return
        self._under_way.add(job.name)
        try:
            run = self._runner.run_if_due(job)
            if run is not None:
                self._tell(job.name, run.told)
            self._tell("", "")
        except (StoreUnavailableError, SchemaError) as problem:
            # It is the same for all of them, and told once. Another node may reach the store that this one does not.
            self._tell("", str(problem))
            self._lead.give_up()
        except Exception as problem:
            self._tell(job.name, f"a defect ({type(problem).__name__})")
        finally:
            self._under_way.discard(job.name)

    def _tell(self, name: str, trouble: str) -> None:
        with self._telling:
            if self._troubles.get(name, "") == trouble:
                return
            self._troubles[name] = trouble
            words = trouble or ("it works again" if name else "the store can be used again")
            self._say(f"{name}: {words}" if name else words)

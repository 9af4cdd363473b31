"""`cektautan jobs`: how the desk's periodic work fares; `jobs run NAME` does one job now, in this process.

A job that another process is doing is not done twice: the command says so and does nothing. Exit codes: 0 done, 1 it
cannot be done, 3 it was tried and failed; of the list, 3 where somebody should look at a job.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
from collections.abc import Mapping

from cektautan.app import make_jobs
from cektautan.core.days import JAKARTA
from cektautan.desk.policy import load_policy
from cektautan.desk.record.jobs import JobState, job_states
from cektautan.publish.rules_bundle import RulesError
from cektautan.running.jobs import Job
from cektautan.running.one_run import Runner
from cektautan.settings import from_environment
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError
from cektautan.store.transaction import Store

HELP = "show the desk's periodic work, or do one job of it now"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    acts = parser.add_subparsers(dest="act", metavar="ACT")
    acts.add_parser("list", help="print each job with its last run and its next turn (the default)")
    run_one = acts.add_parser("run", help="do a job now, whether it has its turn or not")
    run_one.add_argument("name", metavar="NAME")


def run(args: argparse.Namespace) -> int:
    """Do it."""
    settings = from_environment(os.environ)
    try:
        jobs = {job.name: job for job in make_jobs(settings, load_policy(settings.rules_dir, settings.blocklists_dir))}
        if args.act == "run" and args.name not in jobs:
            return _fail(f"there is no job {args.name}; there are {', '.join(jobs)}")
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        if args.act == "run":
            return _run(store, jobs[args.name])
        return _list(store, {name: job.every_seconds for name, job in jobs.items()})
    except (RulesError, SecretsError, SchemaError, StoreUnavailableError) as problem:
        return _fail(str(problem))


def _list(store: Store, rhythms: Mapping[str, int]) -> int:
    states = job_states(store, rhythms, int(time.time()))
    for state in states:
        print(_line(state))
    return 3 if any(state.urgent for state in states) else 0


def _line(state: JobState) -> str:
    outcome = f"failed ({state.problem})" if state.problem else state.outcome.replace("_", " ")
    last = "-" if state.started_at is None else _moment(state.started_at)
    took = "-" if state.seconds is None else f"{state.seconds} s"
    following = "-" if state.next_at is None else _moment(state.next_at)
    late = "late" if state.late else ""
    fields = (state.name, outcome, last, took, f"next {following}", _did(state.counts), late)
    return "\t".join(fields).rstrip()


def _run(store: Store, job: Job) -> int:
    done = Runner(store).run_now(job)
    if done is None:
        return _fail(f"another process is doing {job.name}; nothing was done here")
    if done.problem:
        print(f"cektautan jobs: {job.name}: {done.told}", file=sys.stderr)
        return 3
    print(f"{job.name}: {_did(done.counts)}")
    return 0


def _did(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{word} {count}" for word, count in counts.items() if count) or "nothing to do"


def _moment(at: int) -> str:
    return f"{datetime.datetime.fromtimestamp(at, JAKARTA):%Y-%m-%d %H:%M:%S} WIB"


def _fail(problem: str) -> int:
    print(f"cektautan jobs: {problem}", file=sys.stderr)
    return 1

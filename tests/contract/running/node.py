"""A node that looks after one job: what tests start twice, kill, and take Redis away from.

Run as `python -m tests.contract.running.node DATABASE_URL REDIS_URL FOLDER EVERY`. Each run of the job writes its
process and its slot into FOLDER/runs; it does not end while FOLDER/hold is there. What an operator would be told is
printed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import redis
from tests.support.stores import Database

from cektautan.running.jobs import Job
from cektautan.running.lead import RedisLead
from cektautan.running.one_run import Runner
from cektautan.running.scheduler import Scheduler
from cektautan.store.transaction import Store

LEASE = 2.0
WAIT = 0.25


def main(database: str, far: str, folder: Path, every: int) -> None:
    """Look after the job until killed."""

    def run(_: Store, now: int) -> Mapping[str, int]:
        with (folder / "runs").open("a", buffering=1) as file:
            file.write(f"{os.getpid()} {now // every}\n")
        while (folder / "hold").exists():
            time.sleep(0.05)
        return {"rows": 1}

    client = redis.Redis.from_url(far, socket_timeout=WAIT, socket_connect_timeout=WAIT)
    say = lambda text: print(text, flush=True)  # noqa: E731, T201 -- the test reads it
    store = Database(database).open()
    Scheduler((Job("harvest", every, run),), Runner(store), RedisLead(client, "uji", say, LEASE), say).start()
    say("looks")
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))

"""The lead in Redis: one node of an installation has it, and none keeps it that can do nothing with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from tests.support.processes import free_port, redis_server, until
from tests.support.stores import KEY

from cektautan.running.jobs import Job
from cektautan.running.lead import RedisLead
from cektautan.running.one_run import Runner
from cektautan.running.scheduler import Scheduler
from cektautan.store.connect import connect
from cektautan.store.sealing import Sealer
from cektautan.store.secrets import installation_of, load_secrets
from cektautan.store.transaction import Store

LEASE = 1.0


@pytest.fixture
def far(tmp_path: Path) -> Iterator[redis.Redis]:
    with redis_server(free_port(), tmp_path) as address:
        client = redis.Redis.from_url(address)
        yield client
        client.close()


def test_a_node_that_cannot_reach_the_store_lets_another_have_the_lead(
    far: redis.Redis, sqlite_store: Store, tmp_path: Path
) -> None:
    away = Store(connect(f"postgresql://meja@127.0.0.1:{free_port()}/meja", tmp_path / "none"), Sealer((KEY,)))
    said: list[str] = []
    ran: list[int] = []

    def run(_: Store, now: int) -> dict[str, int]:
        ran.append(now)
        return {}

    first, second = (RedisLead(far, "uji", said.append, LEASE) for _ in range(2))
    assert not first.leads()
    first.renew()
    assert first.leads()
    cut_off = Scheduler((Job("imports", 1, run),), Runner(away), first, said.append)
    well = Scheduler((Job("imports", 1, run),), Runner(sqlite_store), second, said.append)
    cut_off.start()
    well.start()
    try:
        until(lambda: bool(ran))
        assert second.leads()
    finally:
        cut_off.stop(10)
        well.stop(10)


def test_two_installations_on_one_redis_have_a_lead_each(far: redis.Redis, tmp_path: Path) -> None:
    names = [
        installation_of(load_secrets(tmp_path / name / "desk.json"), url)
        for name, url in (
            ("a", ""),
            ("a", "postgresql://u:sandi@d/meja"),
            ("a", "postgresql://u:lain@d/meja"),
            ("b", ""),
        )
    ]
    assert (len(set(names)), names[1] == names[2]) == (3, True)
    leads = [RedisLead(far, name, [].append) for name in names]
    for lead in leads:
        lead.renew()
    assert [lead.leads() for lead in leads] == [True, True, False, True]

"""Limits shared through a real Redis: counted together, under one secret, and by oneself while it is away."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import redis
from tests.support.processes import free_port, redis_server
from tests.support.service import DAY, HOAX, Service

from cektautan.web.guards import answering, shared


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = Service(tmp_path)
    service.publish()
    service.settings["CEKTAUTAN_LIMIT_CHECK"] = "5 per minute"
    return service


def left(client: object) -> str:
    return str(client.get("/v1/check", query_string={"url": HOAX}).headers["RateLimit"])


def test_two_nodes_count_together(service: Service, tmp_path: Path) -> None:
    with redis_server(free_port(), tmp_path) as address:
        service.settings["REDIS_URL"] = address
        one, two = service.client(), service.client()
        assert [left(one), left(two), left(one)] == [f'"check";r={n};t=60' for n in (4, 3, 2)]
        assert one.get("/healthz").json == {"status": "ok", "limits": "redis"}
        assert two.post("/v1/check", json={"urls": [HOAX] * 3}).status_code == 429


def test_health_says_by_what_nodes_share_the_jobs(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(answering, "KEPT_SECONDS", 0.0)
    service.settings["CEKTAUTAN_DESK"] = "on"
    port = free_port()
    service.settings["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    client = service.client()
    with redis_server(port, tmp_path):
        assert client.get("/healthz").json["jobs"]["shared"] == "redis"
    assert client.get("/healthz").json["jobs"]["shared"] == "store (Redis does not answer)"
    with redis_server(port, tmp_path):
        assert client.get("/healthz").json["jobs"]["shared"] == "redis"


def test_no_address_lies_in_redis_and_the_secret_goes_with_the_day(service: Service, tmp_path: Path) -> None:
    with redis_server(free_port(), tmp_path) as address:
        service.settings["REDIS_URL"] = address
        client = service.client()
        client.get("/v1/check", query_string={"url": HOAX}, environ_base={"REMOTE_ADDR": "203.0.113.77"})
        store = redis.Redis.from_url(address)
        keys = [key.decode() for key in store.keys("*")]
        secrets = [key for key in keys if "secret" in key]
        assert len(secrets) == 1
        assert 0 < store.ttl(secrets[0]) <= DAY
        counts = [key for key in keys if "check:" in key]
        assert len(counts) == 1
        assert 0 < store.ttl(counts[0]) <= 60
        assert "203.0.113" not in "".join(keys)
        store.close()


def test_while_redis_is_away_each_node_counts_by_itself_and_says_so(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "RETRY_SECONDS", 2.0)
    port = free_port()
    service.settings["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    client = service.client()
    assert left(client) == '"check";r=4;t=60'
    assert left(client) == '"check";r=3;t=60'
    assert client.get("/healthz").json["limits"] == "local (Redis does not answer)"
    with redis_server(port, tmp_path):
        # The circuit stays open for a few seconds, so that nobody waits for a dead host.
        assert left(client) == '"check";r=2;t=60'
        assert client.get("/healthz").json["limits"] == "local (Redis does not answer)"
        time.sleep(shared.RETRY_SECONDS)
        assert left(client) == '"check";r=4;t=60'
        assert client.get("/healthz").json["limits"] == "redis"
    # Away again: counted here, under the secret of the day that is known by now, so from the beginning.
    assert left(client) == '"check";r=4;t=60'

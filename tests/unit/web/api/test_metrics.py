"""`/metrics`, `/healthz` and `/readyz`: what an operator is told."""

from __future__ import annotations

import socket
import time

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from tests.support.processes import free_port, until
from tests.support.service import DAY, HOAX, Service

from cektautan.store.models import JobRun
from cektautan.store.opening import open_store


def sample(client: FlaskClient, name: str, **labels: str) -> float | None:
    for family in text_string_to_metric_families(client.get("/metrics").text):
        for each in family.samples:
            if each.name == name and each.labels == labels:
                return each.value
    return None


def test_answers_are_counted_by_route_method_and_status(client: FlaskClient) -> None:
    client.get("/v1/check", query_string={"url": HOAX})
    client.get("/v1/check")
    client.get("/tidak/ada")
    client.open("/v1/check", method="BREW")
    assert sample(client, "cektautan_requests_total", route="/v1/check", method="GET", status="200") == 1
    assert sample(client, "cektautan_requests_total", route="/v1/check", method="GET", status="422") == 1
    assert sample(client, "cektautan_requests_total", route="none", method="GET", status="404") == 1
    assert sample(client, "cektautan_requests_total", route="none", method="other", status="405") == 1
    assert sample(client, "cektautan_request_seconds_count", route="/v1/check") == 2


def test_judged_addresses_are_counted_by_state(client: FlaskClient) -> None:
    client.post("/v1/check", json={"urls": [HOAX, HOAX, "x:y", "https://contoh.com"]})
    assert sample(client, "cektautan_checks_total", state="listed") == 2
    assert sample(client, "cektautan_checks_total", state="error") == 1
    assert sample(client, "cektautan_checks_total", state="unknown") == 1


def test_refusals_are_counted_by_limit(service: Service) -> None:
    service.settings["CEKTAUTAN_LIMIT_CHECK"] = "1 per minute"
    client = service.client()
    for _ in range(3):
        client.get("/v1/check", query_string={"url": HOAX})
    assert sample(client, "cektautan_limited_total", limit="check") == 2


def test_the_age_of_the_list_is_a_gauge(service: Service) -> None:
    client = service.client()
    service.clock.move(100)
    assert sample(client, "cektautan_list_seq") == 1_792_000_800
    assert sample(client, "cektautan_list_age_seconds") == 100


def test_health_says_where_limits_are_counted(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok", "limits": "memory"}


def test_health_says_how_the_database_of_a_desk_is(service: Service) -> None:
    service.settings["CEKTAUTAN_DESK"] = "on"
    client = service.client()
    until(lambda: client.get("/healthz").json["desk"] == "ok")
    service.settings["DATABASE_URL"] = f"postgresql://cektautan@127.0.0.1:{free_port()}/none"
    answer = service.client().get("/healthz")
    assert (answer.status_code, answer.json["desk"]) == (200, "the database does not answer")


def test_health_names_jobs_that_stand_still_or_fail(service: Service) -> None:
    service.settings["CEKTAUTAN_DESK"] = "on"
    client = service.client()
    # A machine that is busy may take longer than health waits.
    until(lambda: client.get("/healthz").json["jobs"] == {"shared": "store", "late": [], "failing": []})
    store, _ = open_store("", service.var)
    now = int(service.clock())
    with store.noting() as session:
        for name, at, outcome in (("harvest", now - DAY, "done"), ("imports", now, "failed"), ("lain", 0, "failed")):
            session.add(JobRun(name=name, slot=at // 60, started_at=at, ended_at=at, outcome=outcome))
    store.engine.dispose()
    told = {"shared": "store", "late": ["harvest"], "failing": ["imports"]}
    until(lambda: client.get("/healthz").json["jobs"] == told)


def test_health_says_nothing_of_jobs_that_it_cannot_know(service: Service) -> None:
    service.settings["CEKTAUTAN_DESK"] = "on"
    service.settings["DATABASE_URL"] = f"postgresql://cektautan@127.0.0.1:{free_port()}/none"
    service.settings["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    jobs = service.client().get("/healthz").json["jobs"]
    assert jobs == {"shared": "store (Redis does not answer)", "late": None, "failing": None}


def test_health_says_how_old_what_it_tells_of_the_desk_is(service: Service) -> None:
    service.settings["CEKTAUTAN_DESK"] = "on"
    assert service.client().get("/healthz").json["desk_age"] in (0, 1, 2)


def test_health_waits_for_no_database_that_takes_its_time(service: Service) -> None:
    # It accepts and says nothing, as a machine does whose disk has gone.
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        service.settings["CEKTAUTAN_DESK"] = "on"
        service.settings["DATABASE_URL"] = f"postgresql://cektautan@127.0.0.1:{silent.getsockname()[1]}/none"
        client, begun = service.client(), time.monotonic()
        assert {client.get("/healthz").json["desk"] for _ in range(3)} == {"the database does not answer"}
        assert time.monotonic() - begun < 5


def test_readiness_says_how_old_the_list_is(service: Service) -> None:
    client = service.client()
    service.clock.move(3 * DAY)
    assert client.get("/readyz").json == {
        "status": "ready", "seq": 1_792_000_800, "age": 3 * DAY, "staleness": "stale", "error": None,
    }  # fmt: skip

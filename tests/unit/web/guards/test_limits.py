"""Limits: counted by network and window, told in headers, and never by who the caller is."""

from __future__ import annotations

import flask
import pytest
from tests.support.service import HOAX, START, Clock, Service

from cektautan.core.api_keys import Tier
from cektautan.web.guards.caller import Caller
from cektautan.web.guards.callers import DAY, Callers, Environ, LocalSecrets, network
from cektautan.web.guards.limits import Limit, Limits, LocalCounts, Shares, make_limiter
from cektautan.web.guards.windows import WindowStorage
from cektautan.web.problems import Problem


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(LocalCounts(WindowStorage()), Callers(LocalSecrets(), clock), clock, lambda _name: None)


TWO = Limit("check", 2, 60)


def asks(address: str) -> Environ:
    """A request from a network address."""
    return {"REMOTE_ADDR": address}


def test_a_share_is_used_up_and_comes_back_with_the_next_window(limits: Limits, clock: Clock) -> None:
    assert dict(limits.spend(TWO, asks("192.0.2.1")))["RateLimit"] == '"check";r=1;t=60'
    clock.move(20)
    assert dict(limits.spend(TWO, asks("192.0.2.1")))["RateLimit"] == '"check";r=0;t=40'
    with pytest.raises(Problem) as refused:
        limits.spend(TWO, asks("192.0.2.1"))
    assert refused.value.headers["Retry-After"] == "40"
    clock.move(40)
    assert dict(limits.spend(TWO, asks("192.0.2.1")))["RateLimit"] == '"check";r=1;t=60'


def test_a_batch_that_is_too_large_takes_nothing_of_what_is_left(limits: Limits) -> None:
    five, caller = Limit("check", 5, 60), asks("192.0.2.1")
    limits.spend(five, caller, 3)
    with pytest.raises(Problem) as refused:
        limits.spend(five, caller, 3)
    assert refused.value.headers["RateLimit"] == '"check";r=2;t=60'
    assert "of which 2 are left" in refused.value.detail
    assert dict(limits.spend(five, caller, 2))["RateLimit"] == '"check";r=0;t=60'
    with pytest.raises(Problem) as refused:
        limits.spend(five, caller, 2)
    assert refused.value.headers["RateLimit"] == '"check";r=0;t=60'
    assert "are left" not in refused.value.detail


def test_another_network_has_its_own_share(limits: Limits) -> None:
    limits.spend(TWO, asks("192.0.2.1"), 2)
    limits.spend(TWO, asks("192.0.2.2"), 2)
    limits.spend(Limit("pages", 2, 60), asks("192.0.2.1"), 2)


def test_a_household_of_ipv6_shares_and_its_neighbour_does_not() -> None:
    assert network("2001:db8:1:2:aaaa::1") == network("2001:db8:1:2:bbbb::9")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1")
    assert network("fe80::1%eth0") == network("fe80::2")


def test_a_callers_name_is_new_each_day_and_does_not_hold_the_address(clock: Clock) -> None:
    callers = Callers(LocalSecrets(), clock)
    today = callers.name("192.0.2.1")
    clock.move(60)
    assert callers.name("192.0.2.1") == today
    assert "192" not in bytes.fromhex(today).decode("latin-1")
    clock.move(DAY)
    assert callers.name("192.0.2.1") != today
    assert Callers(LocalSecrets(), clock).name("192.0.2.1") != callers.name("192.0.2.1")


def test_counts_are_forgotten_after_two_windows_without_being_walked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("cektautan.web.guards.windows.time.monotonic", lambda: now)
    storage = WindowStorage()
    assert [storage.incr("a", 60), storage.incr("a", 60, 3)] == [1, 4]
    now += 59
    assert storage.incr("a", 60) == 5
    now += 2
    assert storage.incr("a", 60) == 6
    now += 121
    storage.incr("b", 60)
    now += 61
    assert storage.incr("a", 60) == 1


def test_flask_limiter_is_used_without_its_hooks() -> None:
    app = flask.Flask("x")
    limiter = make_limiter(app, "windows://", {})
    assert isinstance(limiter.storage, WindowStorage)
    assert limiter in app.extensions["limiter"]
    assert not app.before_request_funcs
    assert not app.after_request_funcs
    assert not app.teardown_request_funcs


def test_every_route_of_readers_and_programs_is_limited(service: Service) -> None:
    service.settings |= {f"CEKTAUTAN_LIMIT_{name}": "1 per minute" for name in ("CHECK", "LISTS", "PAGES")}
    client = service.client()
    name = client.get("/lists/manifest.json").json["snapshot"]["path"]
    service.clock.move(60)
    for method, path, options in (
        ("GET", f"/v1/check?url={HOAX}", {}),
        ("GET", "/lists/keys.json", {}),
        ("GET", "/", {}),
    ):
        assert client.open(path, method=method, **options).status_code == 200
        refused = client.open(path, method=method, **options)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    # These share what the three above have used up.
    assert client.post("/v1/check", json={"urls": [HOAX]}).status_code == 429
    assert client.get("/v1/domains/contoh.com").status_code == 429
    assert client.get(f"/lists/{name}").status_code == 429
    assert client.post("/", data={"text": HOAX}).status_code == 429


def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(service: Service) -> None:
    def ask(client: object, forwarded: str) -> str:
        answer = client.get(f"/v1/check?url={HOAX}", headers={"X-Forwarded-For": forwarded})
        return answer.headers["RateLimit"]

    direct = service.client()
    assert [ask(direct, "192.0.2.1"), ask(direct, "192.0.2.2")] == ['"check";r=2999;t=60', '"check";r=2998;t=60']
    service.settings["CEKTAUTAN_TRUSTED_PROXIES"] = "1"
    behind = service.client()
    assert [ask(behind, "192.0.2.1"), ask(behind, "9.9.9.9, 192.0.2.2")] == ['"check";r=2999;t=60'] * 2
    assert ask(behind, "1.1.1.1, 192.0.2.2") == '"check";r=2998;t=60'


def test_what_a_limit_refuses_is_not_taken_from_the_day(clock: Clock) -> None:
    counts, days = LocalCounts(WindowStorage()), LocalCounts(WindowStorage())
    callers, shares = Callers(LocalSecrets(), clock), Shares(quotas={Tier.KEYED: 10})
    limits, caller = Limits(counts, callers, clock, lambda _name: None, days, shares), Caller("key:abc", Tier.KEYED)
    limits.spend(TWO, caller, 2)
    with pytest.raises(Problem):
        limits.spend(TWO, caller, 5)
    clock.move(60)
    assert '"day";r=7;' in dict(limits.spend(TWO, caller))["RateLimit"]


def test_windows_are_the_clocks(limits: Limits, clock: Clock) -> None:
    assert START % 60 == 0
    clock.move(59.9)
    assert dict(limits.spend(TWO, asks("x")))["RateLimit"] == '"check";r=1;t=1'


REFUSED = [
    ("POST", "/v1/check", b"[", "application/json"),
    ("POST", "/v1/check", b"{}", "text/plain"),
    ("GET", "/v1/check?url=x", None, None),
    ("GET", "/v1/domains/a_b", None, None),
    ("GET", "/lists/files/nothing", None, None),
    ("GET", "/exports/nothing.txt", None, None),
    ("GET", "/exports/list.ndjson", None, None),
    ("GET", "/v1alpha1/claims:search", None, None),
    ("GET", "/taxii2/list/collections/x/", None, None),
    ("POST", "/v4/threatMatches:find", b"[", "application/json"),
    ("POST", "/v4/threatMatches:find?alt=proto", b"\xff", "application/x-protobuf"),
    ("POST", "/v4/fullHashes:find", b"[", "application/json"),
    ("GET", "/v4/threatListUpdates:fetch", None, None),
    ("GET", "/v4/encodedUpdates/!", None, None),
    ("GET", "/v5/hashes:search", None, None),
    ("GET", "/v5/hashLists:batchGet?names=a&names=a", None, None),
    ("GET", "/v5/hashList/x", None, None),
    ("GET", "/v1/owner-addresses", None, None),
]


@pytest.mark.parametrize(("method", "path", "body", "media"), REFUSED)
def test_what_is_refused_says_what_it_took(
    service: Service, method: str, path: str, body: bytes | None, media: str | None
) -> None:
    client = service.client()

    def left() -> tuple[int, int]:
        answer = client.open(path, method=method, data=body, content_type=media)
        (told,) = answer.headers.getlist("RateLimit")
        assert len(answer.headers.getlist("RateLimit-Policy")) == 1
        return answer.status_code, int(told.partition(";r=")[2].partition(";")[0])

    first, second = left(), left()
    assert first[0] >= 400
    assert second[1] < first[1]


def test_what_took_nothing_says_nothing_of_a_share(service: Service) -> None:
    client = service.client()
    for path in ("/v1/check", "/v1/check?a=b", "/v1/nothing", "/healthz"):
        assert "RateLimit" not in client.get(path).headers

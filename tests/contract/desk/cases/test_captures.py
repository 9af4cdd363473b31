"""A page is kept as it was when it was proposed: after the proposal, bounded, its hash in the log, and erasable."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import select
from tests.support.desk import NOW, People, add, claim
from tests.support.far import Authority, World
from warcio.archiveiterator import ArchiveIterator
from werkzeug import Response

from cektautan.desk.cases import captures
from cektautan.desk.cases.captures import MOST_BYTES, run
from cektautan.desk.cases.evidence import EvidenceError, erase
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.policy import Policy
from cektautan.outbound.errors import TooSlow
from cektautan.outbound.protocol import Fetched, Fetcher
from cektautan.store.models import Event, Evidence
from cektautan.store.transaction import Store

HOST = "kabar.example"
HOSTS = (HOST,)
PAGE = f"https://{HOST}/palsu"
CLAIM = "klaim-uji-2026"


def propose(store: Store, policy: Policy, people: People, *urls: str, level: int | None = None) -> int | None:
    addresses = [Address(url, level=level) for url in urls or (PAGE,)]
    add(store, claim())
    return list_addresses(store, policy, people.sari, CLAIM, addresses, "Uji.", NOW).case_id


def pages(store: Store) -> list[Evidence]:
    with store.reading() as session:
        rows = list(session.scalars(select(Evidence).order_by(Evidence.id)))
        assert all(row.data is None or row.data for row in rows)
        return rows


def events(store: Store) -> list[Event]:
    with store.reading() as session:
        return list(session.scalars(select(Event).where(Event.object_kind == "evidence").order_by(Event.seq)))


def test_the_page_is_kept_after_the_proposal_and_its_hash_stands_in_the_log(
    store: Store, policy: Policy, people: People, server: HTTPServer, world: World
) -> None:
    server.expect_request("/palsu").respond_with_response(Response(status=301, headers={"Location": "/baru"}))
    server.expect_request("/baru").respond_with_data("Kabar bohong é".encode(), headers={"X-Nama": "é\u00ff"})
    case_id = propose(store, policy, people)
    assert server.log == []
    assert [row.state for row in pages(store)] == ["waiting"]
    run(store, world.client, NOW + 2)
    (row,) = pages(store)
    assert (row.state, row.case_id, row.claim_id, row.url, row.text) == ("kept", case_id, CLAIM, PAGE, "HTTP 200")
    assert row.data is not None
    assert (row.sha256, row.size) == (hashlib.sha256(row.data).hexdigest(), len(row.data))
    (event,) = events(store)
    assert (event.actor, event.action) == ("system", "evidence.captured")
    after = json.loads(event.after or "")
    assert (after["sha256"], after["bytes"], after["http"], after["case"]) == (row.sha256, row.size, 200, case_id)
    assert HOST not in (event.after or "")
    run(store, world.client, NOW + 4)
    assert len(server.log) == 2


def test_what_is_kept_is_a_warc_that_archives_read(
    store: Store, policy: Policy, people: People, server: HTTPServer, world: World
) -> None:
    server.expect_request("/palsu").respond_with_response(Response(status=301, headers={"Location": "/baru"}))
    server.expect_request("/baru").respond_with_data(
        b"<p>bohong", headers={"X-Nama": "kabar"}, content_type="text/html"
    )
    propose(store, policy, people)
    run(store, world.client, NOW)
    found = []
    for record in ArchiveIterator(BytesIO(pages(store)[0].data or b""), check_digests="raise"):
        body = record.content_stream().read()
        found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body))
        if record.rec_type == "response":
            assert record.rec_headers.get_header("WARC-Date") == "2026-09-21T14:13:20Z"
            last = record.http_headers
    assert [each[:2] for each in found] == [
        ("warcinfo", None), ("response", PAGE), ("response", f"https://{HOST}/baru"),
    ]  # fmt: skip
    assert found[2][2] == b"<p>bohong"
    assert (last.get_statuscode(), last.get_header("X-Nama"), last.get_header("Content-Length")) == (
        "200",
        "kabar",
        "9",
    )
    assert last.get_header("X-Archive-Orig-Content-Length") == "9"


def test_a_page_that_cannot_be_fetched_stops_nothing_and_is_said(
    store: Store, policy: Policy, people: People, server: HTTPServer, world: World
) -> None:
    world.names.known[HOST] = [["10.0.0.1"]]
    propose(store, policy, people)
    run(store, world.client, NOW)
    (row,) = pages(store)
    assert (row.state, row.data, row.sha256) == ("not_allowed", None, None)
    (event,) = events(store)
    assert (event.action, json.loads(event.after or "")["problem"]) == ("evidence.not_captured", "not_allowed")
    assert server.log == []


def test_a_page_that_is_too_large_is_not_kept(
    store: Store, policy: Policy, people: People, server: HTTPServer, world: World
) -> None:
    server.expect_request("/palsu").respond_with_data(b"a" * (MOST_BYTES + 1))
    propose(store, policy, people)
    run(store, world.client, NOW)
    assert [row.state for row in pages(store)] == ["too_much"]


def test_a_page_that_stands_without_tls_alone_is_kept_too(
    store: Store, policy: Policy, people: People, authority: Authority, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/palsu").respond_with_data("isi")
    propose(store, policy, people)
    world = World.make(authority, httpserver.port, [HOST])
    run(store, world.client, NOW)
    assert [row.state for row in pages(store)] == ["kept"]
    assert [port for _, port in world.connector.wanted] == [443, 80]


def test_items_of_platforms_and_short_links_are_never_fetched(
    store: Store, policy: Policy, people: People, server: HTTPServer, world: World
) -> None:
    propose(store, policy, people, "https://youtu.be/GPdzHkn5M6M", "https://s.id/contoh", PAGE, level=1)
    assert [row.url for row in pages(store)] == [PAGE]


def test_a_service_that_fetches_nothing_says_so(store: Store, policy: Policy, people: People) -> None:
    propose(store, policy, people)
    run(store, None, NOW)
    assert [row.state for row in pages(store)] == ["off"]
    assert events(store) == []


def test_one_run_begins_no_page_once_its_time_is_over(
    store: Store, policy: Policy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0

    class Slow(Fetcher):
        def fetch(self, address: str, **_options: object) -> Fetched:
            nonlocal now
            now += 5
            raise TooSlow

    propose(store, policy, people, *(f"{PAGE}/{number}" for number in range(3)), level=2)
    monkeypatch.setattr("cektautan.outbound.deadline.time.monotonic", lambda: now)
    run(store, Slow(), NOW)
    assert [row.state for row in pages(store)] == ["too_slow", "too_slow", "waiting"]
    run(store, Slow(), NOW + 2)
    assert [row.state for row in pages(store)] == ["too_slow"] * 3
    assert captures.SECONDS < 10


def test_the_bytes_can_be_erased_and_the_hash_stays(
    store: Store, policy: Policy, people: People, server: HTTPServer, world: World
) -> None:
    server.expect_request("/palsu").respond_with_data("data pribadi")
    propose(store, policy, people)
    run(store, world.client, NOW)
    digest = pages(store)[0].sha256
    with store.deciding(f"account:{people.budi}", NOW) as work:
        erase(work, work.session.get_one(Evidence, pages(store)[0].id), "Memuat data pribadi.")
    (row,) = pages(store)
    assert (row.data, row.state, row.sha256) == (None, "erased", digest)
    event = events(store)[-1]
    assert (event.action, event.reason) == ("evidence.erased", "Memuat data pribadi.")
    assert json.loads(event.after or "")["sha256"] == digest
    with pytest.raises(EvidenceError), store.deciding(f"account:{people.budi}", NOW) as work:
        erase(work, work.session.get_one(Evidence, row.id), "Lagi.")

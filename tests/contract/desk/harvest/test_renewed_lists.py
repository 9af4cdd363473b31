"""A list read as a feed, its rows told with the feed's claim: previewed, applied, renewed, and what it dropped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import select
from tests.support.desk import NOW, People, add, claim
from tests.support.far import Authority, Unhurried, World

from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed
from cektautan.desk.harvest.run import Harvester, make_harvester
from cektautan.desk.imports import agreeing, background
from cektautan.desk.policy import Policy
from cektautan.store.models import Batch, BatchRow, Change, Listing
from cektautan.store.transaction import Store
from cektautan.web.console.imports.imports_shown import findings
from cektautan.web.texts import load

HOST = "daftar.example"
HOUR = 3600


@pytest.fixture
def server(authority: Authority) -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", ssl_context=authority.server(HOST), threaded=True) as server:
        server.expect_request("/robots.txt").respond_with_data("User-agent: *\nAllow: /\n")
        yield server


@pytest.fixture
def harvest(authority: Authority, server: HTTPServer, policy: Policy) -> Harvester:
    return make_harvester(policy, World.make(authority, server.port, [HOST], Unhurried().pace()).client, {})


@pytest.fixture
def desk(store: Store, people: People) -> Store:
    add(store, claim(verdict="scam", reason_code="scam", level=2))
    with store.deciding("operator", NOW) as work:
        wanted = FeedWritten(
            "tiruan", "turnbackhoax", "domains", f"https://{HOST}/daftar.txt", claim="klaim-uji-2026", level="2",
            scope="host",
        )  # fmt: skip
        add_feed(work, wanted, {"domains"}, "Daftar mitra.")
    return store


def renew(desk: Store, server: HTTPServer, harvest: Harvester, policy: Policy, now: int, *names: str) -> Batch:
    """Let the list hold these names, harvest it and read what came."""
    server.expect_oneshot_request("/daftar.txt").respond_with_data("\n".join(names) + "\n")
    outcome = harvest.feed(desk, "tiruan", now)
    background.run(desk, policy, now)
    with desk.reading() as session:
        return session.get_one(Batch, outcome.batch or 0)


def rows(desk: Store, batch: Batch) -> list[tuple[str, str]]:
    with desk.reading() as session:
        asked = select(BatchRow).where(BatchRow.batch_id == batch.id).order_by(BatchRow.line)
        return [(each.subject, each.verdict) for each in session.scalars(asked)]


def in_force(desk: Store) -> set[str]:
    with desk.reading() as session:
        return set(session.scalars(select(Listing.key).where(Listing.status == "active")))


def test_new_rows_are_one_batch_in_preview_and_what_the_list_dropped_is_told(
    desk: Store, people: People, server: HTTPServer, harvest: Harvester, policy: Policy
) -> None:
    first = renew(desk, server, harvest, policy, NOW, "undian-satu.com", "undian-dua.com", "undian-tiga.com")
    assert (first.status, first.format, first.counts) == ("previewed", "domains", {"new": 3})
    assert in_force(desk) == set(), "nothing of a list is in force before a person has applied it"
    agreeing.ask(desk, policy, people.sari, first.id, first.version, "Dilihat.", NOW)
    agreeing.approve(desk, policy, people.budi, first.id, first.version + 1, "Setuju.", NOW)
    background.run(desk, policy, NOW)
    listed = {"host:undian-satu.com", "host:undian-dua.com", "host:undian-tiga.com"}
    assert in_force(desk) == listed
    with desk.reading() as session:
        assert {each.claim_id for each in session.scalars(select(Listing))} == {"klaim-uji-2026"}
        told = len(session.scalars(select(Change)).all())

    second = renew(desk, server, harvest, policy, NOW + HOUR, "undian-satu.com", "undian-empat.com")
    assert rows(desk, second) == [("undian-satu.com", "covered"), ("undian-empat.com", "new")]
    (notice,) = [each for each in second.findings["notices"] if each["code"] == "vanished"]
    assert (notice["count"], notice["shown"]) == (2, "host:undian-dua.com, host:undian-tiga.com")
    assert "2 alamat yang dulu masuk dari daftar ini" in " ".join(findings(second.findings, load("id")))
    assert in_force(desk) == listed, "what a list drops is taken back by nobody"
    with desk.reading() as session:
        assert len(session.scalars(select(Change)).all()) == told

    third = renew(desk, server, harvest, policy, NOW + 2 * HOUR, "undian-satu.com", "undian-empat.com", "undian-5.com")
    with desk.reading() as session:
        assert session.get_one(Batch, second.id).status == "replaced", "the newest version is the one that waits"
    assert third.counts == {"covered": 1, "new": 2}

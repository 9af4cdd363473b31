"""One CekTautan follows another over https: what the other takes back opens a case on top, and changes nothing here.

The desk that is followed is the application as it is, over a store of its own; the one that follows harvests its chain.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.support.desk import NOW, People, add, add_sources, claim, listing, shipped_policy
from tests.support.far import Authority, Unhurried, World
from tests.support.people import Desk
from werkzeug.serving import make_server

from cektautan.core.keys import key_digest
from cektautan.desk.cases.closing import close
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.lower import retract
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed, find_feed
from cektautan.desk.harvest.following import Followed, follow
from cektautan.desk.harvest.of_case import MOST_LISTINGS, taken_back_of
from cektautan.desk.harvest.run import Harvester, make_harvester
from cektautan.desk.policy import Policy
from cektautan.store.models import Batch, Case, Change, Feed, FollowedListing, Listing
from cektautan.store.transaction import Store

HOST = "meja-lain.example"
CHAIN = f"https://{HOST}/v1/changes"
PAGES = [f"url:kabar.example/{each}" for each in range(1, 5)]
HOUR = 3600


@pytest.fixture
def other(tmp_path: Path) -> Desk:
    """The desk that is followed: it lists four pages with one claim."""
    desk = Desk(tmp_path / "lain")
    add_sources(desk.store)
    add(desk.store, claim("klaim-mereka-2026"), *(listing("klaim-mereka-2026", key) for key in PAGES))
    return desk


@pytest.fixture
def port(other: Desk, authority: Authority) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, other.app, threaded=True, ssl_context=authority.server(HOST))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def harvest(authority: Authority, port: int, policy: Policy) -> Harvester:
    return make_harvester(policy, World.make(authority, port, [HOST], Unhurried().pace()).client, {})


@pytest.fixture
def desk(store: Store, people: People) -> Store:
    """The desk that follows: it lists two of the four pages, each with a claim of its own."""
    for number, key in enumerate(PAGES[:2]):
        add(store, claim(f"klaim-kita-{number}"), listing(f"klaim-kita-{number}", key))
    with store.deciding("operator", NOW) as work:
        wanted = FeedWritten("meja-lain", "turnbackhoax", "changes", CHAIN, budget="1")
        add_feed(work, wanted, {"changes"}, "Mitra yang memakai CekTautan.")
    return store


def take_back(other: Desk, *keys: str) -> None:
    """Let the other desk take pages back."""
    account = other.account(f"sari-{keys[0][-1]}", "moderator")
    for key in keys:
        with other.store.reading() as session:
            row = session.scalars(select(Listing).where(Listing.key == key)).one()
        retract(other.store, shipped_policy(), account, row.id, row.version, "Pemeriksanya meralat.", other.now)


def cases(store: Store) -> list[Case]:
    with store.reading() as session:
        return list(session.scalars(select(Case).where(Case.status != "closed").order_by(Case.priority.desc())))


def state(store: Store) -> Feed:
    with store.reading() as session:
        return find_feed(session, "meja-lain")


def count(store: Store, table: type[Batch] | type[Change]) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_the_other_desk_takes_back_is_a_case_on_top_and_changes_nothing(
    desk: Store, other: Desk, harvest: Harvester, policy: Policy
) -> None:
    (first,) = harvest.round(desk, NOW)
    assert (first.problem, first.taken.cases, first.batch) == ("", 0, None)
    with desk.deciding("system", NOW) as work:
        open_or_merge(work, policy, kind="match", key="url:kabar.example/lain", lane="checked")
    take_back(other, PAGES[0], PAGES[2])
    told = count(desk, Change)
    (second,) = harvest.round(desk, NOW + HOUR)
    assert (second.problem, second.taken.cases) == ("", 1)
    top, _ = cases(desk)
    assert (top.kind, top.claim_id, top.details["how"]) == ("changed_check", "klaim-kita-0", "taken_back_elsewhere")
    assert (count(desk, Change), count(desk, Batch)) == (told, 0)
    (third,) = harvest.round(desk, NOW + 2 * HOUR)
    assert (third.unchanged, third.taken.cases, len(cases(desk))) == (True, 0, 2)


def test_what_was_taken_back_before_is_told_once_and_beyond_the_budget_in_one_case(
    desk: Store, other: Desk, harvest: Harvester, people: People, policy: Policy
) -> None:
    take_back(other, *PAGES)
    (outcome,) = harvest.round(desk, NOW)
    assert (outcome.problem, outcome.taken.cases) == ("", 2)
    assert {each.claim_id: len(each.details["listings"]) for each in cases(desk)} == {"klaim-kita-0": 1, None: 1}
    for case in cases(desk):
        close(desk, policy, people.sari, case.id, case.version, "done", "Sudah dilihat.", NOW)
    harvest.round(desk, NOW + HOUR)
    assert cases(desk) == []


def test_what_another_claim_still_warns_of_there_is_no_case(desk: Store, other: Desk, harvest: Harvester) -> None:
    add(other.store, claim("klaim-kedua-2026"), listing("klaim-kedua-2026", PAGES[0]))
    take_back_one_of(other, PAGES[0], "klaim-mereka-2026")
    (outcome,) = harvest.round(desk, NOW)
    assert (outcome.problem, outcome.taken.cases) == ("", 0)


def test_what_another_claim_has_long_warned_of_is_no_case_until_that_is_taken_back_too(
    desk: Store, other: Desk, harvest: Harvester
) -> None:
    add(other.store, claim("klaim-kedua-2026"), listing("klaim-kedua-2026", PAGES[0]))
    harvest.round(desk, NOW)
    take_back_one_of(other, PAGES[0], "klaim-mereka-2026")
    (outcome,) = harvest.round(desk, NOW + HOUR)
    assert (outcome.problem, outcome.taken.cases) == ("", 0)
    take_back_one_of(other, PAGES[0], "klaim-kedua-2026", by="rina")
    (outcome,) = harvest.round(desk, NOW + 2 * HOUR)
    assert (outcome.problem, outcome.taken.cases) == ("", 1)


def test_a_chain_that_is_read_anew_says_again_what_stands(desk: Store, other: Desk, harvest: Harvester) -> None:
    harvest.round(desk, NOW)
    with desk.deciding("system", NOW) as work:
        feed = find_feed(work.session, "meja-lain")
        feed.rows, feed.body_sha256 = 0, ""
        work.session.add(FollowedListing(feed_id="meja-lain", name="dari alamat lama", sha256=key_digest(PAGES[0])))
    take_back(other, PAGES[0])
    (outcome,) = harvest.round(desk, NOW + HOUR)
    assert (outcome.problem, outcome.taken.cases) == ("", 1)


def test_a_case_names_all_that_is_taken_back_however_many(
    desk: Store, other: Desk, harvest: Harvester, policy: Policy
) -> None:
    keys = [f"url:kabar.example/banyak/{each}" for each in range(230)]
    add(other.store, claim("klaim-banyak-2026"), *(listing("klaim-banyak-2026", key) for key in keys))
    add(desk, claim("klaim-kita-banyak"), *(listing("klaim-kita-banyak", key) for key in keys))
    take_back(other, *keys)
    (outcome,) = harvest.round(desk, NOW)
    assert (outcome.problem, outcome.taken.cases) == ("", 1)
    (case,) = cases(desk)
    with desk.reading() as session:
        found = taken_back_of(session, session.get_one(Case, case.id), NOW)
    assert found is not None
    assert (found.total, len(found.listings)) == (230, MOST_LISTINGS)


def take_back_one_of(other: Desk, key: str, claim_id: str, by: str = "tono") -> None:
    account = other.account(by, "moderator")
    with other.store.reading() as session:
        row = session.scalars(select(Listing).where(Listing.key == key, Listing.claim_id == claim_id)).one()
    retract(other.store, shipped_policy(), account, row.id, row.version, "Pemeriksanya meralat.", other.now)


def test_a_long_chain_is_read_page_by_page(desk: Store, other: Desk, harvest: Harvester, policy: Policy) -> None:
    take_back(other, *PAGES[:2])
    with other.store.reading() as session:
        length = session.scalar(select(func.max(Change.seq)))
    found = follow(desk, policy, harvest.client, harvest.adapters["changes"], "meja-lain", NOW, page_lines=2)
    assert found == Followed("", length, 2)
    assert state(desk).rows == length


def test_a_chain_that_is_another_one_counts_for_nothing(desk: Store, other: Desk, harvest: Harvester) -> None:
    harvest.round(desk, NOW)
    with desk.deciding("system", NOW) as work:
        find_feed(work.session, "meja-lain").body_sha256 = "a" * 64
    take_back(other, PAGES[0])
    (broken,) = harvest.round(desk, NOW + HOUR)
    assert (broken.problem, broken.taken.cases, cases(desk)) == ("chain_broken", 0, [])
    with desk.deciding("system", NOW) as work:
        find_feed(work.session, "meja-lain").rows = 1_000
    (shorter,) = harvest.round(desk, NOW + 5 * HOUR)
    assert (shorter.problem, shorter.taken.cases) == ("chain_shorter", 0)
    assert state(desk).rows == 1_000


def test_an_address_that_is_gone_accuses_nobody(desk: Store, other: Desk, harvest: Harvester) -> None:
    harvest.round(desk, NOW)
    with desk.deciding("system", NOW) as work:
        find_feed(work.session, "meja-lain").address = f"https://{HOST}/pindah/v1/changes"
    (gone,) = harvest.round(desk, NOW + HOUR)
    assert (gone.problem, gone.taken.cases) == ("gone", 0)

"""Before is what people saw: the page that was kept when it was proposed, where there is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, People, add, add_sources, claim
from tests.support.far import Authority
from tests.support.far_site import FarSites, far_sites, moved
from tests.support.listed_pages import HOAX, OTHER, WALLS, article
from werkzeug import Response

from cektautan.desk.cases.captures import run as keep_pages
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.patrol.noting import DETAIL
from cektautan.desk.patrol.run import Patrol
from cektautan.desk.policy import Policy
from cektautan.store.models import Case, Evidence, PageLook
from cektautan.store.transaction import Store

HOST, FAR = "kabar.example", "jauh.example"
PAGE = f"https://{HOST}/palsu"
HOUR = 3600


@pytest.fixture
def far(authority: Authority) -> Iterator[FarSites]:
    with far_sites(authority, HOST, FAR) as sites:
        yield sites


@pytest.fixture
def patrol(policy: Policy, far: FarSites) -> Patrol:
    return Patrol(policy, far.world.client)


def listed(store: Store, policy: Policy, people: People) -> None:
    add(store, claim(level=2))
    list_addresses(store, policy, people.sari, "klaim-uji-2026", [Address(PAGE, level=2)], "Uji.", NOW)


def look(store: Store) -> PageLook:
    with store.reading() as session:
        return session.scalars(select(PageLook)).one()


def test_what_was_kept_at_the_proposal_is_before(
    store: Store, policy: Policy, people: People, far: FarSites, patrol: Patrol
) -> None:
    far.pages[PAGE] = article()
    listed(store, policy, people)
    keep_pages(store, far.world.client, NOW + 2)
    with store.reading() as session:
        assert session.scalars(select(Evidence)).one().state == "kept"
    far.pages[PAGE] = article("Cabai Turun", OTHER)
    for n in range(2):
        patrol.round(store, NOW + (24 + 8 * n) * HOUR)
    with store.reading() as session:
        case = session.scalars(select(Case).where(Case.kind == "changed_page")).one()
    before = case.details[DETAIL]["before"]
    assert (before["kept_as"], before["at"], HOAX[0][:40] in before["excerpt"]) == ("evidence", NOW, True)


@pytest.mark.parametrize("kept", [*WALLS.values(), Response("galat", status=500), Response(b"%PDF")])
def test_a_wall_that_was_kept_is_no_beginning(
    sqlite_store: Store, policy: Policy, far: FarSites, patrol: Patrol, kept: str | Response
) -> None:
    add_sources(sqlite_store)
    people = People(sqlite_store)
    far.pages[PAGE] = kept
    listed(sqlite_store, policy, people)
    keep_pages(sqlite_store, far.world.client, NOW + 2)
    far.pages[PAGE] = article()
    patrol.round(sqlite_store, NOW + HOUR)
    assert look(sqlite_store).before["kept_as"] == "look"
    assert look(sqlite_store).outcome == "there"


def test_bytes_that_were_erased_are_no_beginning(
    store: Store, policy: Policy, people: People, far: FarSites, patrol: Patrol
) -> None:
    far.pages[PAGE] = article()
    listed(store, policy, people)
    keep_pages(store, far.world.client, NOW + 2)
    with store.deciding("operator", NOW + 3) as work:
        row = work.session.scalars(select(Evidence)).one()
        row.data, row.state = None, "erased"
    patrol.round(store, NOW + HOUR)
    assert look(store).before["kept_as"] == "look"


def test_a_page_that_leads_away_at_the_first_look_is_told_without_a_before(
    store: Store, policy: Policy, people: People, far: FarSites, patrol: Patrol
) -> None:
    far.pages[PAGE], far.pages[f"https://{FAR}/toko"] = moved(f"https://{FAR}/toko"), article("Toko", OTHER)
    listed(store, policy, people)
    for n in range(2):
        patrol.round(store, NOW + 8 * n * HOUR)
    with store.reading() as session:
        said = session.scalars(select(Case).where(Case.kind == "changed_page")).one().details[DETAIL]
    assert (said["how"], said["before"], said["after"]["address"]) == ("elsewhere", None, f"https://{FAR}/toko")


def test_a_permanent_address_on_the_same_site_is_the_page(
    store: Store, policy: Policy, people: People, far: FarSites, patrol: Patrol
) -> None:
    far.pages[PAGE], far.pages[f"https://{HOST}/2026/palsu"] = moved(f"https://{HOST}/2026/palsu"), article()
    listed(store, policy, people)
    for n in range(3):
        patrol.round(store, NOW + 48 * n * HOUR)
    assert look(store).outcome == "there"
    far.pages[f"https://{HOST}/2026/palsu"] = article("Cabai Turun", OTHER)
    for n in range(2):
        patrol.round(store, NOW + (200 + 8 * n) * HOUR)
    assert look(store).outcome == "changed"

"""What can never be looked at is not read anew in each round."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select
from tests.support.desk import NOW, People, add, claim, listing

from cektautan.desk.patrol.choosing import enrol
from cektautan.desk.policy import Policy
from cektautan.store.models import DomainLook, Listing, PageLook
from cektautan.store.transaction import Store


@contextmanager
def loaded() -> Iterator[list[str]]:
    """Note the keys of the listings that are read from the store meanwhile."""
    keys: list[str] = []

    def note(row: Listing, _context: object) -> None:
        keys.append(row.key)

    event.listen(Listing, "load", note)
    try:
        yield keys
    finally:
        event.remove(Listing, "load", note)


def test_a_second_round_reads_nothing_that_can_never_be_looked_at(store: Store, policy: Policy, people: People) -> None:
    add(
        store, claim(),
        *(listing(key=f"url:depan{n}.blogspot.com/", domain=f"depan{n}.blogspot.com") for n in range(9)),
        *(listing(key=f"content:facebook:{n}", url=f"https://www.facebook.com/{n}", platform="facebook", domain="")
          for n in range(9)),
        listing(key="url:s.id/abc", opaque=True),
        listing(key="url:lama.example/1", status="provisional", provisional_until=NOW - 1),
        listing(key="url:kabar.web.id/1"), listing(key="url:kabar.web.id/?p=7"), listing(key="domain:situs.web.id"),
        listing(key="path:kabar.web.id/berita/"),
        listing(key="content:youtube:GPdzHkn5M6M", url="https://www.youtube.com/watch?v=GPdzHkn5M6M",
                platform="youtube", domain=""),
    )  # fmt: skip
    enrol(store, policy, NOW)
    with store.reading() as session:
        assert set(session.scalars(select(PageLook.key))) == {
            "url:kabar.web.id/1", "url:kabar.web.id/?p=7", "domain:situs.web.id", "path:kabar.web.id/berita/",
            "content:youtube:GPdzHkn5M6M",
        }  # fmt: skip
        waiting = set(session.scalars(select(DomainLook.domain).where(DomainLook.next_at <= NOW)))
        assert {"kabar.web.id", "situs.web.id"} <= waiting
        assert not [each for each in waiting if each.endswith("blogspot.com")]
    with loaded() as keys:
        enrol(store, policy, NOW + 600)
    assert keys == []

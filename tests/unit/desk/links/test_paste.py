"""What the desk knows about a pasted address: its listings at each scope, its cases, and what was decided before."""

from __future__ import annotations

from functools import cache

from tests.conftest import ROOT
from tests.contract.store.builders import NOW, claim, listing

from cektautan.desk.links.finding import find_claims
from cektautan.desk.links.paste import Pasted, look
from cektautan.desk.reference import Reference
from cektautan.store.models import Case, Review, Source
from cektautan.store.transaction import Store

URL = "https://kabar.example/berita/1?utm_source=x"
DAY = 86_400


@cache
def reference() -> Reference:
    return Reference.read(ROOT / "rules", ROOT / "blocklists")


def paste(store: Store, url: str = URL) -> Pasted:
    with store.reading() as session:
        return look(session, reference(), url, NOW)


def put(store: Store, *rows: object) -> None:
    with store.deciding("system", NOW) as work:
        work.session.add_all(rows)
        work.record("test.put", ("store", "x"))


def case(key: str, status: str = "open", **values: object) -> Case:
    made = {"kind": "report", "lane": "unchecked", "merge_group": "tip", "details": {}, "opened_at": NOW}
    return Case(key=key, status=status, **{**made, **values})


def test_nothing_is_known_of_what_nobody_named(sqlite_store: Store) -> None:
    found = paste(sqlite_store)
    assert found.judged.key == "url:kabar.example/berita/1"
    assert (found.matches, found.open_cases, found.closed_cases, found.told) == ((), (), (), frozenset())


def test_listings_are_found_at_every_scope_the_closest_first(sqlite_store: Store) -> None:
    put(
        sqlite_store,
        claim(),
        listing(key="domain:kabar.example", level=2),
        listing(key="url:kabar.example/berita/1"),
        listing(key="url:kabar.example/berita/2"),
    )
    found = paste(sqlite_store)
    assert [(each.kind, each.exact, each.level) for each in found.matches] == [("url", True, 3), ("domain", False, 2)]
    assert found.told == {"url:kabar.example/berita/1", "domain:kabar.example"}


def test_a_proposal_that_nobody_approved_tells_readers_nothing(sqlite_store: Store) -> None:
    put(sqlite_store, claim(), listing(key="url:kabar.example/berita/1", status="proposed"))
    found = paste(sqlite_store)
    assert [(each.status, each.level) for each in found.matches] == [("proposed", None)]
    assert not found.told


def test_open_and_closed_cases_of_the_same_key_are_shown(sqlite_store: Store) -> None:
    key = "url:kabar.example/berita/1"
    put(sqlite_store, case(key), case(key, "closed", outcome="not_listed", closed_at=NOW), case("url:lain.example/"))
    found = paste(sqlite_store)
    assert [each.status for each in found.open_cases] == ["open"]
    assert [each.outcome for each in found.closed_cases] == ["not_listed"]


def test_the_address_of_a_check_is_known_as_one(sqlite_store: Store) -> None:
    source = Source(id="cek", name="Cek", site="cek.example", kind="fact_checker", reliability="A", standing="good")
    made = claim()
    made.reviews = [Review(source_id="cek", url="https://cek.example/1", rating="Salah", verdict="false",
                           date=made.listed)]  # fmt: skip
    put(sqlite_store, source, made)
    for shape in ("https://cek.example/1", "http://www.Cek.example/1/?utm_source=wa#isi"):
        found = paste(sqlite_store, shape)
        assert found.check_of == ("klaim-2026",), shape
        assert not found.judged.can_be_listed
    assert paste(sqlite_store, "https://cek.example/12").check_of == ()


def test_of_several_claims_that_cite_one_check_those_in_force_come_first(sqlite_store: Store) -> None:
    source = Source(id="cek", name="Cek", site="cek.example", kind="fact_checker", reliability="A", standing="good")
    put(sqlite_store, source)
    for name, status in (("ditarik-2026", "withdrawn"), ("berlaku-2026", "active"), ("dihapus-2026", "removed")):
        made = claim(name, status=status)
        made.reviews = [Review(source_id="cek", url="https://cek.example/1?utm_medium=x", rating="Salah",
                               verdict="false", date=made.listed)]  # fmt: skip
        put(sqlite_store, made)
    assert paste(sqlite_store, "https://cek.example/1").check_of == ("berlaku-2026", "ditarik-2026")


def test_claims_are_found_by_words_and_by_name_with_their_addresses_counted(sqlite_store: Store) -> None:
    put(
        sqlite_store,
        claim("tps-malam", text_id="TPS dibuka sampai malam."),
        claim("surat-suara", text_id="Surat suara tercoblos."),
        listing("tps-malam", "url:a.example/"),
        listing("tps-malam", "url:b.example/", status="removed"),
    )
    with sqlite_store.reading() as session:
        (found,) = find_claims(session, "tps mal", unfinished=True)
        assert (found.id, found.listings) == ("tps-malam", 1)
        assert find_claims(session, "surat-suara")[0].id == "surat-suara"
        assert find_claims(session, "surat suara", without="surat-suara") == []

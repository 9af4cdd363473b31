"""The search finds the same on both engines, by words, numbers and addresses, and gives text and no markup."""

from __future__ import annotations

import pytest
from tests.contract.store.builders import NOW, claim, listing

from cektautan.desk.record.search import FEW, MOST, PAGE, Found, search
from cektautan.store.models import Batch, Case, Feed, Finding, Note, Review, Source
from cektautan.store.transaction import Store

KEY = "content:youtube:GPdzHkn5M6M"


@pytest.fixture
def filled(store: Store) -> Store:
    with store.deciding("account:1", NOW) as work:
        add = work.session.add
        add(Source(id="cek", name="Cek", site="cek.example", kind="fact_checker", reliability="A", standing="good"))
        add(claim("surat-suara-2029", text_id="Surat suara sudah tercoblos 100% di TPS 5.", about=["pemilu-2029"]))
        add(claim("gempa-2026", text_id="Gempa <b>diramal</b> di KAFÉ.", status="withdrawn"))
        work.session.flush()
        add(Review(claim_id="gempa-2026", source_id="cek", url="https://cek.example/gempa", rating="SALAH",
                   verdict="false", date=claim().listed))  # fmt: skip
        add(listing("surat-suara-2029", KEY, kind="content", platform="youtube", domain="", url="https://youtu.be/x"))
        add(listing("gempa-2026", "url:kabar.example/a_b", url="https://kabar.example/a_b"))
        add(listing("gempa-2026", "url:kabar.example/axb", url="https://kabar.example/axb"))
        case = Case(kind="report", lane="checked", merge_group="tip", key=KEY, url="https://youtu.be/x", opened_at=NOW)
        add(case)
        work.session.flush()
        add(Note(case_id=case.id, by=None, at=NOW, text="Videonya sama dengan yang beredar di Bandung."))
        add(Batch(name="Domain tiruan", file_name="daftar-tiruan.csv", file_sha256="0", status="applied",
                  uploaded_at=NOW))  # fmt: skip
        work.record("test.filled", ("meta", "x"))
    return store


def found(store: Store, text: str, keys: tuple[str, ...] = (), **options: object) -> Found:
    with store.reading() as session:
        return search(session, text, keys, **options)  # type: ignore[arg-type]


def ids(result: Found) -> dict[str, list[str]]:
    return {group.name: [hit.id for hit in group.hits] for group in result.groups}


def test_every_word_has_to_be_there_in_any_case_and_order(filled: Store) -> None:
    assert ids(found(filled, "TERCOBLOS surat")) == {"claims": ["surat-suara-2029"]}
    assert ids(found(filled, "tercoblos bandung")) == {}


def test_topics_statements_and_checks_lead_to_their_claim(filled: Store) -> None:
    assert ids(found(filled, "pemilu-2029")) == {"claims": ["surat-suara-2029"]}
    assert ids(found(filled, "https://cek.example/gempa")) == {"claims": ["gempa-2026"]}


def test_checks_that_were_found_and_feeds_are_found_too(filled: Store) -> None:
    with filled.deciding("account:1", NOW) as work:
        work.session.add(Feed(id="cek-umpan", source_id="cek", adapter="feed", address="https://cek.example/umpan.xml",
                              every_minutes=60, budget=20, created_at=NOW))  # fmt: skip
        work.session.flush()
        for number, state in ((1, "offered"), (2, "held")):
            work.session.add(Finding(
                feed_id="cek-umpan", url=f"https://cek.example/banjir-{number}", claim="Banjir itu di Demak.",
                title="[SALAH] Banjir", rating="SALAH", verdict="false", publisher="Cek", fingerprint="0", state=state,
                appearances=[f"https://kabar.example/banjir/{number}"], case_id=1 if number == 1 else None,
                seen_at=NOW, looked_at=NOW,
            ))  # fmt: skip
        work.record("test.filled", ("meta", "y"))
    assert ids(found(filled, "demak banjir")) == {"findings": ["2", "1"]}
    assert ids(found(filled, "https://kabar.example/banjir/2")) == {"findings": ["2"]}
    assert ids(found(filled, "umpan.xml")) == {"feeds": ["cek-umpan"]}
    assert ids(found(filled, "https://youtu.be/x", (KEY,)))["findings"] == ["1"]
    (group,) = found(filled, "demak", group="findings").groups
    held, offered = group.hits
    assert (held.case, held.source, held.feed, held.facts) == (None, "cek", "cek-umpan", ("false", "held"))
    assert offered.case == 1
    assert "".join(text for _, text in held.title) == "Banjir itu di Demak."


def test_signs_of_patterns_mean_themselves(filled: Store) -> None:
    assert ids(found(filled, "100%")) == {"claims": ["surat-suara-2029"]}
    assert ids(found(filled, "1%0")) == {}
    assert len(ids(found(filled, "a_b"))["listings"]) == 1
    assert ids(found(filled, "\\")) == {}


def test_letters_beyond_ascii_are_found_alike_on_both_engines(filled: Store) -> None:
    assert ids(found(filled, "kafé")) == {"claims": ["gempa-2026"]}


def test_an_address_is_found_by_its_key_whatever_its_shape(filled: Store) -> None:
    result = found(filled, "https://m.youtube.com/watch?v=GPdzHkn5M6M", (KEY,))
    assert set(ids(result)) == {"listings", "claims", "cases", "notes"}
    assert ids(result)["claims"] == ["surat-suara-2029"]


def test_a_number_is_a_case_and_a_sentence_is_a_note(filled: Store) -> None:
    number = ids(found(filled, "youtu.be"))["cases"][0]
    assert ids(found(filled, f"#{number}"))["cases"] == [number]
    assert ids(found(filled, "9" * 200)) == {}
    note = found(filled, "bandung").groups[0].hits[0]
    assert (note.group, str(note.case)) == ("notes", number)


def test_batches_are_found_by_name_and_by_file(filled: Store) -> None:
    assert set(ids(found(filled, "domain tiruan"))) == {"batches"}
    assert set(ids(found(filled, "daftar-tiruan.csv"))) == {"batches"}


def test_what_was_searched_for_is_marked_in_text_and_never_as_markup(filled: Store) -> None:
    hit = found(filled, "diramal").groups[0].hits[0]
    assert hit.title == ((False, "Gempa <b>"), (True, "diramal"), (False, "</b> di KAFÉ."))


def test_one_letter_is_too_little(filled: Store) -> None:
    assert found(filled, "a").too_short
    assert not found(filled, "").too_short


def test_a_few_of_each_group_or_one_group_in_pages(store: Store) -> None:
    with store.deciding("account:1", NOW) as work:
        work.session.add(claim())
        work.session.flush()
        work.session.add_all(listing(key=f"url:kabar.example/{number}") for number in range(60))
        work.record("test.filled", ("meta", "x"))
    assert [(group.total, len(group.hits)) for group in found(store, "kabar.example/").groups] == [(60, FEW)]
    (last,) = found(store, "kabar.example/", group="listings", page=3).groups
    assert (last.total, last.pages, len(last.hits)) == (60, 3, 60 - 2 * PAGE)
    (past,) = found(store, "kabar.example/", group="listings", page=9).groups
    assert past.hits == ()
    assert last.total < MOST


def test_what_stands_before_every_host_finds_nothing(filled: Store) -> None:
    with filled.reading() as session:
        for words in ("tps:", "https", "http"):
            assert search(session, words, ()).groups == ()

"""Answers and feeds of data: what each says, what it does not say, and that none can make its adapter fail."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from cektautan.core.rules import Rules
from cektautan.sources.claimreview.claims_search import ClaimsSearchAdapter
from cektautan.sources.claimreview.datafeed import DataFeedAdapter
from cektautan.sources.claimreview.limits import DATA_BYTES
from cektautan.sources.claimreview.mafindo import MafindoAdapter
from cektautan.sources.protocol import Adapter, Document, Fault, NotThisFormatError, RatingGiven

HOAX = "https://www.tiktok.com/@a/video/7300000000000000001"
ITEM: dict[str, Any] = {
    "@type": "DataFeedItem",
    "item": [
        {
            "@type": "ClaimReview",
            "url": "https://cek.example/1",
            "claimReviewed": "TPS dibuka sampai malam",
            "datePublished": "2026-09-03",
            "author": {"@type": "Organization", "name": "Cek Contoh", "url": "https://cek.example/"},
            "reviewRating": {"alternateName": "Salah"},
            "itemReviewed": {"appearance": [{"url": HOAX}]},
            "sdLicense": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
}
CLAIM: dict[str, Any] = {
    "text": "TPS dibuka sampai malam",
    "claimReview": [
        {
            "publisher": {"name": "Cek Contoh", "site": "cek.example"},
            "url": "https://cek.example/1",
            "title": "Hoaks TPS",
            "reviewDate": "2026-09-03T00:00:00Z",
            "textualRating": "Salah",
            "languageCode": "id",
        }
    ],
}
ROW: dict[str, Any] = {
    "id": "1",
    "status": "2",
    "classification": "False Context",
    "title": "[SALAH] TPS dibuka sampai malam",
    "content": "narasi",
    "fact": "penjelasan",
    "references": "https://www.kpu.go.id/berita/1",
    "source_link": f"Media sosial TikTok {HOAX}",
    "tanggal": "2026-09-03",
    "tags": "tbh",
}


@pytest.fixture
def adapters(rules: Rules) -> dict[str, Adapter]:
    made: list[Adapter] = [DataFeedAdapter(rules), ClaimsSearchAdapter(), MafindoAdapter(rules)]
    return {each.name: each for each in made}


def document(data: object) -> Document:
    return Document(json.dumps(data).encode(), "https://data.example/feed.json", "application/json")


def test_a_feed_of_data_gives_its_reviews_with_their_licence(adapters: dict[str, Adapter]) -> None:
    feed = {"@type": "DataFeed", "name": "Fact checks", "dataFeedElement": [ITEM, {"@type": "DataFeedItem"}]}
    found = adapters["datafeed"].read(document(feed))
    (review,) = found.reviews
    assert (review.url, review.date, review.appearances) == ("https://cek.example/1", date(2026, 9, 3), (HOAX,))
    assert (review.licence, review.flags) == ("https://creativecommons.org/licenses/by/4.0/", ())
    assert found.facts == {"count": "1", "title": "Fact checks"}


def test_an_item_and_a_bare_review_are_read_too(adapters: dict[str, Adapter]) -> None:
    for data in (ITEM, ITEM["item"][0], ITEM["item"]):
        assert [each.claim for each in adapters["datafeed"].read(document(data)).reviews] == ["TPS dibuka sampai malam"]


def test_a_review_of_a_feed_that_names_no_page_does_not_get_the_feeds(adapters: dict[str, Adapter]) -> None:
    data = {**ITEM["item"][0], "url": None}
    (review,) = adapters["datafeed"].read(document(data)).reviews
    assert (review.url, review.flags) == ("", ("url_missing",))


def test_an_empty_feed_is_a_feed_and_other_data_is_none(adapters: dict[str, Adapter]) -> None:
    assert adapters["datafeed"].read(document({"@type": "DataFeed", "dataFeedElement": []})).reviews == ()
    with pytest.raises(NotThisFormatError, match="no_reviews"):
        adapters["datafeed"].read(document({"@type": "Recipe"}))


def test_a_search_names_no_appearance_and_leads_to_the_pages(adapters: dict[str, Adapter]) -> None:
    found = adapters["claims_search"].read(document({"claims": [CLAIM, CLAIM], "nextPageToken": "abc"}))
    review = found.reviews[0]
    assert (review.claim, review.rating, review.title) == ("TPS dibuka sampai malam", RatingGiven("Salah"), "Hoaks TPS")
    assert (review.publisher, review.publisher_site, review.date) == ("Cek Contoh", "cek.example", date(2026, 9, 3))
    assert (review.appearances, review.flags, review.language) == ((), ("appearance_missing",), "id")
    assert found.pages == ("https://cek.example/1",)
    assert found.facts == {"count": "2", "next_page": "abc"}


def test_a_search_that_found_nothing_is_an_answer(adapters: dict[str, Adapter]) -> None:
    assert adapters["claims_search"].read(document({})).reviews == ()


def test_an_odd_claim_is_a_fault_with_its_place(adapters: dict[str, Adapter]) -> None:
    odd = [7, {"text": "x"}, {"claimReview": [{"url": "javascript:x"}, 7]}, CLAIM]
    found = adapters["claims_search"].read(document({"claims": odd}))
    assert len(found.reviews) == 1
    assert [(each.line, each.code) for each in found.faults] == [
        (1, "review_missing"), (2, "review_missing"), (3, "url_missing"), (3, "url_missing"),
    ]  # fmt: skip


def test_a_row_of_mafindo_is_read_by_its_documentation(adapters: dict[str, Adapter]) -> None:
    (review,) = adapters["mafindo"].read(document([ROW])).reviews
    assert (review.claim, review.rating) == ("TPS dibuka sampai malam", RatingGiven("SALAH", "2", "1", "2"))
    assert (review.date, review.language, review.publisher_site) == (date(2026, 9, 3), "id", "turnbackhoax.id")
    assert review.appearances == (HOAX,)
    assert review.flags == ("appearance_in_text", "url_missing", "rating_from_title")


def test_what_a_checker_consulted_is_never_where_a_claim_appeared(adapters: dict[str, Adapter]) -> None:
    (review,) = adapters["mafindo"].read(document([{**ROW, "source_link": ""}])).reviews
    assert review.appearances == ()
    assert "appearance_missing" in review.flags


def test_the_check_itself_may_stand_among_what_was_consulted(adapters: dict[str, Adapter]) -> None:
    own = "https://turnbackhoax.id/2026/09/03/salah-tps/"
    row = {**ROW, "references": f"https://www.kpu.go.id/1\r\nhttps://turnbackhoax.id/ , {own}\r\n{own}?a=1"}
    found = adapters["mafindo"].read(document([row, ROW]))
    assert [each.url for each in found.reviews] == [own, ""]
    assert "url_from_references" in found.reviews[0].flags
    assert (found.pages, found.days) == ((own,), {own: date(2026, 9, 3)})


def test_a_title_without_a_word_in_brackets_is_rated_by_its_kind(adapters: dict[str, Adapter]) -> None:
    (review,) = adapters["mafindo"].read(document([{**ROW, "title": "TPS dibuka"}])).reviews
    assert (review.rating.text, review.claim) == ("False Context", "TPS dibuka")


def test_lines_and_markup_of_a_row_are_all_looked_through(adapters: dict[str, Adapter]) -> None:
    row = {
        **ROW,
        "source_link": f"{HOAX}\r\nhttps://archive.vn/J1S82",
        "claim_review": [{"claim_url": "https://turnbackhoax.id/1", "claimed_item_url": "https://kabar.example/1"}],
    }
    (review,) = adapters["mafindo"].read(document({"data": [row], "status": "ok"})).reviews
    assert review.url == "https://turnbackhoax.id/1"
    assert review.appearances == (HOAX, "https://archive.vn/J1S82", "https://kabar.example/1")


def test_a_row_without_words_is_a_fault(adapters: dict[str, Adapter]) -> None:
    found = adapters["mafindo"].read(document([{"source_link": HOAX}, 7, ROW]))
    assert (len(found.reviews), [each.line for each in found.faults]) == (1, [1, 2])
    assert found.faults[1] == Fault(2, "review_empty", "title", "7")


@pytest.mark.parametrize("name", ["datafeed", "claims_search", "mafindo"])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<html>x</html>", "not_json"),
        (b'{"a": 1,\n"b"', "not_json"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too_deep"),
        (b"[" * 10_000, "too_deep"),
        (b" " * (DATA_BYTES + 1), "too_large"),
        (b"7", "no_"),
        (b'{"a": {"b": []}, "c": [], "d": []}', "no_"),
    ],
    ids=[
        "nothing",
        "a mark alone",
        "html",
        "cut off",
        "deep",
        "deep and cut off",
        "large",
        "a number",
        "something else",
    ],
)
def test_what_is_no_such_answer_is_refused_with_its_reason(
    adapters: dict[str, Adapter], name: str, body: bytes, code: str
) -> None:
    with pytest.raises(NotThisFormatError, match=code):
        adapters[name].read(Document(body))
    assert isinstance(adapters[name].recognises(Document(body)), bool)


def test_a_cut_off_answer_names_the_line(adapters: dict[str, Adapter]) -> None:
    with pytest.raises(NotThisFormatError) as refused:
        adapters["datafeed"].read(Document(b'{"@type": "DataFeed",\n"dataFeedElement": [\n'))
    assert refused.value.line == 3


@pytest.mark.parametrize("odd", [7, True, None, [], {}, [[]], [None], "\ud800", "x\0y", {"a": []}, 10**400])
def test_no_field_of_any_type_makes_an_adapter_fail(adapters: dict[str, Adapter], odd: object) -> None:
    for name, data in (("claims_search", CLAIM), ("claims_search", CLAIM["claimReview"][0]), ("mafindo", ROW)):
        for field in data:
            made = {**data, field: odd}
            whole = {"claims": [made if "claimReview" in made else {"claimReview": [made]}]}
            found = adapters[name].read(document(whole if name == "claims_search" else [made, ROW]))
            f"{found}".encode()


def test_each_format_is_told_from_the_others(adapters: dict[str, Adapter]) -> None:
    for data, name in ((ITEM, "datafeed"), ({"claims": [CLAIM]}, "claims_search"), ([ROW], "mafindo")):
        assert [each for each, adapter in adapters.items() if adapter.recognises(document(data))] == [name]

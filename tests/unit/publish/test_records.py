"""From reviewed entries to lists and public records: levels, conflicts, scores, and no address of a hoax."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cektautan.blocklists.entry import Appearance, Blocklists, ClaimEntry, Review, Source, Text
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.keys import key_hash, prefix
from cektautan.core.rules import Rules
from cektautan.core.snapshot import ListId
from cektautan.publish.buckets import bucket_bits, split
from cektautan.publish.content import build_content, content_of
from cektautan.publish.errors import PublishError
from cektautan.publish.from_lists import listed_in
from cektautan.publish.records import Scores, collect
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 23)
SOURCE = Source("tbh", "TurnBackHoax", "turnbackhoax.id", "fact_checker", "A", "good", "", 1)
NAMES = ProtectedNames([])


@pytest.fixture(scope="module")
def bundle() -> dict[str, Any]:
    return load_rules(ROOT / "rules")


def claim(id_: str, *urls: str | Appearance, **changed: Any) -> ClaimEntry:
    verdict = changed.pop("verdict", "false")
    review = Review("tbh", f"https://turnbackhoax.id/{id_}", "SALAH", verdict, date(2026, 1, 2), 1)
    fields = {
        "id": id_,
        "text": Text("klaim", "claim"),
        "verdict": verdict,
        "level": 3,
        "reason_code": "fact_checked_false",
        "statement": Text("alasan", "reason"),
        "reviews": (review,),
        "appearances": tuple(url if isinstance(url, Appearance) else Appearance(url, 1) for url in urls),
        "listed": date(2026, 1, 3),
        "review_by": date(2027, 1, 3),
        "about": ("pemilu",),
        "file": f"{id_}.yaml",
        "line": 1,
    }
    return ClaimEntry(**{**fields, **changed})


def build(bundle: dict[str, Any], *claims: ClaimEntry, as_of: date = TODAY) -> Any:
    return build_content(Blocklists(claims, {"tbh": SOURCE}, ()), NAMES, bundle, as_of)


def records(content: Any) -> list[dict[str, Any]]:
    return [listing for bucket in content.buckets for listing in json.loads(bucket)["listings"]]


def found(content: Any, key: str) -> ListId | None:
    wanted = prefix(key_hash(key))
    return next((list_id for list_id, keys in content.snapshot.items() if wanted in keys), None)


VIDEO = "content:youtube:GPdzHkn5M6M"


def test_every_shape_of_one_video_is_one_key(bundle: dict[str, Any]) -> None:
    content = build(
        bundle, claim("a", "https://youtu.be/GPdzHkn5M6M?si=x", "https://m.youtube.com/watch?v=GPdzHkn5M6M")
    )
    assert found(content, VIDEO) == ListId(3, 1)
    (listing,) = records(content)
    assert listing["sha256"] == key_hash(VIDEO).hex()
    assert (listing["kind"], listing["platform"], listing["domain"]) == ("content", "youtube", None)
    assert (content.counts.claims, content.counts.listings, content.counts.levels) == (1, 1, (0, 0, 0, 1))


def test_no_address_of_a_hoax_is_in_any_public_file(bundle: dict[str, Any]) -> None:
    content = build(bundle, claim("a", "https://youtu.be/GPdzHkn5M6M", "https://hoaks.example/berita/bohong?id=7"))
    public = b"".join(content.buckets).decode()
    for part in ("GPdzHkn5M6M", "hoaks.example", "bohong"):
        assert part not in public
    assert "https://turnbackhoax.id/a" in public


def test_a_page_names_its_domain_only_by_hash(bundle: dict[str, Any]) -> None:
    (listing,) = records(build(bundle, claim("a", "https://berita.hoaks.co.id/x")))
    assert listing["domain"] == key_hash("domain:hoaks.co.id").hex()
    assert listing["kind"] == "url"
    assert listing["platform"] is None


@pytest.mark.parametrize(
    ("scope", "verdict", "key"),
    [
        ("domain", "imposter", "domain:hoaks.co.id"),
        ("host", "imposter", "host:kpu.hoaks.co.id"),
        ("domain", "false", ""),
        ("host", "scam", ""),
        ("url", "imposter", ""),
        ("path", "imposter", ""),
    ],
)
def test_only_an_imposters_whole_host_is_named(bundle: dict[str, Any], scope: str, verdict: str, key: str) -> None:
    entry = claim("a", Appearance("https://kpu.hoaks.co.id/x", 1, scope=scope), verdict=verdict)
    content = build(bundle, entry)
    (listing,) = records(content)
    if key:
        assert key_hash(f"{listing['kind']}:{listing['host']}").hex() == listing["sha256"] == key_hash(key).hex()
    else:
        assert "host" not in listing
        assert b"hoaks.co.id" not in b"".join(content.buckets)


def test_a_record_says_what_an_imposter_imitates(bundle: dict[str, Any]) -> None:
    page = Appearance("https://kpu.hoaks.co.id/x", 1)
    (listing,) = records(build(bundle, claim("a", page, verdict="imposter", imitates="kpu.go.id")))
    assert listing["imitates"] == "kpu.go.id"
    (listing,) = records(build(bundle, claim("a", page)))
    assert "imitates" not in listing


def test_an_imposter_that_another_claim_overrules_is_not_named(bundle: dict[str, Any]) -> None:
    place = Appearance("https://hoaks.co.id/", 1, scope="domain")
    newer = claim("b", place, verdict="corrected", level=0, listed=date(2026, 2, 3))
    content = build(bundle, claim("a", place, verdict="imposter"), newer)
    assert b"hoaks.co.id" not in b"".join(content.buckets)


def test_past_review_by_a_listing_is_a_note(bundle: dict[str, Any]) -> None:
    entry = claim("a", "https://youtu.be/GPdzHkn5M6M")
    assert found(build(bundle, entry, as_of=date(2027, 1, 3)), VIDEO) == ListId(3, 1)
    late = build(bundle, entry, as_of=date(2027, 1, 4))
    assert found(late, VIDEO) == ListId(1, 1)
    assert records(late)[0]["level"] == 1


def test_an_opaque_code_is_a_note(bundle: dict[str, Any]) -> None:
    content = build(bundle, claim("a", "https://bit.ly/abc123"))
    assert content.counts.levels == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # The newest decision holds, whichever way it goes,
        ({"listed": date(2026, 1, 3)}, {"listed": date(2026, 2, 3), "level": 1, "verdict": "satire"}, ListId(1, 6)),
        ({"listed": date(2026, 3, 3)}, {"listed": date(2026, 2, 3), "level": 0, "verdict": "true"}, ListId(3, 1)),
        # of one day a cleared one,
        ({}, {"level": 0, "verdict": "corrected"}, ListId(0, 11)),
        # and else the higher level.
        ({"level": 2}, {"level": 3, "verdict": "scam"}, ListId(3, 5)),
    ],
)
def test_a_key_of_two_claims_stands_in_one_list(
    bundle: dict[str, Any], first: dict[str, Any], second: dict[str, Any], expected: ListId
) -> None:
    entries = claim("a", "https://youtu.be/GPdzHkn5M6M", **first), claim("b", "https://youtu.be/GPdzHkn5M6M", **second)
    for order in (entries, entries[::-1]):
        content = build(bundle, *order)
        assert found(content, VIDEO) == expected
        assert sum(map(len, content.snapshot.values())) == content.counts.listings == 1
        told = records(content)
        assert len(told) == 2, "the other claim is told with it"
        assert told[0]["level"] == expected.level
        assert len(content.conflicts) == 1
        assert VIDEO in content.conflicts[0]


def test_two_claims_that_agree_are_no_conflict(bundle: dict[str, Any]) -> None:
    content = build(bundle, claim("a", "https://youtu.be/GPdzHkn5M6M"), claim("b", "https://youtu.be/GPdzHkn5M6M"))
    assert content.conflicts == ()


def test_the_milder_level_of_two_appearances_of_one_claim_holds(bundle: dict[str, Any]) -> None:
    mild = Appearance("https://www.youtube.com/watch?v=GPdzHkn5M6M", 2, level=1)
    for urls in (("https://youtu.be/GPdzHkn5M6M", mild), (mild, "https://youtu.be/GPdzHkn5M6M")):
        assert found(build(bundle, claim("a", *urls)), VIDEO) == ListId(1, 1)


def test_the_score_counts_a_publisher_and_claim_once(bundle: dict[str, Any]) -> None:
    entry = claim("a", "https://youtu.be/GPdzHkn5M6M")
    doubled = claim("a", "https://youtu.be/GPdzHkn5M6M", reviews=entry.reviews * 2)
    one, two = (records(build(bundle, each))[0]["score"] for each in (entry, doubled))
    assert one["risk"] == two["risk"]
    assert one["band"] == "elevated"
    assert one["drivers"][0]["url"] == "https://turnbackhoax.id/a"
    assert set(one) == {"risk", "low", "confidence", "band", "drivers", "model"}


def test_a_batch_of_one_claim_is_weighed_once_for_each_kind(bundle: dict[str, Any]) -> None:
    pages = [f"https://situs-{number}.example/berita" for number in range(50)]
    lists = Blocklists((claim("a", *pages, "https://youtu.be/GPdzHkn5M6M"),), {"tbh": SOURCE}, ())
    listings = collect(listed_in(lists, NAMES, Rules.from_bundle(bundle), TODAY).subjects)
    scores = Scores({"tbh": SOURCE}, TODAY)
    assert len({id(scores.of(listing)) for listing in listings}) == 2


def test_each_listing_is_told_with_its_own_terms(bundle: dict[str, Any]) -> None:
    entry = claim("a", "https://youtu.be/GPdzHkn5M6M", "https://hoaks.example/x")
    listed = listed_in(Blocklists((entry,), {"tbh": SOURCE}, ()), NAMES, Rules.from_bundle(bundle), TODAY)
    cleared = {"level": 0, "reason_code": "withdrawn", "statement": Text("dicabut", "withdrawn")}
    video, page = listed.subjects
    content = content_of(replace(listed, subjects=(replace(video, **cleared), page)), bundle)
    told = {each["kind"]: each for each in records(content)}
    assert found(content, VIDEO) == ListId(0, 1)
    assert (told["content"]["reason_code"], told["content"]["statement"]["id"]) == ("withdrawn", "dicabut")
    assert (told["url"]["level"], told["url"]["reason_code"]) == (3, "fact_checked_false")


def test_the_same_lists_give_the_same_bytes_in_any_order(bundle: dict[str, Any]) -> None:
    entries = [claim(f"c{i}", f"https://www.tiktok.com/@x/video/7{i:018d}") for i in range(150)]
    one, two = build(bundle, *entries), build(bundle, *entries[::-1])
    assert (one.snapshot, one.buckets, one.rules) == (two.snapshot, two.buckets, two.rules)


def test_each_record_lies_in_the_bucket_of_its_leading_bits(bundle: dict[str, Any]) -> None:
    content = build(bundle, *(claim(f"c{i}", f"https://www.tiktok.com/@x/video/7{i:018d}") for i in range(300)))
    assert len(content.buckets) == 4
    for number, data in enumerate(content.buckets):
        bucket = json.loads(data)
        assert bucket["bucket"] == number
        assert {int(listing["sha256"][:2], 16) >> 6 for listing in bucket["listings"]} == {number}
        assert {listing["claim"] for listing in bucket["listings"]} == set(bucket["claims"])


@pytest.mark.parametrize(
    ("listings", "bits"),
    [(0, 0), (1, 0), (127, 0), (128, 1), (255, 1), (256, 2), (65_535, 9), (65_536, 10), (10**7, 10)],
)
def test_a_bucket_holds_at_least_64_listings_on_average(listings: int, bits: int) -> None:
    assert bucket_bits(listings) == bits


def test_nothing_listed_is_one_empty_bucket(bundle: dict[str, Any]) -> None:
    content = build(bundle)
    assert [json.loads(bucket)["listings"] for bucket in content.buckets] == [[]]
    assert content.snapshot == {}


def test_a_bucket_larger_than_clients_accept_is_not_published() -> None:
    with pytest.raises(PublishError, match="bucket 0"):
        split([{"sha256": "00" * 32, "claim": "a", "x": "y" * (4 << 20)}], {"a": {}}, 0)


def test_an_appearance_without_a_key_is_not_published(bundle: dict[str, Any]) -> None:
    with pytest.raises(PublishError, match=r"a\.yaml"):
        build(bundle, claim("a", "mailto:someone@example.com"))
    with pytest.raises(PublishError, match=r"a\.yaml"):
        build(bundle, claim("a", Appearance("https://youtu.be/GPdzHkn5M6M", 1, scope="host")))

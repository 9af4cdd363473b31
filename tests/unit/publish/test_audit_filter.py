"""The audit of the domain filter: a listing that it leaves out is found, in the records or in what stands in plain."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cektautan.blocklists.entry import Appearance, Blocklists, ClaimEntry, Review, Source, Text
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.keys import key_hash, prefix
from cektautan.publish.audit import audit
from cektautan.publish.content import build_content
from cektautan.publish.publisher import publish_content
from cektautan.publish.rules_bundle import load_rules
from cektautan.publish.verify import VerifiedSet, read_set

ROOT = Path(__file__).resolve().parents[3]
NOW = 1_800_000_000
SERVER = "https://cek.contoh.co.id"


PAGES = (
    Appearance("https://berita.hoaks.co.id/2026/satu", 1),
    Appearance("https://www.kabar.example.com/politik/", 1, scope="path"),
    Appearance("https://kabar.blogspot.com/", 1, scope="host"),
    Appearance("https://tiruan.id/", 1, scope="domain"),
    Appearance("https://youtu.be/GPdzHkn5M6M", 1),
)
DOMAINS = ("hoaks.co.id", "example.com", "kabar.blogspot.com", "tiruan.id")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> VerifiedSet:
    """A list of pages, of every scope, and of a video, with test pages."""
    source = Source("tbh", "TurnBackHoax", "turnbackhoax.id", "fact_checker", "A", "good", "", 1)
    review = Review("tbh", "https://turnbackhoax.id/1", "SALAH", "false", date(2026, 1, 2), 1)
    entry = ClaimEntry(
        "klaim-1", Text("klaim", "claim"), "false", 3, "fact_checked_false", Text("alasan", "reason"), (review,), PAGES,
        date(2026, 1, 3), date(2027, 1, 3), ("pemilu",), "klaim-1.yaml", 1,
    )  # fmt: skip
    lists = Blocklists((entry,), {"tbh": source}, ())
    place = tmp_path_factory.mktemp("set")
    content = build_content(lists, ProtectedNames([]), load_rules(ROOT / "rules"), date(2026, 11, 23), SERVER)
    root = publish_content(content, place / "public", place / "keys", NOW).root
    return read_set(place / "public", root, NOW)


def without(verified: VerifiedSet, domain: int) -> VerifiedSet:
    assert verified.domains is not None
    return replace(verified, domains=array("Q", (each for each in verified.domains if each != domain)))


def refused(verified: VerifiedSet) -> str:
    with pytest.raises(FormatError) as found:
        audit(verified)
    assert found.value.code is ErrorCode.BAD_FORMAT
    return found.value.detail


def test_no_domain_of_a_listing_can_be_missing(published: VerifiedSet) -> None:
    audit(published)
    assert published.domains is not None
    # That of the test pages is the service's own; it stands in no record and in nothing plain.
    expected = {prefix(key_hash(f"domain:{domain}")) for domain in (*DOMAINS, "contoh.co.id")}
    assert set(published.domains) == expected
    for domain in DOMAINS:
        assert "the domain filter leaves out" in refused(without(published, prefix(key_hash(f"domain:{domain}"))))


def test_what_stands_in_plain_is_looked_for_too(published: VerifiedSet) -> None:
    assert published.domains is not None
    bare = replace(
        published,
        buckets=tuple(bucket.replace(b'"domain":"', b'"other":"') for bucket in map(bytes, published.buckets)),
    )
    audit(bare)
    assert "the domain filter leaves out" in refused(replace(bare, domains=array("Q")))


def test_a_domain_of_a_record_that_is_no_hash_is_told(published: VerifiedSet) -> None:
    assert published.domains is not None
    odd = tuple(bucket.replace(b'"domain":"', b'"domain":"x') for bucket in map(bytes, published.buckets))
    assert "domain" in refused(replace(published, buckets=odd))


def test_a_set_without_a_filter_has_nothing_to_leave_out(published: VerifiedSet) -> None:
    audit(replace(published, domains=None))

"""What the desk reads from a fact-checker's page, and that nothing on it can do harm."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from cektautan.blocklists.limits import LIMITS
from cektautan.desk.links.checks import VERDICTS, CheckFound, JsonLdReader, verdict_of

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://cek.example/1",
    "claimReviewed": "TPS  dibuka\nsampai malam",
    "datePublished": "2026-09-03T08:00:00+07:00",
    "author": {"@type": "Organization", "name": "Cek Contoh"},
    "reviewRating": {"@type": "Rating", "ratingValue": 4, "bestRating": 6, "alternateName": "Salah"},
    "itemReviewed": {
        "@type": "Claim",
        "appearance": [{"@type": "CreativeWork", "url": "https://www.tiktok.com/@a/video/1"}, "javascript:alert(1)"],
        "firstAppearance": "https://x.com/a/status/1",
    },
}


def page(*blocks: str, kind: str = "application/ld+json") -> str:
    scripts = "".join(f'<script type="{kind}">{each}</script>' for each in blocks)
    return f"<!doctype html><html><head><title>[SALAH] TPS &amp; malam</title>{scripts}</head><body>x</body></html>"


def read(*blocks: str, **options: str) -> CheckFound:
    return JsonLdReader().read(page(*blocks, **options))


def test_title_rating_date_and_places_are_filled_in() -> None:
    assert read(json.dumps(REVIEW)) == CheckFound(
        title="[SALAH] TPS & malam",
        claim="TPS dibuka sampai malam",
        rating="Salah",
        verdict="false",
        date=date(2026, 9, 3),
        publisher="Cek Contoh",
        appearances=("https://www.tiktok.com/@a/video/1", "https://x.com/a/status/1"),
    )


@pytest.mark.parametrize(
    "data",
    [[REVIEW], {"@graph": [{"@type": "WebPage"}, REVIEW]}, {"@type": "NewsArticle", "review": REVIEW},
     {**REVIEW, "@type": ["Review", "http://schema.org/ClaimReview"]}],
    ids=["list", "graph", "inside an article", "several types"],
)  # fmt: skip
def test_it_is_found_wherever_it_stands(data: object) -> None:
    assert read(json.dumps(data)).rating == "Salah"


@pytest.mark.parametrize("kind", ["application/ld+json; charset=utf-8", "APPLICATION/LD+JSON"])
def test_it_is_found_however_the_block_is_named(kind: str) -> None:
    assert read(json.dumps(REVIEW), kind=kind).rating == "Salah"


def test_a_broken_block_spoils_no_other() -> None:
    assert read("{ rusak", "", json.dumps(REVIEW)).rating == "Salah"


def test_a_page_without_markup_still_has_a_title() -> None:
    assert read() == CheckFound(title="[SALAH] TPS & malam")


def test_numbers_alone_say_nothing_because_scales_run_either_way() -> None:
    review = {**REVIEW, "reviewRating": {"ratingValue": 1, "bestRating": 5}}
    assert read(json.dumps(review)).verdict == ""


@pytest.mark.parametrize(
    "block",
    ["[" * 100_000, json.dumps({"@type": {"a": 1}, "b": [None, 1, "x"]}), '{"@type":"ClaimReview","author":7}',
     '{"@type":"ClaimReview","datePublished":"2026-99-99","itemReviewed":[]}'],
    ids=["deep", "odd types", "odd author", "odd date"],
)  # fmt: skip
def test_nothing_on_a_page_can_make_the_reader_fail(block: str) -> None:
    assert read(block).title == "[SALAH] TPS & malam"


def test_every_rating_that_is_known_has_a_verdict_of_ours() -> None:
    assert set(VERDICTS.values()) <= set(LIMITS)
    assert verdict_of("[SALAH]") == "false"
    assert verdict_of("Sebagian  Benar") == "mixed"
    assert verdict_of("Empat Pinokio") == ""


def test_real_pages_are_read_where_they_are_well_formed(shared: Path) -> None:
    pages = sorted((shared / "claimreview" / "pages").glob("*.html"))
    found = {path.name: JsonLdReader().read(path.read_text("utf-8", "replace")) for path in pages}
    rated = [name for name, check in found.items() if check.rating]
    assert len(rated) >= len(found) // 2, f"{len(rated)} of {len(found)} real pages give a rating"

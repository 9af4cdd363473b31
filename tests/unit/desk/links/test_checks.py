"""What the desk reads from a fact-checker's page, and that nothing on it can do harm."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from cektautan.core.rules import Rules
from cektautan.desk.links.checks import CheckFound, PageCheckReader
from cektautan.desk.ratings_file import load_ratings
from cektautan.publish.rules_bundle import load_rules

RULES_DIR = Path(__file__).resolve().parents[4] / "rules"
READER = PageCheckReader(Rules.from_bundle(load_rules(RULES_DIR)), load_ratings(RULES_DIR))

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
    return READER.read(page(*blocks, **options), "https://cek.example/1")


def test_title_rating_date_and_places_are_filled_in() -> None:
    assert read(json.dumps(REVIEW)) == CheckFound(
        title="[SALAH] TPS & malam",
        claim="TPS dibuka sampai malam",
        rating="Salah",
        verdict="false",
        date=date(2026, 9, 3),
        publisher="Cek Contoh",
        appearances=("https://www.tiktok.com/@a/video/1", "https://x.com/a/status/1"),
        flags=("appearance_is_profile", "appearance_unreadable"),
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


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ("[SALAH]", "false"),
        ("Sebagian Benar", "mixed"),
        ("Empat Pinokio", ""),
        ("Klarifikasi", ""),
        ("Tidak Salah", ""),
    ],
)
def test_a_rating_is_our_verdict_only_where_a_table_has_the_whole_of_it(rating: str, verdict: str) -> None:
    found = read(json.dumps({**REVIEW, "reviewRating": {"alternateName": rating}}))
    assert (found.rating, found.verdict) == (rating, verdict)


def test_the_review_of_this_page_comes_before_one_of_another_site() -> None:
    other = {**REVIEW, "url": "https://other.example/1", "claimReviewed": "Lain"}
    assert read(json.dumps([other, REVIEW])).claim == "TPS dibuka sampai malam"
    assert read(json.dumps([other])).claim == "Lain"


def test_the_check_itself_is_never_where_the_claim_appeared() -> None:
    found = read(json.dumps({**REVIEW, "itemReviewed": {"appearance": "https://cek.example/1"}}))
    assert found.appearances == ()
    assert "appearance_is_own_page" in found.flags


def test_every_real_page_that_has_a_review_gives_its_rating(shared: Path) -> None:
    pages = sorted((shared / "claimreview" / "pages").glob("*.html"))
    found = {path.name: READER.read(path.read_text("utf-8", "replace")) for path in pages}
    assert [name for name, check in found.items() if not check.rating] == ["tempo_cekfakta_raw.html"]
    assert all(check.title for check in found.values())

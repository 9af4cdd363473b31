"""On captures of real fact-checkers' pages: every review is found, and rated or honestly unknown. Run with `-s`.

Beside it stands what extruct finds on the same pages, as it comes.
"""

from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Verdict
from cektautan.sources.claimreview.claims_search import ClaimsSearchAdapter
from cektautan.sources.claimreview.datafeed import DataFeedAdapter
from cektautan.sources.claimreview.mafindo import MafindoAdapter
from cektautan.sources.claimreview.pages import PageAdapter
from cektautan.sources.claimreview.walking import walk
from cektautan.sources.protocol import Adapter, Document, FoundReview, RatingGiven
from cektautan.sources.ratings import RatingTables

EXPECTED = {
    "afp_checamos_raw.html": "false", "afp_factuel_raw.html": "false", "afp_raw.html": "false",
    "africa_check_raw_old.html": "false", "aos_fatos_raw.html": "mixed", "efe_verifica_raw.html": "false",
    "india_today_mixed_ld_json_types.html": "mixed", "lupa_raw.html": "false", "newtral_fakes_raw.html": "false",
    "data_commons_raw.json": "unknown", "google_fact_check_raw.json": "false", "mafindo_raw.json": "false",
}  # fmt: skip


@pytest.fixture
def found(rules: Rules, shared: Path) -> dict[str, tuple[FoundReview, ...]]:
    adapters: list[Adapter] = [
        PageAdapter(rules), DataFeedAdapter(rules), ClaimsSearchAdapter(), MafindoAdapter(rules),
    ]  # fmt: skip
    reviews = {}
    folder = shared / "claimreview"
    for path in [*sorted((folder / "pages").glob("*.html")), *(folder / each for each in EXPECTED if "json" in each)]:
        if path.suffix in (".html", ".json") and path.is_file():
            document = Document(path.read_bytes())
            (adapter,) = [each for each in adapters if each.recognises(document)]
            reviews[path.name] = adapter.read(document).reviews
    return reviews


def by_extruct(path: Path) -> int:
    """How many reviews extruct finds, wherever they stand in what it answers."""
    with warnings.catch_warnings():
        # The peer's own dependencies warn of what they will change; that is not ours to mend.
        warnings.simplefilter("ignore")
        import extruct

        data: dict[str, list[Any]] = extruct.extract(
            path.read_text("utf-8", "replace"), syntaxes=["json-ld", "microdata"], errors="ignore"
        )
    return len(walk(data.get("json-ld", ()), 10**6).reviews)


def test_every_review_of_the_index_is_found_and_rated(
    found: dict[str, tuple[FoundReview, ...]], ratings: RatingTables, shared: Path
) -> None:
    with (shared / "claimreview" / "claimreview_index.csv").open(encoding="utf-8", newline="") as file:
        index = list(csv.DictReader(file))
    print(f"\n{'page':40} {'rating':28} {'number':8} {'verdict':11} {'by':12} ours extruct  flags")  # noqa: T201 -- the table that is asked for
    for name, reviews in found.items():
        path = shared / "claimreview" / "pages" / name
        theirs = by_extruct(path) if path.is_file() else None
        for review in reviews:
            rated = ratings.read(review.rating, review.publisher_site)
            number = f"{review.rating.value or '-'}/{review.rating.best or '-'}"
            print(  # noqa: T201 -- its rows
                f"{name:40} {review.rating.text[:27]:28} {number:8} {rated.verdict.word:11} {rated.table or '-':12} "
                f"{len(reviews):4} {'-' if theirs is None else theirs:>7}  {', '.join(review.flags)}"
            )
            assert rated.verdict.word == EXPECTED[name]
    for row in index:
        name = row["file"].replace(".json", ".html")
        (review,) = found[name]
        assert review.url.endswith(row["url"]), name
        assert review.claim.startswith(" ".join(row["claimReviewed_300"].split())), name
        given = json.loads(row["rating"])
        numbers = (str(given.get(each) or "") for each in ("ratingValue", "bestRating", "worstRating"))
        assert review.rating == RatingGiven(given["alternateName"].strip(), *numbers), name
        assert str(review.date) == row["datePublished"][:10], name
        assert set(row["appearance_urls"].split()) <= set(review.appearances), name
    assert len(index) == 9
    assert {name: len(reviews) for name, reviews in found.items()} == {
        **dict.fromkeys(EXPECTED, 1), "tempo_cekfakta_raw.html": 0,
    }  # fmt: skip


def test_a_sentence_in_place_of_a_rating_is_honestly_unknown(
    found: dict[str, tuple[FoundReview, ...]], ratings: RatingTables
) -> None:
    (review,) = found["data_commons_raw.json"]
    assert len(review.rating.text) > 60
    assert ratings.read(review.rating, review.publisher_site).verdict is Verdict.UNKNOWN


BREAKS = {
    "nothing": "{good}", "semicolon": "{good};", "comment": "<!-- {good} -->", "cdata": "//<![CDATA[\n{good}\n//]]>",
    "mark": "\ufeff{good}", "two values": "{good}{{}}", "comma": '{{"@graph": [{good},]}}',
    "a bad block first": '{{ rusak</script><script type="application/ld+json">{good}',
    "an empty block first": '</script><script type="application/ld+json">{good}',
    "graph": '{{"@graph": [{good}]}}', "in an article": '{{"@type": "NewsArticle", "review": {good}}}',
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_breaks_that_lose_a_review_to_the_peer_lose_none_here(rules: Rules, tmp_path: Path, name: str) -> None:
    good = '{"@type": "ClaimReview", "claimReviewed": "x", "url": "https://cek.example/1"}'
    path = tmp_path / "page.html"
    block = BREAKS[name].format(good=good)
    path.write_text(f'<html><script type="application/ld+json">{block}</script></html>', "utf-8")
    ours, theirs = len(PageAdapter(rules).read(Document(path.read_bytes())).reviews), by_extruct(path)
    print(f"\n{name:24} ours {ours}, extruct {theirs}")  # noqa: T201 -- a row beside the peer's
    assert ours == 1
    assert theirs <= ours

"""What is read of a fact-checker's page: every ClaimReview wherever it stands, with a flag for each doubt."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from cektautan.core.rules import Rules
from cektautan.sources.claimreview import limits
from cektautan.sources.claimreview.pages import PageAdapter
from cektautan.sources.protocol import Document, Fault, FoundReview, NotThisFormatError, RatingGiven, Reading

HERE = "https://cek.example/hoaks/1"
HOAX = "https://www.tiktok.com/@a/video/7300000000000000001"
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": HERE,
    "claimReviewed": "TPS dibuka sampai malam",
    "datePublished": "2026-09-03T08:00:00+07:00",
    "inLanguage": "id",
    "sdLicense": "https://creativecommons.org/licenses/by/4.0/",
    "reviewBody": "KPU menyatakan sebaliknya.",
    "author": {"@type": "Organization", "name": "Cek Contoh", "url": "https://www.cek.example/"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "Salah"},
    "itemReviewed": {"@type": "Claim", "appearance": [{"@type": "CreativeWork", "url": HOAX}]},
}


def script(data: Any, kind: str = "application/ld+json") -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="{kind}">{text}</script>'


def page(*parts: str, head: str = "") -> bytes:
    return (
        f"<!doctype html><html lang=id><head><title>[SALAH] TPS &amp; malam</title>{head}</head><body>"
        + "".join(parts)
        + "</body></html>"
    ).encode()


@pytest.fixture
def adapter(rules: Rules) -> PageAdapter:
    return PageAdapter(rules)


def read(adapter: PageAdapter, *parts: str, address: str = HERE, **more: str) -> Reading:
    return adapter.read(Document(page(*parts, **more), address))


def only(adapter: PageAdapter, data: Any, address: str = HERE) -> FoundReview:
    (review,) = read(adapter, script(data), address=address).reviews
    return review


def with_item(**item: Any) -> dict[str, Any]:
    return {**REVIEW, "itemReviewed": {"@type": "Claim", **item}}


def test_a_clean_page_is_read_whole_and_has_no_flag(adapter: PageAdapter) -> None:
    assert read(adapter, script(REVIEW)) == Reading(
        reviews=(
            FoundReview(
                url=HERE,
                claim="TPS dibuka sampai malam",
                rating=RatingGiven("Salah", "1", "5", "1"),
                title="[SALAH] TPS & malam",
                publisher="Cek Contoh",
                publisher_site="cek.example",
                date=date(2026, 9, 3),
                language="id",
                appearances=(HOAX,),
                text="KPU menyatakan sebaliknya.",
                licence="https://creativecommons.org/licenses/by/4.0/",
            ),
        ),
        facts={"title": "[SALAH] TPS & malam", "language": "id"},
    )


@pytest.mark.parametrize(
    "data",
    [
        [REVIEW],
        {"@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "NewsArticle", "review": REVIEW},
        {"@type": "NewsArticle", "review": [{"@type": "Review"}, [[REVIEW]]]},
        {**REVIEW, "@type": ["Review", "http://schema.org/ClaimReview"]},
        {**REVIEW, "@type": "schema:ClaimReview"},
        {**REVIEW, "@type": "claimReview"},
    ],
    ids=["list", "graph", "in an article", "in lists", "several types", "prefixed type", "lower case"],
)
def test_it_is_found_wherever_it_stands(adapter: PageAdapter, data: object) -> None:
    assert only(adapter, data).claim == "TPS dibuka sampai malam"


@pytest.mark.parametrize("kind", ["application/ld+json; charset=utf-8", "APPLICATION/LD+JSON", " application/ld+json "])
def test_it_is_found_however_the_block_is_named(adapter: PageAdapter, kind: str) -> None:
    assert len(read(adapter, script(REVIEW, kind)).reviews) == 1


def test_a_broken_block_spoils_no_other_and_is_a_fault(adapter: PageAdapter) -> None:
    found = read(adapter, script("{ rusak"), script(""), script(REVIEW), script("[" * 10_000))
    assert len(found.reviews) == 1
    assert found.faults == (
        Fault(1, "block_not_json", "json-ld", "{ rusak"),
        Fault(4, "block_too_deep", "json-ld", "[" * 80),
    )


def test_what_had_to_be_mended_is_a_flag(adapter: PageAdapter) -> None:
    assert only(adapter, json.dumps(REVIEW) + ";").flags == ("trailing_semicolon",)


def test_several_reviews_of_a_page_are_flagged_and_a_repeated_one_is_one(adapter: PageAdapter) -> None:
    other = {**REVIEW, "claimReviewed": "TPS pindah"}
    found = read(adapter, script([REVIEW, other]), script(REVIEW))
    assert [(each.claim, each.flags) for each in found.reviews] == [
        ("TPS dibuka sampai malam", ("several_reviews",)),
        ("TPS pindah", ("several_reviews",)),
    ]


def test_what_stands_elsewhere_in_the_graph_is_followed_by_its_name(adapter: PageAdapter) -> None:
    graph = [
        {**REVIEW, "author": {"@id": "#org"}, "reviewRating": {"@id": "#r"}, "itemReviewed": {"@id": "#c"}},
        {"@id": "#org", "@type": "Organization", "name": "Cek Contoh"},
        {"@id": "#r", "@type": "Rating", "alternateName": "Hoaks"},
        {"@id": "#c", "@type": "Claim", "firstAppearance": HOAX},
    ]
    review = only(adapter, {"@graph": graph})
    assert (review.publisher, review.rating.text, review.appearances) == ("Cek Contoh", "Hoaks", (HOAX,))


def test_a_name_that_leads_to_itself_ends(adapter: PageAdapter) -> None:
    assert only(adapter, {**REVIEW, "author": {"@id": "#a"}, "reviewRating": {"@id": "#a"}}).publisher == ""


def test_microdata_is_read_into_the_same_fields(adapter: PageAdapter) -> None:
    markup = f"""
    <div itemscope itemtype="https://schema.org/ClaimReview">
      <meta itemprop=url content="{HERE}"><meta itemprop="datePublished" content="2026-09-03">
      <p itemprop="claimReviewed">TPS <b>dibuka</b> sampai malam<br>
      <div itemprop="author" itemscope itemtype="https://schema.org/Organization">
        <span itemprop=name>Cek Contoh</span>
      </div>
      <div itemprop="itemReviewed" itemscope itemtype="https://schema.org/Claim">
        <div itemprop=appearance itemscope itemtype="https://schema.org/CreativeWork">
          <a itemprop="url" href="{HOAX}">x</a>
        </div>
      </div>
      <span itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
        <span itemprop="alternateName">Salah</span><meta itemprop="ratingValue" content="1">
      </span>
    </div>"""
    (review,) = read(adapter, markup).reviews
    assert (review.url, review.date, review.publisher) == (HERE, date(2026, 9, 3), "Cek Contoh")
    assert review.claim == "TPS dibuka sampai malam"
    assert (review.rating.text, review.rating.value, review.appearances) == ("Salah", "1", (HOAX,))
    assert review.flags == ("microdata",)


@pytest.mark.parametrize(
    ("appearance", "kept", "flag"),
    [
        (HERE, False, "appearance_is_own_page"),
        (HERE + "?utm_source=x#top", False, "appearance_is_own_page"),
        ("https://foto.cek.example/2", True, "appearance_on_own_site"),
        ("https://www.facebook.com/", True, "appearance_is_platform_root"),
        ("https://www.facebook.com/somebody", True, "appearance_is_profile"),
        ("https://kabar.example/", True, "appearance_is_front_page"),
        ("https://www.kpu.go.id/berita/1", True, "appearance_is_government"),
        ("http://www.thepresidency.gov.za/a/b", True, "appearance_is_government"),
        ("https://bit.ly/3abcdef", True, "appearance_is_opaque"),
        ("https://archive.vn/J1S82", True, "appearance_is_opaque"),
        (f"Media Sosial TikTok {HOAX}", True, "appearance_in_text"),
        ("www.kabar.example/a", True, "address_without_scheme"),
        ("javascript:alert(1)", False, "appearance_unreadable"),
        ("Facebook", False, "appearance_unreadable"),
        ("http://[::1", False, "appearance_unreadable"),
    ],
)
def test_a_doubtful_appearance_is_flagged(adapter: PageAdapter, appearance: str, kept: bool, flag: str) -> None:
    review = only(adapter, with_item(appearance=appearance))
    assert bool(review.appearances) is kept
    assert flag in review.flags
    assert ("appearance_missing" in review.flags) is not kept


@pytest.mark.parametrize(
    "item",
    [
        {"appearance": HOAX},
        {"appearance": [HOAX, HOAX]},
        {"appearance": {"@type": "CreativeWork", "url": [HOAX]}},
        {"appearance": [{"@id": HOAX}]},
        {"firstAppearance": {"url": HOAX}},
        {"@type": "CreativeWork", "url": HOAX},
        {"appearance": f" {HOAX}\n"},
    ],
)
def test_the_shapes_of_an_appearance_are_all_read(adapter: PageAdapter, item: dict[str, Any]) -> None:
    review = only(adapter, with_item(**item))
    assert (review.appearances, review.flags) == ((HOAX,), ())


def test_several_addresses_in_one_text_are_told_apart(adapter: PageAdapter) -> None:
    other = "https://x.com/a/status/1234567890123456789"
    archived = "https://web.archive.org/web/2026/https://kabar.example/1"
    review = only(adapter, with_item(appearance=f"{HOAX}, {other};{archived}"))
    assert review.appearances == (HOAX, other, archived)


def test_a_post_that_is_given_as_the_authors_own_address_is_taken_and_a_profile_is_not(adapter: PageAdapter) -> None:
    found = [
        only(adapter, with_item(author={"@type": "Person", "sameAs": each}))
        for each in (HOAX, "https://www.facebook.com/somebody")
    ]
    assert [(each.appearances, each.flags) for each in found] == [
        ((HOAX,), ("appearance_from_author",)),
        ((), ("appearance_missing",)),
    ]


def test_entities_in_fields_are_read_and_flagged(adapter: PageAdapter) -> None:
    review = only(
        adapter,
        {
            **with_item(appearance="https://kabar.example/a?x=1&amp;y=2"),
            "claimReviewed": "&quot;TPS&quot; &#8211; malam",
        },
    )
    assert review.claim == '"TPS" \u2013 malam'
    assert review.appearances == ("https://kabar.example/a?x=1&y=2",)
    assert review.flags == ("html_entities",)


@pytest.mark.parametrize(
    ("given", "url", "flag"),
    [
        ("/hoaks/1", HERE, None),
        ("cek.example/hoaks/1", HERE, "address_without_scheme"),
        ("https://other.example/1", "https://other.example/1", "url_elsewhere"),
        ("https://id.cek.example/1", "https://id.cek.example/1", None),
        ("javascript:x", HERE, "url_unreadable"),
        (None, HERE, "url_missing"),
        ({"@id": HERE}, HERE, None),
    ],
)
def test_the_address_of_a_check_is_absolute(adapter: PageAdapter, given: object, url: str, flag: str | None) -> None:
    review = only(adapter, {**REVIEW, "url": given})
    assert (review.url, review.flags) == (url, (flag,) if flag else ())


def test_an_upload_takes_the_address_that_the_page_calls_its_own(adapter: PageAdapter) -> None:
    link = f'<link rel="canonical" href="{HERE}">'
    data = {name: value for name, value in REVIEW.items() if name != "url"}
    (review,) = read(adapter, script(data), address="", head=link).reviews
    assert review.url == HERE


@pytest.mark.parametrize(
    ("written", "day", "flags"),
    [
        ("2026-09-03", date(2026, 9, 3), ()),
        ("2026-09-03 20:02", date(2026, 9, 3), ()),
        ("20260903", date(2026, 9, 3), ()),
        ("23/09/2026", date(2026, 9, 23), ()),
        ("9/23/2026", date(2026, 9, 23), ()),
        ("03/09/2026", date(2026, 9, 3), ("date_ambiguous",)),
        ("09.09.2026", date(2026, 9, 9), ()),
        ("Kamis, 3 September 2026", date(2026, 9, 3), ()),
        ("3 Agustus 2026 10:00 WIB", date(2026, 8, 3), ()),
        ("September 3rd", None, ("date_unreadable",)),
        ("Sep 3, 2026", date(2026, 9, 3), ()),
        ("2026-99-99", None, ("date_unreadable",)),
        ("0001-01-01T00:00:00", None, ("date_unreadable",)),
        ("kemarin", None, ("date_unreadable",)),
        (1756860000, None, ("date_unreadable",)),
        ("", None, ("date_missing",)),
    ],
)
def test_dates_are_read_in_their_orders(
    adapter: PageAdapter, written: object, day: date | None, flags: tuple[str, ...]
) -> None:
    review = only(adapter, {**REVIEW, "datePublished": written})
    assert (review.date, review.flags) == (day, flags)


@pytest.mark.parametrize("missing", [{"claimReviewed": None}, {"reviewRating": {"ratingValue": 3}}])
def test_what_is_missing_is_a_flag(adapter: PageAdapter, missing: dict[str, Any]) -> None:
    assert only(adapter, {**REVIEW, **missing}).flags == (
        ("claim_missing",) if "claimReviewed" in missing else ("rating_missing",)
    )


def test_a_review_that_says_nothing_is_a_fault(adapter: PageAdapter) -> None:
    found = read(adapter, script({"@type": "ClaimReview", "url": HERE, "claimReviewed": [], "reviewRating": []}))
    assert (found.reviews, found.faults) == ((), (Fault(1, "review_empty", "json-ld"),))


@pytest.mark.parametrize("odd", [7, True, None, [], {}, [[]], [None], {"@id": 7}, "\ud800", "x\0y", {"a": {"b": []}}])
@pytest.mark.parametrize(
    "name",
    ["url", "author", "itemReviewed", "datePublished", "reviewRating", "@type", "@id", "sdLicense", "inLanguage"],
)
def test_no_field_of_any_type_makes_it_fail(adapter: PageAdapter, name: str, odd: object) -> None:
    found = read(adapter, script({"x": {**REVIEW, name: odd}}))
    for review in found.reviews:
        review_text = f"{review}"
        assert "\0" not in review_text
        review_text.encode()


@pytest.mark.parametrize(
    ("encoding", "charset", "meta", "flags"),
    [
        ("utf-8", "", "", ()),
        ("utf-8-sig", "iso-8859-1", "", ()),
        ("utf-8", "iso-8859-1", "", ("charset_wrong",)),
        ("utf-8", "", "windows-1252", ("charset_wrong",)),
        ("cp1252", "iso-8859-1", "", ()),
        ("cp1252", "", "windows-1252", ()),
        ("cp1252", "utf-8", "", ("charset_guessed",)),
        ("cp1252", "", "", ("charset_guessed",)),
        ("cp1252", "unicode_escape", "", ("charset_guessed",)),
        ("cp1252", "zip", "", ("charset_guessed",)),
        ("utf-16", "", "", ()),
    ],
)
def test_letters_are_read_whatever_the_charset_says(
    adapter: PageAdapter, encoding: str, charset: str, meta: str, flags: tuple[str, ...]
) -> None:
    data = json.dumps({**REVIEW, "claimReviewed": "Café “Ñandú” éé"}, ensure_ascii=False)
    text = f"<html><head><meta charset={meta or 'x'}></head>{script(data)}</html>"
    (review,) = adapter.read(Document(text.encode(encoding), HERE, "text/html", charset)).reviews
    assert review.claim == "Café “Ñandú” éé"
    assert review.flags == flags


def test_one_broken_letter_does_not_change_the_others(adapter: PageAdapter) -> None:
    body = page("é" * 200, script(json.dumps({**REVIEW, "claimReviewed": "Café"}, ensure_ascii=False))) + b"\xe2\x80"
    (review,) = adapter.read(Document(body, HERE)).reviews
    assert (review.claim, review.flags) == ("Café", ("charset_damaged",))


def test_nul_characters_are_left_out(adapter: PageAdapter) -> None:
    (review,) = adapter.read(Document(page(script(REVIEW)).replace(b"TPS", b"T\0PS"), HERE)).reviews
    assert (review.claim, review.flags) == ("TPS dibuka sampai malam", ("nul_characters",))


def test_a_page_is_read_up_to_a_bound_and_says_so(adapter: PageAdapter) -> None:
    found = adapter.read(Document(page(script(REVIEW), "x" * (200 * 1024 * 1024), script(REVIEW)), HERE))
    assert len(found.reviews) == 1, "what stands beyond the bound was not read"
    assert found.faults == (Fault(0, "cut_off"),)
    assert found.reviews[0].flags == ("cut_off",)


def test_levels_nodes_blocks_and_addresses_are_bounded(adapter: PageAdapter) -> None:
    deep: Any = REVIEW
    for _ in range(limits.MOST_DEPTH + 5):
        deep = {"a": deep}
    wide = [{}] * (limits.MOST_NODES + 1)
    assert [each.code for each in read(adapter, script(deep), script([wide])).faults] == ["too_deep", "too_many_nodes"]
    assert read(adapter, "<br>" * 300_000).faults == (Fault(0, "too_many_tags"),)
    assert read(adapter, *[script("{}")] * (limits.MOST_BLOCKS + 1)).faults == (Fault(0, "too_many_blocks"),)
    many = only(adapter, with_item(appearance=[f"https://kabar.example/{number}" for number in range(500)]))
    assert len(many.appearances) == limits.MOST_APPEARANCES
    assert many.flags == ("appearances_left_out",)


def test_a_page_without_markup_is_read_all_the_same(adapter: PageAdapter) -> None:
    assert read(adapter, "<p>x</p>") == Reading(facts={"title": "[SALAH] TPS & malam", "language": "id"})


@pytest.mark.parametrize("body", [b"", b"{}", b"%PDF-1.7", b"\0\1\2", b"a;b\n1;2"])
def test_what_is_no_page_is_refused_as_a_whole(adapter: PageAdapter, body: bytes) -> None:
    with pytest.raises(NotThisFormatError, match="no_page"):
        adapter.read(Document(body, HERE))

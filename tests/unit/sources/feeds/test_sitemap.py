"""What a sitemap leads to, and that neither XML nor gzip can be turned against the reader."""

from __future__ import annotations

import gzip
import time
from datetime import date

import pytest

from cektautan.sources.feeds.limits import MOST_PLACES, SITEMAP_BYTES
from cektautan.sources.feeds.sitemap import SitemapAdapter
from cektautan.sources.protocol import Document, Fault, NotThisFormatError, Reading

ADAPTER = SitemapAdapter()
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
)
TAIL = "</urlset>"


def place(url: str, more: str = "") -> str:
    return f"<url><loc>{url}</loc>{more}</url>"


def read(text: str | bytes) -> Reading:
    return ADAPTER.read(Document(text.encode() if isinstance(text, str) else text, "https://cek.example/sitemap.xml"))


def test_places_are_pages_in_their_order_with_their_days() -> None:
    news = (
        "<news:news><news:publication><news:name>Cek</news:name></news:publication>"
        "<news:publication_date>2026-09-04T01:00:00+07:00</news:publication_date></news:news>"
    )
    found = read(
        HEAD + place("https://cek.example/2?a=1&amp;b=2", "<lastmod>2026-09-03</lastmod>") + place("/1", news)
        + place("https://cek.example/3", "<image:image xmlns:image='x'><image:loc>https://cek.example/a.jpg</image:loc></image:image>")
        + TAIL
    )  # fmt: skip
    assert found == Reading(
        pages=("https://cek.example/2?a=1&b=2", "https://cek.example/1", "https://cek.example/3"),
        facts={"kind": "pages", "count": "3"},
        days={"https://cek.example/2?a=1&b=2": date(2026, 9, 3), "https://cek.example/1": date(2026, 9, 4)},
    )


def test_an_index_leads_to_sitemaps_and_says_so() -> None:
    found = read("<sitemapindex><sitemap><loc>https://cek.example/a.xml.gz</loc></sitemap></sitemapindex>")
    assert (found.pages, found.facts["kind"]) == (("https://cek.example/a.xml.gz",), "index")


def test_a_gzipped_one_is_recognised_and_read() -> None:
    body = gzip.compress((HEAD + place("/1") + TAIL).encode())
    assert ADAPTER.recognises(Document(body))
    assert read(body).pages == ("https://cek.example/1",)


def test_a_place_without_an_address_is_a_fault() -> None:
    found = read(HEAD + place("") + place("javascript:x") + place("/1") + TAIL)
    assert found.pages == ("https://cek.example/1",)
    assert found.faults == (Fault(1, "link_missing", "loc"), Fault(2, "link_missing", "loc", "javascript:x"))


def test_one_that_was_cut_off_keeps_what_came_before_and_names_the_line() -> None:
    found = read(HEAD + place("/1") + "\n" + "<url><loc>/2")
    assert (found.pages, found.faults) == (("https://cek.example/1",), (Fault(2, "damaged"),))


@pytest.mark.parametrize(
    "declared",
    [
        "<!ENTITY a 'b'>",
        "<!ENTITY a SYSTEM 'file:///etc/passwd'>",
        "<!ENTITY % a SYSTEM 'http://127.0.0.1:9/'> %a;",
        "",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_declaration_is_refused_before_it_means_something(declared: str, encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE urlset [{declared}]><urlset>{place('/&a;')}</urlset>"
    with pytest.raises(NotThisFormatError, match="entities_declared"):
        read(text.encode(encoding))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (gzip.compress(b""), "empty"),
        (b"\x1f\x8b not gzip", "not_gzip"),
        (b"<!doctype html><html>x</html>", "no_sitemap"),
        (b"<rss version='2.0'></rss>", "no_sitemap"),
        (gzip.compress(b"<urlset>" + b" " * (SITEMAP_BYTES + 1)), "too_large"),
        (b"<?xml version='1.0' encoding='nonsense'?><urlset></urlset>", "unknown_letters"),
    ],
    ids=["nothing", "nothing packed", "not gzip", "a page", "a feed", "a gzip bomb", "unknown letters"],
)
def test_what_is_no_sitemap_is_refused_with_its_reason(body: bytes, code: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(NotThisFormatError, match=code):
        read(body)
    assert time.perf_counter() - begun < 5


def test_places_and_levels_are_bounded() -> None:
    begun = time.perf_counter()
    found = read(HEAD + "<url><loc>/1</loc></url>" * (MOST_PLACES + 1) + TAIL)
    assert found.faults == (Fault(MOST_PLACES + 1, "too_many_places"),)
    deep = read(HEAD + place("/1") + "<a>" * 200_000)
    assert (deep.pages, deep.faults) == (("https://cek.example/1",), (Fault(1, "damaged"),))
    assert time.perf_counter() - begun < 20

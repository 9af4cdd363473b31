"""Each form of published checks is told by its content, and no bytes at all make an adapter fail."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cektautan.core.rules import Rules
from cektautan.publish.rules_bundle import load_rules
from cektautan.sources.check_formats import CheckFormats
from cektautan.sources.protocol import Document, NotThisFormatError

FORMATS = CheckFormats(Rules.from_bundle(load_rules(Path(__file__).resolve().parents[3] / "rules")))
PAGE = "<!doctype html><html><head><title>x</title></head><body>&lt;rss&gt;</body></html>"
REVIEW = {"@type": "ClaimReview", "claimReviewed": "x", "url": "https://cek.example/1"}
DOCUMENTS = {
    "feed": f"<?xml version='1.0'?><rss version='2.0'><channel><title><![CDATA[{PAGE}]]></title></channel></rss>",
    "sitemap": "<?xml version='1.0'?><urlset><url><loc>https://cek.example/1</loc></url></urlset>",
    "claims_search": json.dumps({"claims": [{"text": "x", "claimReview": [{"url": "https://cek.example/1"}]}]}),
    "datafeed": json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}]}),
    "mafindo": json.dumps([{"title": "[SALAH] x", "source_link": "", "classification": "Satire"}]),
    "claimreview": PAGE.replace("x", f'<script type="application/ld+json">{json.dumps(REVIEW)}</script>', 1),
}

# Pieces that mean something to one of the adapters, so that what is made of them comes far.
pieces = st.sampled_from(
    [
        "<rss version='2.0'>", "<feed>", "<item>", "<link>", "</rss>", "<urlset>", "<url><loc>", "<html>",
        "<div itemscope", " itemtype='https://schema.org/ClaimReview'>", "<p itemprop=claimReviewed>",
        "<script type=application/ld+json>", "</script>", "<!--", "-->", "<![CDATA[", "]]>",
        '{"@type":"ClaimReview",', '"claimReviewed":"x",', '"url":', '"claims":[', '"source_link":',
        '"title":"[SALAH] x"', '"itemReviewed":{"appearance":[', "https://kabar.example/1", "javascript:x", "{", "}",
        "[", "]", ",", '"', "\\", "\\ud800", ";", "&quot;", "&#0;", "\0", "\ufeff", "\u2028", "é", "<", ">", "=",
    ]
)  # fmt: skip
texts = st.lists(pieces, max_size=40).map("".join)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("media_type", ["", "text/html", "application/json"])
def test_each_form_is_told_by_its_content(name: str, media_type: str) -> None:
    document = Document(DOCUMENTS[name].encode(), "https://cek.example/x", media_type)
    if name != "claimreview":
        assert FORMATS.recognise(document).name == name
    assert FORMATS.recognise(Document(document.body)).name == name
    found = FORMATS.by_name[name].read(document)
    assert not found.faults


@pytest.mark.parametrize(
    ("body", "code"), [(b"", "empty"), (b" \n", "empty"), (b"\0\1\2", "unknown_format"), (b"[1]", "unknown")]
)
def test_what_has_no_known_form_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(NotThisFormatError, match=code):
        FORMATS.recognise(Document(body))


@settings(max_examples=150, deadline=None)
@given(texts, st.sampled_from(["utf-8", "utf-16", "cp1252"]), st.sampled_from(["", "utf-8", "iso-8859-1", "rot13"]))
def test_no_text_makes_an_adapter_fail(text: str, encoding: str, charset: str) -> None:
    held(text.encode(encoding, "replace"), charset)


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"<rss>", b"<html>", b"{", b"\x1f\x8b", b"<urlset>", gzip.compress(b"<urlset>")]),
)
def test_no_bytes_make_an_adapter_fail(noise: bytes, beginning: bytes) -> None:
    held(beginning + noise, "")


def held(body: bytes, charset: str) -> None:
    """Every adapter answers or refuses, and what it answers can be stored and sent."""
    document = Document(body, "https://cek.example/x", "", charset)
    for adapter in FORMATS.adapters:
        adapter.recognises(document)
        try:
            found = adapter.read(document)
        except NotThisFormatError:
            continue
        said = f"{found}"
        said.encode()
        assert "\\x00" not in said
        assert all(len(each.shown) <= 80 for each in found.faults)
        assert all(url.startswith(("http://", "https://")) for url in found.pages)
        for review in found.reviews:
            assert all(
                url.startswith(("http://", "https://")) for url in (*review.appearances, review.url or "https://")
            )

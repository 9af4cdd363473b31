"""What holds for the identity of any text at all, with the rules that are shipped."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cektautan.core.address import MAX_BYTES, NotJudgeable
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Kind, Surface
from cektautan.publish.rules_bundle import load_rules, read_rules

RULES_DIR = Path(__file__).resolve().parents[3] / "rules"
RULES = Rules.from_bundle(load_rules(RULES_DIR))
EXAMPLES = [
    example["url"]
    for entries in read_rules(RULES_DIR).values()
    for entry in entries
    for example in entry.get("examples", ())
]
REASONS = {"empty", "too_long", "not_parseable", "not_http", "no_host", "bad_host"}

pieces = st.sampled_from(
    [
        "/",
        "//",
        "%2F",
        "%",
        "%25",
        "?",
        "&",
        "=",
        "+",
        "#",
        "@",
        ":",
        "http://",
        "https:/",
        "https%3A%2F%2F",
        "www.",
        "..",
        "%2e",
        "|",
        "\\",
        "amp",
        "/amp",
        "utm_source=x",
        "url=",
        "u=",
        "q=",
        "v=",
        "[",
        "'",
        "%C3%A9",
        "%ff",
        "ftp:/",
        "a.example",
        "https://web.archive.org/web/2024/",
        "%253A",
        "lc=",
        ":443",
        ":8080",
        "%41",
        "page=2",
        "é",
        "\t",
    ]
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """Draw a working address with pieces of others put into it."""
    text = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        piece = draw(pieces | st.sampled_from(EXAMPLES) | st.text(max_size=4))
        text = text[:at] + piece + text[at + draw(st.integers(0, 4)) :]
    return text


def judged(text: str) -> Identity | None:
    try:
        return identify(text, RULES)
    except NotJudgeable as refused:
        if refused.reason not in REASONS:
            raise
        return None


@settings(max_examples=400, deadline=None)
@given(addresses() | st.text() | st.binary().map(lambda data: "https://a.example/" + data.decode("latin-1")))
def test_any_text_has_an_identity_or_is_refused(text: str) -> None:
    found = judged(text)
    if found is None:
        return

    assert found.key == found.keys[0]
    assert len(found.keys) <= 30
    assert len(set(found.keys)) == len(found.keys)
    assert all(key.split(":", 1)[0] in set(Kind) for key in found.keys)
    assert found.kind == found.key.split(":", 1)[0]
    assert found.url.isascii()
    if found.surface is not Surface.PAGE:
        assert found.keys == (found.key,)


@settings(max_examples=400, deadline=None)
@given(addresses())
def test_a_canonical_address_is_about_the_same(text: str) -> None:
    found = judged(text)
    if found is None or len(found.url) > MAX_BYTES:
        return

    again = identify(found.url, RULES)

    assert (again.url, again.keys, again.surface) == (found.url, found.keys, found.surface)


@settings(deadline=None)
@given(st.sampled_from(EXAMPLES), st.sampled_from(["utm_source=wa", "fbclid=Z", "gclid=1", "UTM_X=2"]))
def test_tracking_never_changes_what_a_page_is_about(url: str, tracking: str) -> None:
    found = judged(url)
    if found is None or "#" in url or found.surface is Surface.OPAQUE:
        return

    assert identify(f"{url}{'&' if '?' in url else '?'}{tracking}", RULES).keys == found.keys


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/" + "%" * 8000,
        "https://a.example/" + "/" * 8000,
        "https://a.example/" + "a/" * 4000,
        "https://a.example/?" + "&" * 8000,
        "https://a.example/?" + "b&a&" * 2000,
        "https://a.example/?" + "=" * 8000,
        "https://" + "a." * 4000 + "example/",
        "https://" + "www." * 2000 + "example/",
        "https://" + "@" * 8000 + "a.example/",
        "https://" + "-" * 8000,
        "https://detik.com/" + "amp/" * 2000,
        "https://www.youtube.com/watch?" + "%76&" * 2000,
        "https://www.youtube.com/watch?v=" + "a" * 8000,
        "https://www.facebook.com/" + "videos/" * 1100,
        "https://www.facebook.com/permalink.php?" + "story_fbid=x&" * 600,
        "https://docs.google.com/" + "d/" * 4000,
        "https://t.me/" + "a" * 8000,
        "https://web.archive.org" + "/web/2024" * 880,
        "https://web.archive.org/web/2024/" * 240,
        "https://www.google.com/url?q=" * 270,
        "https://l.facebook.com/l.php?u=" + "%25" * 2600,
        "https://xn--" + "a" * 8000 + ".example/",
        "https://" + "xn--a." * 1300 + "example/",
        "\ud800" * 2700,
    ],
    ids=lambda text: text[:40],
)
def test_hostile_text_is_answered_in_a_blink(text: str) -> None:
    start = time.perf_counter()

    judged(text)

    # An ordinary address takes some microseconds; this leaves room for a busy machine and none for a square.
    assert time.perf_counter() - start < 0.1

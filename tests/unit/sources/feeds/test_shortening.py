"""What the parser of feeds is given: nothing that its patterns work on without end, whatever bytes came.

Counted in bytes that reach the parser, not in seconds: its work grows with the square of the longest run.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import feedparser
import pytest

from cektautan.sources.feeds.feed import FeedAdapter
from cektautan.sources.feeds.limits import FEED_BYTES, LONGEST_TAG, LONGEST_WORD, MOST_NAMESPACES
from cektautan.sources.feeds.shortening import shortened
from cektautan.sources.protocol import Document, NotThisFormatError

HEAD = '<rss version="2.0"><channel><title>Cek</title><item><title>a</title><link>https://cek.example/1</link></item>'
TAIL = "<item><link>https://cek.example/2</link></item></channel></rss>"
ROOM = FEED_BYTES - 1_000
HOSTILE = {
    "an author of one letter": f"{HEAD}<item><author>{'a' * ROOM}</author></item>{TAIL}",
    "an author of dots": f"{HEAD}<item><author>{'a.' * (ROOM // 2)}</author></item>{TAIL}",
    "line breaks ahead": "\n" * ROOM + HEAD + TAIL,
    "blanks in a day": f"{HEAD}<item><pubDate>{' ' * ROOM}1</pubDate></item>{TAIL}",
}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return what the parser is given, which parses it all the same."""
    seen: list[bytes] = []
    parse = feedparser.parse

    def noted(stream: BytesIO, **options: Any) -> Any:
        seen.append(stream.getvalue())
        return parse(stream, **options)

    monkeypatch.setattr(feedparser, "parse", noted)
    return seen


@pytest.mark.parametrize("name", HOSTILE)
def test_no_long_run_reaches_the_parser_and_the_links_are_found(given: list[bytes], name: str) -> None:
    found = FeedAdapter().read(Document(HOSTILE[name].encode(), "https://cek.example/feed"))
    assert {"https://cek.example/1", "https://cek.example/2"} <= set(found.pages)
    (body,) = given
    assert len(body) < LONGEST_WORD + 1_000
    assert max(len(each) for each in re.findall(rb"[^<>\s]+|\s+", body)) < LONGEST_WORD


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<rss " + " ".join(f"a{n}='b'" for n in range(170_000)) + HEAD[4:] + TAIL, "tag_too_long"),
        (HEAD + "<a " + "b='c' " * 300_000, "tag_too_long"),
        (
            HEAD + "".join(f"<x{n}:a xmlns:x{n}='urn:{n}'/>" for n in range(MOST_NAMESPACES + 1)) + TAIL,
            "too_many_names",
        ),
    ],
    ids=["attributes", "attributes of a broken feed", "namespaces"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_cannot_be_shortened_is_refused_before_the_parser(
    given: list[bytes], text: str, code: str, encoding: str
) -> None:
    body = text.encode(encoding)
    with pytest.raises(NotThisFormatError, match=code if len(body) <= FEED_BYTES else "too_large"):
        FeedAdapter().read(Document(body, "https://cek.example/feed"))
    assert given == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_letters_stay_whole_in_every_encoding(encoding: str) -> None:
    kana = "\u3042" * 20_000
    text = f"<?xml version='1.0' encoding='{encoding}'?>{HEAD}<i>{'x' * 50_001}é{kana}</i>{TAIL}"
    made = shortened(text.encode(encoding)).decode(encoding)
    assert re.sub(r"[x\u00e9\u3042]+", "x", made) == re.sub(r"[x\u00e9\u3042]+", "x", text)
    assert len(made) < len(text) - 30_000


def test_an_ordinary_feed_and_long_text_in_it_stay_as_they_are() -> None:
    words = "Hoaks lama beredar lagi. " * 10_000
    body = f"{HEAD}<item><description><![CDATA[{words}]]></description></item>{TAIL}".encode()
    assert len(body) > LONGEST_TAG
    assert shortened(body) == body

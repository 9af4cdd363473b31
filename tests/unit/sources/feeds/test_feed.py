"""What a feed leads to, and that no feed can hold the reader up, open a file or pass for another document."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from cektautan.sources.feeds.feed import FeedAdapter
from cektautan.sources.feeds.limits import FEED_BYTES, FEED_TAGS, MOST_ITEMS
from cektautan.sources.protocol import Document, Fault, NotThisFormatError, Reading

ADDRESS = "https://cek.example/feed/"
ADAPTER = FeedAdapter()
HEAD = '<?xml version="1.0"?><rss version="2.0"><channel><title>Cek &amp; Contoh</title>'
TAIL = "</channel></rss>"


def item(url: str, day: str = "Thu, 03 Sep 2026 08:00:00 +0700") -> str:
    return f"<item><title>Hoaks</title><link>{url}</link><pubDate>{day}</pubDate></item>"


def read(text: str | bytes, charset: str = "") -> Reading:
    body = text.encode() if isinstance(text, str) else text
    return ADAPTER.read(Document(body, ADDRESS, "application/rss+xml", charset))


def test_items_are_pages_in_their_order_with_their_days() -> None:
    found = read(HEAD + item("https://cek.example/2") + item("/1", "Wed, 02 Sep 2026 23:30:00 -0700") + TAIL)
    assert found == Reading(
        pages=("https://cek.example/2", "https://cek.example/1"),
        facts={"title": "Cek & Contoh", "version": "rss20", "count": "2"},
        days={"https://cek.example/2": date(2026, 9, 3), "https://cek.example/1": date(2026, 9, 3)},
    )


def test_atom_takes_the_alternate_link_and_the_later_day() -> None:
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="https://cek.example/feed?2"/>'
        '<entry><link rel="enclosure" href="https://cek.example/a.jpg"/><link rel="alternate" href="/1"/>'
        "<published>2026-09-01T00:00:00Z</published><updated>2026-09-03T00:00:00Z</updated></entry></feed>"
    )
    assert found.pages == ("https://cek.example/1",)
    assert found.days == {"https://cek.example/1": date(2026, 9, 3)}
    assert found.facts["next_page"] == "https://cek.example/feed?2"


def test_an_item_that_leads_nowhere_is_a_fault_with_its_place() -> None:
    found = read(HEAD + "<item><title>Tanpa tautan</title></item>" + item("javascript:alert(1)") + item("/1") + TAIL)
    assert found.pages == ("https://cek.example/1",)
    assert found.faults == (Fault(1, "link_missing", "link", "Tanpa tautan"), Fault(2, "link_missing", "link", "Hoaks"))


def test_an_item_that_stands_twice_is_one_page() -> None:
    assert read(HEAD + item("/1") * 2 + TAIL).pages == ("https://cek.example/1",)


def test_a_feed_that_was_cut_off_keeps_what_came_before_and_says_so() -> None:
    whole = HEAD + item("/1") + "\n" + item("/2") + TAIL
    found = read(whole[: whole.index("/2") + 1])
    assert found.pages[0] == "https://cek.example/1"
    assert [(each.line, each.code) for each in found.faults][:1] == [(2, "cut_off")]


def test_a_feed_that_is_damaged_in_the_middle_is_read_as_far_as_it_goes() -> None:
    found = read(HEAD + item("/1") + "\n<item><b></item>\n" + item("/2") + TAIL)
    assert set(found.pages) == {"https://cek.example/1", "https://cek.example/2"}
    assert found.faults[0] == Fault(2, "damaged")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("said", ["", "utf-8", "iso-8859-1", "nonsense"])
def test_letters_are_read_whatever_the_answer_says(encoding: str, said: str) -> None:
    text = HEAD.replace("?>", f' encoding="{encoding}"?>').replace("Contoh", "Café") + item("/1") + TAIL
    found = read(text.encode(encoding), said)
    assert (found.facts["title"], found.pages) == ("Cek & Café", ("https://cek.example/1",))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><html><body>Masuk dulu</body></html>", "html_instead"),
        (b"<html><head><title>rss</title></head></html>", "html_instead"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "no_feed"),
        (b"\x00\x01\x02", "no_feed"),
        (b"%PDF-1.7 " + b"x" * 1000, "no_feed"),
        (b"<rss>" + b" " * (200 * 1024 * 1024), "too_large"),
        (HEAD.encode() + b"<a>" * (FEED_TAGS + 1), "too_many_tags"),
    ],
    ids=["nothing", "blank", "a page", "a page about feeds", "json", "bytes", "pdf", "200 MB", "tags"],
)
def test_what_is_no_feed_is_refused_with_its_reason(body: bytes, code: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(NotThisFormatError, match=code):
        ADAPTER.read(Document(body, ADDRESS))
    assert time.perf_counter() - begun < 5


BOMB = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10 if number else "boom"}">' for number in range(10))
BOMBS = {
    "entities that multiply": f"<!DOCTYPE a [{BOMB}]><rss version='2.0'><channel><title>&a9;</title></channel></rss>",
    "one long entity": (
        f"<!DOCTYPE a [<!ENTITY b '{'x' * 50_000}'>]><rss version='2.0'><title>{'&b;' * 9_000}</title></rss>"
    ),
    "a file": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><title>&b;</title></rss>",
    "another host": "<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://127.0.0.1:9/x'> %b;]><rss version='2.0'></rss>",
    "lower case": "<!doctype a [<!entity b 'x'>]><rss version='2.0'><title>&b;</title></rss>",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_feed_that_declares_entities_is_refused(name: str, encoding: str) -> None:
    with pytest.raises(NotThisFormatError, match="entities_declared"):
        read(f'<?xml version="1.0" encoding="{encoding}"?>{BOMBS[name]}'.encode(encoding))


def test_a_harmless_doctype_is_not() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">'
    assert read(doctype + HEAD.partition("?>")[2] + item("/1") + TAIL).pages == ("https://cek.example/1",)


@pytest.mark.parametrize("piece", ["<", "&", "<!--", "<![CDATA[", '<a b="', "<item>", "&lt;", "<a>", "]]>", "\0"])
def test_no_feed_made_for_the_purpose_takes_long(piece: str) -> None:
    begun = time.perf_counter()
    assert "https://cek.example/1" in read(HEAD + item("/1") + piece * (25_000 // len(piece))).pages
    assert time.perf_counter() - begun < 10


def test_items_are_bounded() -> None:
    found = read(HEAD + "".join(item(f"/{number}") for number in range(MOST_ITEMS + 5)) + TAIL)
    assert len(found.pages) == MOST_ITEMS
    assert found.faults == (Fault(MOST_ITEMS + 1, "too_many_items"),)


def test_a_feed_of_the_largest_size_ends() -> None:
    begun = time.perf_counter()
    read(HEAD + item("/1") + "<item><description>" + "x" * (FEED_BYTES - 1000) + "</description></item>" + TAIL)
    assert time.perf_counter() - begun < 20


def test_real_feeds_are_read_and_broken_ones_say_why(shared: Path) -> None:
    found: dict[str, object] = {}
    for path in sorted((shared / "feeds").iterdir()):
        if path.suffix in (".rss", ".atom"):
            document = Document(path.read_bytes(), ADDRESS)
            try:
                reading = ADAPTER.read(document)
            except NotThisFormatError as refused:
                found[path.name] = refused.code
                continue
            assert ADAPTER.recognises(document)
            assert set(reading.days) == set(reading.pages)
            found[path.name] = (len(reading.pages), [each.code for each in reading.faults])
    assert found == {
        "content-encoded.rss": (7, []),
        "encoding.rss": (40, []),
        "guardian.rss": (55, []),
        "heise.atom": (15, []),
        "incomplete-fields.atom": (0, ["link_missing"]),
        "many-links.rss": (25, []),
        "missing-fields.atom": (0, ["link_missing"]),
        "rss-1.rss": (69, []),
        "unrecognized.rss": "html_instead",
    }

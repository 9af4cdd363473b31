"""An address that is taken without the parser is read exactly as the parser reads it.

A blank before an address says nothing to the parser and is never plain, so that `" " + text` always goes by the parser.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.identity import identify
from cektautan.core.plain import plain
from cektautan.core.rules import Rules
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[3]
VECTORS = json.loads((ROOT / "tests/vectors/identity.json").read_text(encoding="utf-8"))["vectors"]
PSEUDO_HOSTS = frozenset({"tg://resolve"})

ASCII = "".join(map(chr, range(128)))
HOSTS = (
    *("a.example", "www.a.example", "www.www.a.example", "www.com", "a.b.c.d.e.example", "1.example", "a_b.example"),
    *(
        "a.1",
        "1.2.3.4",
        "1.2.3.0x7f",
        "0xa.example",
        "a.0xa",
        "a.b1",
        "a.1b",
        "-a-.example",
        "a--b.example",
        "A.example",
    ),
    *("xn--9ca.example", "a.xn--9ca", "xn--a.example", "b.xn--zz--.example", "axn--b.example", "xn-.example"),
    *(
        "a..example",
        ".a.example",
        "a.example.",
        "localhost",
        "a.example:80",
        "a.example:8443",
        "u@a.example",
        "u:p@a.example",
    ),
    *("www.youtube.com", "youtu.be", "www.kompas.com", "web.archive.org", "l.facebook.com"),
    *(f"{'a' * 41}.example", f"{'a' * 70}.example", f"{'a.' * 140}example", f"{'a' * 40}." * 7 + "example"),
    f"{'www.' * 80}a.example",
)
PIECES = (
    *("/", "//", ".", "..", "/.", "/..", "/./", "/../", "%2e", "%2E", "/%2e%2e", "%", "%zz", "%41", "%C3%A9", "\\"),
    *(
        "a",
        "b9",
        "-",
        "_",
        "~",
        "!",
        "$",
        "&",
        "'",
        "(",
        ")",
        "*",
        "+",
        ",",
        ";",
        "=",
        ":",
        "@",
        "|",
        "[",
        "]",
        "{",
        "}",
    ),
    *(
        "^",
        "`",
        '"',
        "<",
        ">",
        " ",
        "\t",
        "\n",
        "\r",
        "\0",
        "\x7f",
        "\x1f",
        "é",
        "\u00a0",
        "\u2003",
        "\ud800",
        "?",
        "#",
    ),
    *("?q=1", "&utm_source=x", "?#", "#f", "/watch", "?v=GPdzHkn5M6M", "https://b.example/c", "/20200101000000/"),
)

addresses = st.builds(
    lambda scheme, host, pieces: f"{scheme}{host}{''.join(pieces)}",
    st.sampled_from(["http://", "https://"])
    | st.sampled_from(["https:/", "https:", "https:///", "HTTPS://", "ftp://"]),
    st.sampled_from(HOSTS) | st.text("abwx-019._", max_size=12),
    st.lists(st.sampled_from(PIECES) | st.text(ASCII, max_size=3), max_size=8),
)


def outcome(read: Callable[[str], object], text: str) -> object:
    try:
        return read(text)
    except NotJudgeable as refused:
        return refused.reason


def about(text: str, rules: Rules) -> object:
    return outcome(lambda url: identify(url, rules), text)


def read(text: str) -> object:
    return parse(text, PSEUDO_HOSTS)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(load_rules(ROOT / "rules"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("https://a.example", ("a.example", "", "", "")),
        ("http://a.example/", ("a.example", "", "/", "")),
        ("https://a.example?", ("a.example", "", "", "")),
        ("https://www.a-b.co.id/x/Y~z.html/?a=b&c=#f", ("a-b.co.id", "/x/Y~z.html", "/", "a=b&c=")),
        ("https://www.www.com/x", ("www.com", "/x", "", "")),
        (
            "https://1.a.example/a?u=https%3A%2F%2Fb.example%2F",
            ("1.a.example", "/a", "", "u=https%3A%2F%2Fb.example%2F"),
        ),
    ],
)
def test_an_ordinary_link_is_plain(text: str, parts: tuple[str, ...]) -> None:
    found = plain(text)

    assert found is not None
    assert found.groups("") == parts


@settings(max_examples=1500)
@given(addresses)
@example("https://a.example/b/..")
@example("https://a.example/.%2e/b")
@example("https://a.example/b\n")
def test_every_address_is_read_as_the_parser_reads_it(text: str) -> None:
    assert outcome(read, text) == outcome(read, " " + text)


@settings(max_examples=700)
@given(addresses)
def test_every_address_is_about_what_it_is_about_by_the_parser(rules: Rules, text: str) -> None:
    assert about(text, rules) == about(" " + text, rules)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("rest", ["", "/", "/a/", "?b", "#c"])
def test_every_shape_of_host_is_read_as_by_the_parser(host: str, rest: str) -> None:
    assert outcome(read, f"http://{host}{rest}") == outcome(read, f" http://{host}{rest}")


@pytest.mark.parametrize(
    "shape",
    [
        *("{}https://a.example/b", "http{}://a.example/b", "https:{}//a.example/b", "https://{}a.example/b"),
        *("https://a{}b.example/c", "https://a.{}b/c", "https://a.b{}", "https://a.b{}/c", "https://a.b/{}"),
        *("https://a.b/{}/c", "https://a.b/c{}d", "https://a.b/c{}", "https://a.b/c?{}", "https://a.b/c?d{}e"),
        *("https://a.b/c?d{}", "https://a.b/c#{}d", "https://a.b/c#d{}"),
    ],
)
def test_every_character_and_pair_is_read_as_by_the_parser_wherever_it_stands(shape: str) -> None:
    texts = [shape.format(chr(point)) for point in (*range(0x300), 0x2028, 0x3002, 0xD800, 0xFEFF, 0xFF0E, 0x1F600)]
    texts += [shape.format(one + other) for one in ASCII for other in ".%/\\-0x "]

    assert [text for text in texts if outcome(read, text) != outcome(read, " " + text)] == []


def test_every_vector_is_read_as_by_the_parser(rules: Rules) -> None:
    urls = [row["url"] for row in VECTORS if len(row["url"]) < 8000]

    assert sum(plain(url) is not None for url in urls) > len(urls) // 3
    for url in urls:
        assert outcome(read, url) == outcome(read, " " + url)
        assert outcome(lambda text: identify(text, rules), url) == outcome(
            lambda text: identify(text, rules), " " + url
        )


def test_nearly_every_link_of_real_narratives_is_plain_and_read_as_by_the_parser(shared: Path, rules: Rules) -> None:
    with (shared / "factchecks/links-in-2024-narratives.csv").open(encoding="utf-8") as file:
        urls = [row["url"] for row in csv.DictReader(file)]

    assert sum(plain(url) is not None for url in urls) > 0.95 * len(urls)
    for url in urls:
        assert outcome(lambda text: identify(text, rules), url) == outcome(
            lambda text: identify(text, rules), " " + url
        )

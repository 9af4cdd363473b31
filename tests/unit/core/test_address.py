"""An address is read as a browser reads it, or refused with the reason that is true of it."""

from __future__ import annotations

import pytest

from cektautan.core.address import MAX_BYTES, Address, NotJudgeable, parse

PSEUDO_HOSTS = frozenset({"tg://resolve"})


def refused(text: str) -> str:
    with pytest.raises(NotJudgeable) as found:
        parse(text, PSEUDO_HOSTS)
    return found.value.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \t\n\x00\x1f ", "empty"),
        ("contoh.example/a", "not_parseable"),
        ("https://exa mple/", "not_parseable"),
        ("https://a.example/\ud800", "not_parseable"),
        ("https://1.2.3.4.5/", "not_parseable"),
        ("mailto:a@b.example", "not_http"),
        ("javascript:alert(1)", "not_http"),
        ("blob:https://a.example/x", "not_http"),
        ("ftp://a.example/", "not_http"),
        ("tg://join?invite=x", "not_http"),
        ("tg://resolve:80?domain=x", "not_http"),
        ("https://./", "no_host"),
        ("https://../", "bad_host"),
        ("https://a..example/", "bad_host"),
        ("https://a.example../", "bad_host"),
        ("https://.a.example/", "bad_host"),
        ("https://a+b.example/", "bad_host"),
        ("https://" + "a." * 126 + "bb", "bad_host"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert refused(text) == reason


@pytest.mark.parametrize("text", ["x" * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1), "\ud800" * (MAX_BYTES // 3 + 1)])
def test_length_is_counted_in_bytes_and_before_anything_else(text: str) -> None:
    assert refused(text) == "too_long"


def test_the_longest_address_is_judged() -> None:
    text = "https://a.example/"
    text += "é" * ((MAX_BYTES - len(text)) // 2)

    assert len(text.encode()) == MAX_BYTES
    assert parse(text, ()).host == "a.example"


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("https://WWW.Contoh.Example/", "contoh.example", ""),
        ("https://www.www.contoh.example/", "contoh.example", ""),
        ("https://www.com/", "www.com", ""),
        ("https://www.www.com/", "www.com", ""),
        ("https://wwwx.example/", "wwwx.example", ""),
        ("https://contoh.example./", "contoh.example", ""),
        ("https://user:secret@contoh.example/", "contoh.example", ""),
        ("https://user@www.contoh.example:8443/", "contoh.example", "8443"),
        ("http://contoh.example:80/", "contoh.example", ""),
        ("http://contoh.example:443/", "contoh.example", ""),
        ("https://contoh.example:80/", "contoh.example", ""),
        ("https://a_b.example/", "a_b.example", ""),
        ("http://localhost/", "localhost", ""),
        ("http://0x7f.1/", "127.0.0.1", ""),
        ("http://[::1]:81/", "[::1]", "81"),
        ("tg://resolve?domain=a", "tg://resolve", ""),
        ("https:contoh.example", "contoh.example", ""),
    ],
)
def test_host_and_port(text: str, host: str, port: str) -> None:
    found = parse(text, PSEUDO_HOSTS)

    assert (found.host, found.port) == (host, port)


def test_user_and_fragment_are_dropped_and_the_query_stays_as_serialised() -> None:
    assert parse("http://u:p@contoh.example/%7ea//b/?x=%zz&y='#/f?g", ()) == Address(
        "http", "contoh.example", "", "/~a/b", "x=%zz&y=%27", "/~a//b/"
    )


def test_a_base_is_used_only_when_given() -> None:
    assert parse("../c?d", (), "https://a.example/x/y").path == "/c"
    assert refused("/c") == "not_parseable"

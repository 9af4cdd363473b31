"""The domain filter: it never leaves out a domain that a listing lies below, whatever its writer was told of it."""

from __future__ import annotations

import json
from array import array
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support.published import rules_bundle

from cektautan.core.address import NotJudgeable
from cektautan.core.bloom import build_bloom, may_list_in
from cektautan.core.domain_filter import decode_filter, domains_of, encode_filter, filter_of
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.identity import Identity, identify
from cektautan.core.keys import key_hash, prefix
from cektautan.core.rules import Rules

ROOT = Path(__file__).resolve().parents[3]
RULES = Rules.from_bundle(json.loads(rules_bundle()))

labels = st.sampled_from(["a", "kabar", "co", "go", "id", "com", "blogspot", "www", "xn--mgbaam7a8h", "1"])
names = st.lists(labels, min_size=1, max_size=12).map(".".join)
hosts = names | st.sampled_from(["127.0.0.1", "[2001:db8::1]", "localhost", "kpu.go.id", "m.youtube.com"])
ports = st.sampled_from(["", ":80", ":8080"])
paths = st.lists(st.sampled_from(["a", "2024", "berita-1", "watch", ""]), max_size=7).map("/".join)
queries = st.sampled_from(["", "?a=1", "?v=GPdzHkn5M6M", "?amp=1"])
addresses = st.builds(lambda *parts: "https://{}{}/{}{}".format(*parts), hosts, ports, paths, queries)


def told(identity: Identity) -> list[str]:
    """What a writer may be told of the domain of a key: the truth, nothing, and nonsense."""
    return ["", "lain.example", *(key.removeprefix("domain:") for key in identity.keys if key.startswith("domain:"))]


@given(addresses)
@example("https://" + "a." * 20 + "kabar.co.id/x")
@example("https://kpu.go.id:8443/")
@example("tg://resolve?domain=kabar&post=3")
def test_no_page_is_passed_by_of_which_any_key_is_listed(url: str) -> None:
    try:
        identity = identify(url, RULES)
    except NotJudgeable:
        return
    if not identity.host:
        # It has one key, and the filter is never asked.
        assert len(identity.keys) == 1
        return
    for key in identity.keys:
        for domain in told(identity):
            bloom = memoryview(build_bloom(filter_of([(key, domain)])))
            assert may_list_in(bloom)(identity.host), (key, domain)


def test_the_registrable_domain_stands_for_a_listing_and_a_suffix_only_where_nothing_else_is_known() -> None:
    key = "path:berita.kabar.co.id/politik"
    assert filter_of([(key, "kabar.co.id")]) == array("Q", [prefix(key_hash("domain:kabar.co.id"))])
    assert filter_of([(key, "")]) == filter_of([(key, "kabar.com")]) == array("Q", [prefix(key_hash("domain:co.id"))])


@pytest.mark.parametrize(
    ("key", "domains"),
    [
        ("url:kabar.co.id/1?a=1", ["domain:kabar.co.id", "domain:co.id"]),
        ("path:kabar.com:8080/x", ["domain:kabar.com"]),
        ("host:m.kabar.com", ["domain:m.kabar.com", "domain:kabar.com"]),
        ("domain:kabar.com", ["domain:kabar.com"]),
        ("url:kabar.com?a=b/c:d", ["domain:kabar.com"]),
        ("host:127.0.0.1", []),
        ("url:[2001:db8::1]:8080/x", []),
        ("host:localhost", []),
        ("content:youtube:GPdzHkn5M6M", []),
        ("url:tg://resolve?domain=kabar.com", []),
    ],
)
def test_the_domains_of_a_key_are_those_of_its_host(key: str, domains: list[str]) -> None:
    assert domains_of(key) == domains


@given(st.sets(st.integers(0, (1 << 64) - 1), max_size=60))
def test_what_is_written_is_read(values: set[int]) -> None:
    found = array("Q", sorted(values))
    data = encode_filter(found)
    assert decode_filter(data) == found
    for cut in range(len(data)):
        with pytest.raises(FormatError):
            decode_filter(data[:cut])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data[:7], ErrorCode.TRUNCATED),
        (lambda data: data[:-1], ErrorCode.TRUNCATED),
        (lambda data: b"CKTS" + data[4:], ErrorCode.BAD_FORMAT),
        (lambda data: data[:4] + b"\2" + data[5:], ErrorCode.BAD_FORMAT),
        (lambda data: data[:5] + b"\1" + data[6:], ErrorCode.BAD_FORMAT),
        (lambda data: data + b"\0", ErrorCode.BAD_FORMAT),
        (lambda data: data + bytes(64 << 20), ErrorCode.TOO_LARGE),
    ],
)
def test_what_is_no_filter_is_refused_with_its_code(change, code: ErrorCode) -> None:  # type: ignore[no-untyped-def]
    good = encode_filter(filter_of([("url:kabar.com/1", ""), ("url:berita.id/1", "")]))
    with pytest.raises(FormatError) as refused:
        decode_filter(change(good))
    assert refused.value.code is code

"""The quick reader of a lookup takes a request for what the library takes it for, or leaves it to the library."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from cektautan.web.compat.safe_browsing import dialects
from cektautan.web.compat.safe_browsing.asked import Asked, read_plain
from cektautan.web.compat.safe_browsing.matching import REQUEST

SEED = 20_261_129
URLS = [
    "https://contoh.com/",
    "contoh.com",
    "",
    'https://contoh.com/\u00fc?a="b":c',
    '\\\\":',
    "a\nb",
    "\U0001f600",
    "\0",
]
NAMES: dict[str, list[Any]] = {
    "threatTypes": ["ACCURACY_TIPS", "SOCIAL_ENGINEERING", "MALWARE", "LAIN", 2, 17, 99, None, "2", 1.0, True],
    "platformTypes": ["ANY_PLATFORM", "WINDOWS", "LAIN", 6, "", []],
    "threatEntryTypes": ["URL", "EXECUTABLE", "LAIN", 1, {}],
}
WRITTEN = [
    b"", b"{", b"{}", b"[]", b"null", b"1", b'"threatInfo"', b'{"threatInfo": null}', b'{"threatInfo": []}',
    b'{"threatInfo": {}, "threatInfo": {}}', b'{"threatInfo" : {}, "threatInfo": {}}',
    b'{"threatInfo": {"threatEntries": [{"url": "a", "url": "b"}]}}', b'{"threatInfo": {"threatEntries": [["url"]]}}',
    b'{"threatInfo": {"threatEntries": [{"url": "a", "url" :"b"}, {"url": "\\":"}]}}',
    b'{"threatInfo": {"threatTypes": "MALWARE"}}', b'{"threatInfo": {"threatTypes": {"MALWARE": 1}}}',
    b'{"threat_info": {"threat_entries": [{"url": "a"}]}}', b'{"threatInfo": {"threatEntries": null}}',
    b'{"client": null, "threatInfo": {}}', b'{"client": [], "threatInfo": {}}', b'{"client": {"clientId": 1}}',
    b'{"threatInfo": {"threatEntries": [{"url": "\\ud800"}]}}', b'{"threatInfo": {"threatEntries": [{"url": "\xff"}]}}',
    b'\xef\xbb\xbf{"threatInfo": {}}', b'{"threatInfo": {"threatEntries": [{"url": NaN}]}}', b'{"threatInfo": {}} ',
    b'{"threatInfo": {"threatEntries": [{"hash": "AAAA"}]}}', b'{"threatInfo": {"threatEntries": [{}]}}',
    b'{"threatInfo": {"x": {}}}', b'{"x": 1, "threatInfo": {}}', b'{"threatInfo": {"threatEntries": {}}}',
    b'{"client": {"clientId": "\xc3\xbc"}, "threatInfo": {"threatTypes": []}}',
]  # fmt: skip


def _library(data: bytes) -> Asked | None:
    try:
        return Asked.of(dialects.parse_json(REQUEST, data))
    except Exception:
        return None


def _generated(count: int) -> Iterator[bytes]:
    chance = random.Random(SEED)

    def some(values: list[Any], usual: int) -> list[Any]:
        # Most requests are as clients write them: the usual values stand first.
        known = values if chance.random() < 0.3 else values[:usual]
        return [chance.choice(known) for _ in range(chance.randrange(4))]

    for _ in range(count):
        info: dict[str, Any] = {name: some(values, 2) for name, values in NAMES.items() if chance.random() < 0.9}
        entries: list[Any] = [{"url": chance.choice(URLS)} for _ in range(chance.randrange(4))]
        if chance.random() < 0.1:
            entries.append(chance.choice([{"hash": "AAAA"}, {}, None, "a", {"url": 1}, {"url": "a", "x": 1}]))
        info["threatEntries"] = entries
        asked: dict[str, Any] = {"client": {"clientId": chance.choice(URLS), "clientVersion": "1"}, "threatInfo": info}
        if chance.random() < 0.1:
            asked[chance.choice(["client", "threatInfo", "lain"])] = chance.choice([None, [], {}, "a", 1])
        text = json.dumps(asked, ensure_ascii=chance.random() < 0.5, indent=chance.choice([None, 1]))
        if chance.random() < 0.1:
            text = text.replace(": ", chance.choice([":", " : ", "\n:"]))
        if chance.random() < 0.1:
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(['"', ",", "}", "\\", ":", '"a":']) + text[at:]
        yield text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("data", WRITTEN)
def test_a_strange_request_is_read_as_by_the_library_or_left_to_it(data: bytes) -> None:
    plain = read_plain(data)
    assert plain is None or plain == _library(data)


def test_thousands_of_requests_are_read_as_by_the_library_or_left_to_it() -> None:
    read = left = refused = 0
    for data in _generated(10_000):
        plain, library = read_plain(data), _library(data)
        assert plain is None or plain == library, data
        read, left, refused = read + (plain is not None), left + (plain is None), refused + (library is None)
    assert min(read, left, refused) > 500, (read, left, refused)


def test_a_request_as_clients_write_it_is_not_left_to_the_library() -> None:
    usual = {
        "client": {"clientId": "c", "clientVersion": "1"},
        "threatInfo": {
            "threatTypes": ["SOCIAL_ENGINEERING", "ACCURACY_TIPS"],
            "platformTypes": ["ANY_PLATFORM"],
            "threatEntryTypes": ["URL"],
            "threatEntries": [{"url": "https://contoh.com/a?b=c:d"}, {"url": "https://contoh.com/\u00fc"}],
        },
    }
    for text in (json.dumps(usual), json.dumps(usual, indent=2), json.dumps(usual, separators=(",", ":"))):
        asked = read_plain(text.encode())
        assert asked == _library(text.encode())
        assert asked is not None
        assert asked.urls == ("https://contoh.com/a?b=c:d", "https://contoh.com/\u00fc")

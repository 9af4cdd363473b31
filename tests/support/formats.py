"""Teaches Schemathesis the formats of ours, so that what it generates as right is right.

`web-address` is an address that can be judged, `public-address` one that others can open too, `short-link` one that is
opaque, `public-domain` a name that can have a reputation; docs/identity.md says which those are, and no pattern could.
`ticket` is what a reader's program makes, `taxii-time` a time in UTC. Lines of JSON are read as a list of them.
Messages of Safe Browsing are whole ones in protocol buffers. Loaded by the command line through SCHEMATHESIS_HOOKS.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import schemathesis
from hypothesis import strategies as st

from cektautan.web.compat.safe_browsing.messages import new

LABELS = st.from_regex(r"[a-z][a-z0-9]{0,12}", fullmatch=True)
HOSTS = st.builds(lambda name, suffix: f"{name}.{suffix}", LABELS, st.sampled_from(["com", "co.id", "id", "org"]))
PATHS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20), max_size=4)
KNOWN = st.sampled_from(["https://m.youtube.com/watch?v=GPdzHkn5M6M&t=9", "https://bit.ly/x", "http://facebook.com"])
ADDRESSES = KNOWN | st.builds(lambda host, path: f"https://{host}/{'/'.join(path)}", HOSTS, PATHS)

schemathesis.openapi.format("web-address", ADDRESSES)
schemathesis.openapi.format("short-link", st.builds("https://s.id/{}".format, LABELS))
schemathesis.openapi.format("public-domain", HOSTS)
schemathesis.openapi.format("public-address", ADDRESSES)
schemathesis.openapi.format("taxii-time", st.datetimes().map(lambda time: f"{time.isoformat(timespec='seconds')}Z"))
schemathesis.openapi.format("ticket", st.from_regex("[0-9A-HJKMNP-TV-Z]{26}", fullmatch=True))

TYPES = st.lists(st.integers(0, 20), max_size=3)
HASHES = st.binary(min_size=4, max_size=32)


def in_base64(strategy: st.SearchStrategy[bytes]) -> st.SearchStrategy[str]:
    """Texts of these bytes, as they stand in addresses."""
    return strategy.map(lambda data: base64.urlsafe_b64encode(data).decode())


@st.composite
def threats(draw: st.DrawFn) -> Any:
    """What is asked for of addresses or hashes."""
    entries = [{"hash": draw(HASHES), "url": draw(ADDRESSES)} for _ in range(draw(st.integers(0, 3)))]
    # Whoever asks about something names a type.
    types = draw(TYPES.filter(bool) if entries else TYPES)
    return new("ThreatInfo", threat_types=types, platform_types=draw(TYPES), threat_entries=entries)


@st.composite
def hash_requests(draw: st.DrawFn) -> bytes:
    """A search for full hashes."""
    request = new("FindFullHashesRequest", client={"client_id": "uji"}, threat_info=draw(threats()))
    return bytes(request.SerializeToString())


@st.composite
def update_requests(draw: st.DrawFn) -> bytes:
    """A request for updates of lists that differ in their types, so that none is named twice."""
    lists = [
        {"threat_type": each, "platform_type": 6, "threat_entry_type": 1, "state": draw(st.binary(max_size=40))}
        for each in draw(st.lists(st.integers(0, 20), max_size=3, unique=True))
    ]
    return bytes(new("FetchThreatListUpdatesRequest", list_update_requests=lists).SerializeToString())


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """A body that every method takes: none has the fields of the others, and unknown ones are passed over."""
    found = new("FindThreatMatchesRequest", client={"client_id": "uji"}, threat_info=draw(threats()))
    return bytes(found.SerializeToString())


schemathesis.openapi.format("base64", in_base64(st.binary(max_size=40)))
schemathesis.openapi.format("hash-prefix", in_base64(st.binary(min_size=4, max_size=4)))
schemathesis.openapi.format("safe-browsing-hashes", in_base64(hash_requests()).filter(bool))
schemathesis.openapi.format("safe-browsing-updates", in_base64(update_requests()).filter(bool))
schemathesis.openapi.media_type("application/x-protobuf", bodies())


@schemathesis.deserializer("application/x-ndjson")
def lines(_context: Any, response: Any) -> list[Any]:
    """Return the objects of the lines."""
    return [json.loads(line) for line in response.text.splitlines()]

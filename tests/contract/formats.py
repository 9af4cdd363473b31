"""Teaches Schemathesis the formats of ours, so that what it generates as right is right.

`web-address` is an address that can be judged, `public-address` one that others can open too, `short-link` one that is
opaque, `public-domain` a name that can have a reputation; docs/identity.md says which those are, and no pattern could.
`ticket` is what a reader's program makes, `taxii-time` a time in UTC. Lines of JSON are read as a list of them. Loaded
by the command line through SCHEMATHESIS_HOOKS.
"""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from hypothesis import strategies as st

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


@schemathesis.deserializer("application/x-ndjson")
def lines(_context: Any, response: Any) -> list[Any]:
    """Return the objects of the lines."""
    return [json.loads(line) for line in response.text.splitlines()]

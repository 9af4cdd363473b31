"""Another desk's chain of changes (`GET /v1/changes`, docs/protocol.md, section 15): what it told its readers last.

The chain carries hashes of keys and never an address: an entry's subject is `sha256:` with the hash, and only whoever
knows the key already knows what it is about. Each line is checked against the one before; a chain that was altered is
refused as a whole, because a lie in it could take a warning back. Of several lines about one listing the last counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any, Final

import orjson

from cektautan.sources.lists.collecting import Collected, printable, word
from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.json_text import members
from cektautan.sources.lists.lines import beginning, numbered
from cektautan.sources.protocol import Document, FoundEntry, Reading

HASHED: Final = "sha256:"
"""What a subject begins with that is the hash of a key."""

TAKEN_BACK = frozenset({"retract", "expire", "remove"})
OPS = TAKEN_BACK | {"list", "amend"}

_HASH = re.compile(r"[0-9a-f]{64}\Z")
_BEGINNING = re.compile(r'\s*\{[^\n]*"prev_hash"\s*:\s*"[0-9a-f]{64}"')


class Changes:
    """Reads chains of changes."""

    name = "changes"

    def recognises(self, document: Document) -> bool:
        """Return whether the first line is one of a chain."""
        return _BEGINNING.match(beginning(document)) is not None

    def read(self, document: Document) -> Reading:
        """Return the last word about each listing.

        Raises:
            FileRefusedError: a line is none of a chain, or does not follow from the one before.

        """
        decoded, found = decode(document.body), Collected()
        latest: dict[Any, tuple[int, dict[str, Any]]] = {}
        last: dict[str, Any] = {}
        for number, line in _links(decoded.text):
            found.fact("first", line["seq"])
            found.fact("before", line["prev_hash"])
            body = members(_json(word(line["body"]), number))
            latest.pop(body.get("listing"), None)
            latest[body.get("listing")] = (number, body)
            last = line
        for number, body in latest.values():
            _take(number, body, found)
        found.fact("last", last.get("seq", 0))
        found.fact("hash", last.get("hash"))
        return found.reading(decoded.encoding)


def _links(lines: str) -> Iterator[tuple[int, dict[str, Any]]]:
    before: dict[str, Any] | None = None
    for number, text in numbered(lines):
        if not text:
            continue
        line = members(_json(text, number))
        link = {name: line.get(name) for name in ("body", "event_seq", "prev_hash", "seq")}
        plain = orjson.dumps(link, option=orjson.OPT_SORT_KEYS)
        follows = before is None or (link["prev_hash"], link["seq"]) == (before["hash"], before["seq"] + 1)
        if not isinstance(link["seq"], int) or not follows or sha256(plain).hexdigest() != line.get("hash"):
            raise FileRefusedError("broken_chain", line=number)
        before = line
        yield number, line


def _json(text: str, number: int) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise FileRefusedError("bad_json", line=number) from None


def _take(number: int, body: dict[str, Any], found: Collected) -> None:
    op, digest, level = word(body.get("op")), word(body.get("sha256")), body.get("level")
    if op not in OPS or not _HASH.match(digest):
        found.refuse(number, "unknown_change", op)
        return
    found.take(
        FoundEntry(
            number,
            f"{HASHED}{digest}",
            level=level if isinstance(level, int) and 0 < level < 4 else None,
            verdict=word(body.get("verdict")),
            reason_code=word(body.get("reason_code")),
            claim=printable(word(body.get("claim")))[:200],
            listed=_day(body.get("listed")),
            until=_day(body.get("review_by")),
            name=_name(body.get("listing")),
            retracted=op in TAKEN_BACK or level == 0,
            lapsed=op == "expire",
        )
    )


def _name(value: Any) -> str:
    return printable(str(value))[:200] if isinstance(value, (int, str)) else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(word(value))
    except ValueError:
        return None

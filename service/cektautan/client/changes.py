"""The chain of changes, line by line and verified: no line passes that was altered, left out or put in afterwards.

What each line says is in docs/protocol.md, section 15. The chain tells what was decided; the signed set tells what
holds. A body is read and never written anew before hashing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from cektautan.client.calling import Server, retry_after
from cektautan.client.errors import ChainError
from cektautan.core.chain import START, link_hash

_PLACE: Final = "/v1/changes"
_PAGE_LINES: Final = 1_000
_PAGE_BYTES: Final = 16 << 20
_LEAST_PAUSE: Final = 1
"""Seconds."""
_LINK: Final = ("body", "event_seq", "prev_hash", "seq")


@dataclass(frozen=True, slots=True)
class Change:
    """One line. Keep `seq` and `hash` of the last one, and go on from there."""

    seq: int
    event_seq: int
    """The number of the decision; one decision may make several lines."""
    hash: str
    prev_hash: str
    body: Mapping[str, Any]
    """What happened: `op`, `sha256` of the key, the terms in force from `at` on. An unknown `op`: read the set."""

    @property
    def op(self) -> str:
        """`list`, `amend`, `retract`, `expire` or `remove`."""
        return str(self.body.get("op", ""))


def read_changes(server: Server, after: int, prev_hash: str | None, wait: int) -> Iterator[Change]:
    """Yield the lines after a line, to the end of the chain; with `wait`, until none has come for so many seconds.

    Raises:
        ChainError: a line is not right; those before it were yielded.
        ProblemError: the server refused, as with `beyond-the-end`; UnreachableError: it was not reached.

    """
    if after == 0:
        prev_hash = START
    waiting = {"wait": wait} if wait else {}
    until = time.monotonic() + wait
    while True:
        query = {"after": after, "limit": _PAGE_LINES, **waiting}
        reply = server.ask(_PLACE, _PAGE_BYTES, query=query, longer=wait)
        lines = reply.body.splitlines()
        for text in lines:
            change = _read(text, after + 1)
            if prev_hash is not None and change.prev_hash != prev_hash:
                raise ChainError(after + 1, "it does not follow from the one before")
            yield change
            after, prev_hash = change.seq, change.hash
        if lines:
            until = time.monotonic() + wait
        elif wait and (pause := retry_after(reply.headers)) is not None:
            # It has no place for another one that waits: who asked again at once would only ask in a circle.
            left = until - time.monotonic()
            server.pause(min(max(pause, _LEAST_PAUSE), max(left, 0)))
            if left > pause:
                continue
        if not lines or not (wait or "next" in reply.headers.get("Link", "")):
            return


def _read(text: bytes, seq: int) -> Change:
    try:
        line = orjson.loads(text)
        link = {name: line[name] for name in _LINK}
        hash_ = line["hash"]
        found = link_hash(link)
        body = orjson.loads(link["body"])
    except (ValueError, KeyError, TypeError):
        raise ChainError(seq, "it is no line of the chain") from None
    if found != hash_:
        raise ChainError(seq, "it was changed: its hash is another")
    if link["seq"] != seq or not isinstance(body, dict):
        raise ChainError(seq, "it is missing")
    return Change(seq, link["event_seq"], hash_, link["prev_hash"], body)

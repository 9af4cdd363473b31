"""Verifies the public chain of changes against the head that a signed manifest names (docs/protocol.md, section 15).

A line is right when its hash is that of its content and it names the line before; the chain is the one that was signed
for when its line of the manifest's number has the manifest's hash. The first place that does not fit is named. Whether
the lines say what the set says is not asked: they tell what was decided, the set tells what holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import orjson
import requests

from cektautan.core.chain import START, link_hash
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.manifest import ChainHead
from cektautan.core.signed_json import as_object
from cektautan.publish.mirror import fetch

PAGE_LINES: Final = 1_000
MAX_LINE_BYTES: Final = 64 << 10
MAX_PAGE_BYTES: Final = 16 << 20


def verify_changes(lines: Iterable[bytes], head: ChainHead) -> int:
    """Verify lines from the first one on, and return how many there are.

    Raises:
        FormatError: bad_format or bad_checksum, the first line that is not right named; truncated where the chain ends
            before the manifest's line.

    """
    seq, before = 0, START
    _compare(seq, before, head)
    for text in lines:
        line = _read(text, seq + 1)
        link = {name: line[name] for name in ("body", "event_seq", "prev_hash", "seq")}
        if (line["seq"], line["prev_hash"]) != (seq + 1, before):
            raise FormatError(ErrorCode.BAD_CHECKSUM, f"changes: line {seq + 1} does not follow from the one before")
        if link_hash(link) != line["hash"]:
            raise FormatError(ErrorCode.BAD_CHECKSUM, f"changes: line {seq + 1} was changed: its hash is another")
        seq, before = line["seq"], line["hash"]
        _compare(seq, before, head)
    if seq < head.seq:
        raise FormatError(ErrorCode.TRUNCATED, f"changes: {seq} lines, and the manifest names line {head.seq}")
    return seq


def served_changes(server: str, head: ChainHead) -> Iterator[bytes]:
    """Fetch the chain of a server, page by page, as far as the manifest's line at least.

    Raises:
        FormatError: `unreachable` or `too_large`.

    """
    seq = 0
    with requests.Session() as session:
        while seq < head.seq:
            page = fetch(session, f"{server}/v1/changes?after={seq}&limit={PAGE_LINES}", MAX_PAGE_BYTES)
            lines = page.splitlines()
            if not lines:
                return
            yield from lines
            seq += len(lines)


def kept_changes(file: Path) -> Iterator[bytes]:
    """Read a chain that somebody keeps: the lines of `/v1/changes` from the first one on.

    Raises:
        FormatError: `unreachable` or `too_large`.

    """
    try:
        with file.open("rb") as opened:
            while line := opened.readline(MAX_LINE_BYTES + 1):
                yield line
    except OSError as problem:
        raise FormatError(ErrorCode.UNREACHABLE, f"{file}: {problem.strerror}") from None


def _compare(seq: int, found: str, head: ChainHead) -> None:
    if seq == head.seq and found != head.hash:
        raise FormatError(ErrorCode.BAD_CHECKSUM, f"changes: line {seq} is not the one that the manifest names")


def _read(text: bytes, number: int) -> dict[str, Any]:
    what = f"changes: line {number}"
    if len(text) > MAX_LINE_BYTES:
        raise FormatError(ErrorCode.TOO_LARGE, what)
    try:
        line = as_object(orjson.loads(text), what)
    except orjson.JSONDecodeError:
        raise FormatError(ErrorCode.BAD_FORMAT, f"{what} is not JSON") from None
    numbers = all(type(line.get(name)) is int for name in ("seq", "event_seq"))
    if not numbers or not all(isinstance(line.get(name), str) for name in ("body", "hash", "prev_hash")):
        raise FormatError(ErrorCode.BAD_FORMAT, f"{what} is no line of the chain")
    return line

"""Reads the JSON of an answer or a feed of data, whose size and depth a stranger chose.

Numbers stay as they are written. It is no page, so nothing is mended but the letters.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from cektautan.sources.claimreview.decoding import decode
from cektautan.sources.claimreview.limits import DATA_BYTES
from cektautan.sources.protocol import Document, NotThisFormatError

_BEGINNING: Final = 4096


def begins_with(document: Document, pattern: re.Pattern[bytes]) -> bool:
    """Return whether a document is JSON by its first letter, and its beginning holds a pattern."""
    head = document.body[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] in (b"{", b"[") and pattern.search(head) is not None


def read_json(document: Document) -> tuple[Any, tuple[str, ...]]:
    """Return what a document holds, and the flags of its letters.

    Raises:
        NotThisFormatError: `too_large`, `empty`, `too_deep`, or `not_json` with the line where it ends to be JSON.

    """
    if len(document.body) > DATA_BYTES:
        raise NotThisFormatError("too_large")
    decoded = decode(document, DATA_BYTES)
    if not decoded.text.strip():
        raise NotThisFormatError("empty")
    try:
        data = json.loads(decoded.text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as problem:
        raise NotThisFormatError("not_json", problem.lineno) from None
    except RecursionError:
        raise NotThisFormatError("too_deep") from None
    return data, decoded.flags

"""JSON of strangers -> plain values, or a refusal that says in which line it breaks.

orjson refuses what is nested over a thousand deep, numbers that are none and halves of letters; everything behind it
asks for the kind of a value before it uses it, because a key can have anything behind it.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.limits import MAX_ROWS, MOST_VALUES
from cektautan.sources.protocol import Document

_DEEP = re.compile("recursion|depth", re.IGNORECASE)


def load(document: Document) -> tuple[Any, str]:
    """Return the value of a document and its encoding.

    Raises:
        FileRefusedError: it is no text, no JSON, or would cost too much memory.

    """
    decoded = decode(document.body)
    if decoded.text.count(",") > MOST_VALUES:
        raise FileRefusedError("too_many_rows", rows=MAX_ROWS)
    try:
        return orjson.loads(decoded.text), decoded.encoding
    except orjson.JSONDecodeError as error:
        code = "too_deep" if _DEEP.search(error.msg) else "bad_json"
        raise FileRefusedError(code, line=error.lineno) from None


def members(value: Any) -> dict[str, Any]:
    """Return an object, an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return an array, an empty one where there is none."""
    return value if isinstance(value, list) else []

"""Reads what the head of an answer says about where to go and what the body is. It may lie; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.message import Message
from typing import Final

from cektautan.outbound.errors import BadAnswer

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")


def read_location(values: Iterable[str]) -> str | None:
    """Return where an answer redirects to, as the host wrote it; None where it does not say.

    Raises:
        BadAnswer: it says two things.

    """
    found = set(values)
    if len(found) > 1:
        # Two answers to one question: a browser would choose one, and we will not guess which.
        raise BadAnswer
    if not found:
        return None
    # Browsers escape bytes beyond ASCII; the parser has read them as Latin-1, one character a byte.
    value = found.pop().strip().encode("latin-1", "replace")
    return _BEYOND_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], value).decode("ascii")


def read_kind(value: str) -> tuple[str, str]:
    """Return media type and charset of a Content-Type, lower case; empty where it does not say."""
    if not value.strip():
        return "", ""
    field = Message()
    field["Content-Type"] = value.replace("\r", " ").replace("\n", " ")
    return field.get_content_type(), field.get_content_charset("") or ""

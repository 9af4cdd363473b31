"""What a caller may send to an interface: a bounded body and fields of its own.

Fields that say who asks, where the message ends or what came before are the client's alone, so that no caller can
smuggle a second request or a cookie. A fault names no value, for it may be a key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from cektautan.outbound.protocol import Call

MOST_SENT: Final = 1024 * 1024
"""Bytes of what is posted. What is sent to interfaces is forms and notices, not files."""

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
_VALUE: Final = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?\Z")
_OURS: Final = frozenset(
    {"host", "connection", "content-length", "content-type", "transfer-encoding", "te", "trailer", "upgrade", "expect",
     "user-agent", "accept", "accept-encoding", "cookie", "referer", "origin", "proxy-authorization"}
)  # fmt: skip


def sent_fields(call: Call) -> Mapping[str, str]:
    """Return the fields that a call adds to the head.

    Raises:
        ValueError: the body is too large, or a field cannot be sent or is not the caller's to set.

    """
    if call.body is not None and len(call.body) > MOST_SENT:
        raise ValueError("the body of a call is too large")
    for name, value in call.fields.items():
        if not _NAME.match(name) or name.lower() in _OURS or not _VALUE.match(value):
            raise ValueError("a field of a call cannot be sent")
    if call.body is None:
        return dict(call.fields)
    if not _VALUE.match(call.media_type):
        raise ValueError("a body without a media type cannot be sent")
    return {**call.fields, "Content-Type": call.media_type}

"""Decides which errors a published set can give, one code for each (docs/protocol.md, section 9).

The codes are the same strings as in the JavaScript client, because people compare what the extension says with what
`cektautan verify` says. Decoders must never raise anything else on malformed input.
"""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """Why a published file was refused, or marked."""

    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_KEY = "unknown_key"
    ROLLED_BACK = "rolled_back"
    FROM_FUTURE = "from_future"
    MANIFEST_EXPIRED = "manifest_expired"
    KEYS_EXPIRED = "keys_expired"
    KEYS_ROLLED_BACK = "keys_rolled_back"
    BAD_FORMAT = "bad_format"
    BAD_CHECKSUM = "bad_checksum"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    UNREACHABLE = "unreachable"


class FormatError(ValueError):
    """A published file was refused. `code` says why to a program, `detail` to a programmer."""

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail

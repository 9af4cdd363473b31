"""The hash of one link of a chain, and what a link consists of.

A link's hash is SHA-256 over its canonical JSON: members sorted, no spaces, UTF-8, the hash of the link before among
them. docs/protocol.md describes the public chain with the same words, so that anybody can check it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import orjson

START: Final = "0" * 64
"""The hash before the first link."""


def canonical(value: Any) -> str:
    """Return a value as the JSON text that is hashed and kept."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def link_hash(members: Mapping[str, Any]) -> str:
    """Return the hash of a link from all its members but the hash itself."""
    return hashlib.sha256(canonical(dict(members)).encode()).hexdigest()


def commitment(salt: bytes, text: str) -> str:
    """Return what the log keeps of a personal field: it proves the text while the salt is there, and nothing after."""
    return hashlib.sha256(salt + text.encode()).hexdigest()

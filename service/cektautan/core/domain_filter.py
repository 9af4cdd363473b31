"""Codes the domain filter: below which domains a snapshot lists anything at all (docs/protocol.md, section 19).

Decides which of the `domain:` keys of a listing stands for it. Most links lie on domains of which nothing is known, and
a reader that asks for these keys first is done after one or two hashes instead of five. It must never leave out a
domain that a listing lies below, or nobody would be warned there: what has no such key is asked for in full.
"""

from __future__ import annotations

import re
import struct
from array import array
from collections.abc import Iterable
from typing import Final

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.expressions import DOMAIN, domain_keys
from cektautan.core.keys import key_hash, prefix
from cektautan.core.rice import decode_block, encode_block
from cektautan.core.snapshot import MAX_BYTES, PREFIX_BOUND

_HEADER: Final = struct.Struct(">4sBBH")
_MAGIC: Final = b"CKTF"
_VERSION: Final = 1
# What stands behind the kind of a page's key: its host (a name, or an address of the IP in brackets) and its port.
_HOST: Final = re.compile(r"(?:url|path|host|domain):([^/?:\[\]]+|\[[0-9a-f:.]+\])(?::[0-9]+)?(?=[/?]|\Z)")


def domains_of(key: str) -> list[str]:
    """Return the `domain:` keys that every address with this key has, the narrowest first.

    None for an item of a platform and an app's link, whose addresses have one key only, and for an address of the IP.
    """
    found = _HOST.match(key)
    return [] if found is None else domain_keys(found[1])


def filter_of(keys: Iterable[tuple[str, str]]) -> array[int]:
    """Return the filter of a snapshot: sorted prefixes.

    Args:
        keys: each key with the registrable domain of its host, or nothing. The domain narrows what passes the filter,
            and cannot make it wrong: one that is not among the domains of the key does not count, and the widest does.

    """
    chosen = set()
    for key, registrable in keys:
        domains = domains_of(key)
        if domains:
            wanted = DOMAIN + registrable
            chosen.add(wanted if wanted in domains else domains[-1])
    return array("Q", sorted({prefix(key_hash(domain)) for domain in chosen}))


def encode_filter(values: array[int]) -> bytes:
    """Return the file of a filter; the same content always gives the same bytes."""
    return _HEADER.pack(_MAGIC, _VERSION, 0, 0) + encode_block(values)


def decode_filter(data: bytes) -> array[int]:
    """Return the content of a filter's file, sorted.

    Raises:
        FormatError: too_large, truncated or bad_format.

    """
    if len(data) > MAX_BYTES:
        raise FormatError(ErrorCode.TOO_LARGE, f"{len(data)} bytes")
    if len(data) < _HEADER.size:
        raise FormatError(ErrorCode.TRUNCATED, f"{len(data)} bytes are no header")
    if _HEADER.unpack_from(data) != (_MAGIC, _VERSION, 0, 0):
        raise FormatError(ErrorCode.BAD_FORMAT, f"not version {_VERSION} of {_MAGIC.decode('ascii')}")
    values, end = decode_block(data, _HEADER.size, PREFIX_BOUND)
    if end != len(data):
        raise FormatError(ErrorCode.BAD_FORMAT, f"{len(data) - end} bytes after the filter")
    return values

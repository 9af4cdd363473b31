"""Keys: what is published of a key.

Decides the hash by which a listing is found. Follows docs/identity.md, section 5. Only hashes are published, so that the
list does not itself spread the addresses of hoaxes.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from struct import Struct

_first_eight_bytes = Struct(">Q24x").unpack


def key_hash(key: str) -> bytes:
    """Return the SHA-256 of a key's text."""
    return sha256(key.encode()).digest()


def prefix(hash_: bytes) -> int:
    """Return the first eight bytes of a hash as a number, the form in which a snapshot holds it."""
    number: int = _first_eight_bytes(hash_)[0]
    return number


def prefixes(keys: Iterable[str]) -> list[int]:
    """Return the prefixes of several keys; the same as `prefix(key_hash(key))` of each, in half the time."""
    return [_first_eight_bytes(sha256(key.encode()).digest())[0] for key in keys]

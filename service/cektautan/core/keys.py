"""Keys: what is published of a key.

Decides the hash by which a listing is found. Follows docs/identity.md, section 5. Only hashes are published, so that
the list does not itself spread the addresses of hoaxes. Nothing is remembered of what was asked, though a cache of
hosts would save a tenth of a lookup: it would be a record of what people read.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from struct import Struct

first_eight_bytes = Struct(">Q24x").unpack


def key_hash(key: str) -> bytes:
    """Return the SHA-256 of a key's text."""
    return sha256(key.encode()).digest()


def key_digest(key: str) -> str:
    """Return the SHA-256 of a key's text in hexadecimal, by which the store finds it.

    An index holds what it is over, and PostgreSQL's holds no more than 2,704 bytes; a key may be three times that.
    """
    return key_hash(key).hex()


def key_digests(keys: Iterable[str]) -> list[str]:
    """Return those of several keys."""
    return [key_digest(each) for each in keys]


def prefix(hash_: bytes) -> int:
    """Return the first eight bytes of a hash as a number, the form in which a snapshot holds it."""
    number: int = first_eight_bytes(hash_)[0]
    return number

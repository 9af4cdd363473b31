"""Keys: what is published of a key.

Decides the hash by which a listing is found. Follows docs/identity.md, section 5. Only hashes are published, so that
the list does not itself spread the addresses of hoaxes.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from struct import Struct

PREFIXES_REMEMBERED = 8192
"""How many prefixes of hosts and domains are kept."""

first_eight_bytes = Struct(">Q24x").unpack


def key_hash(key: str) -> bytes:
    """Return the SHA-256 of a key's text."""
    return sha256(key.encode()).digest()


def prefix(hash_: bytes) -> int:
    """Return the first eight bytes of a hash as a number, the form in which a snapshot holds it."""
    number: int = first_eight_bytes(hash_)[0]
    return number


@lru_cache(maxsize=PREFIXES_REMEMBERED)
def remembered_prefix(key: str) -> int:
    """Return the prefix of the key of a host or a domain, which comes again with every link of a site."""
    return prefix(key_hash(key))

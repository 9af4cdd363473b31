"""Keys: what is published of a key.

Decides the hash by which a listing is found. Follows docs/identity.md, step 6. Only hashes are published, so that the
list does not itself spread the addresses of hoaxes.
"""

from __future__ import annotations

from hashlib import sha256

PREFIX_BYTES = 8


def key_hash(key: str) -> bytes:
    """Return the SHA-256 of a key's text."""
    return sha256(key.encode()).digest()


def prefix(hash_: bytes) -> int:
    """Return the first eight bytes of a hash as a number, the form in which a snapshot holds it."""
    return int.from_bytes(hash_[:PREFIX_BYTES], "big")

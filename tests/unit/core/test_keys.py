"""What is published of a key is the SHA-256 of its text, and a list is searched by the first eight bytes of it."""

from __future__ import annotations

from cektautan.core.keys import key_hash, prefix

KEY = "content:youtube:dQw4w9WgXcQ"
# From `printf %s content:youtube:dQw4w9WgXcQ | sha256sum`.
DIGEST = "a013739a9478eac36afd536b33ee06987c1edcb9f42947cd4ccef091fe212726"


def test_hash_is_the_sha256_of_the_text() -> None:
    assert key_hash(KEY).hex() == DIGEST


def test_prefix_is_the_first_eight_bytes_as_a_big_endian_number() -> None:
    assert f"{prefix(key_hash(KEY)):016x}" == DIGEST[:16]
    assert prefix(bytes(7) + b"\x01" + bytes(24)) == 1

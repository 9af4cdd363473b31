"""What an API key looks like, and what one may say: tiers, scopes, the text itself.

`ct_`, eight letters that name the key, `_`, 256 random bits and a checksum (CRC-32 of everything before it), all in the
lower-case letters of Crockford's base 32. A slip of copying is told from a key that is gone without asking anybody, and
a program that looks for leaked secrets finds keys by `PATTERN`. What is kept of a key is its SHA-256: a plain hash is
right for 256 random bits, which nobody can search through, and it costs a request one microsecond where a password's
hash would cost a tenth of a second. ADR 0150.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from enum import StrEnum
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no i, l, o, u."""
BEGIN: Final = "ct_"
NAME_LETTERS: Final = 8
SECRET_LETTERS: Final = 52
CHECK_LETTERS: Final = 7
SECRET_BYTES: Final = 32

PATTERN: Final = re.compile(rf"ct_([{ALPHABET}]{{{NAME_LETTERS}}})_[{ALPHABET}]{{{SECRET_LETTERS + CHECK_LETTERS}}}")
"""Every key as a whole; its group is the name."""


class Tier(StrEnum):
    """How large the shares of a caller are."""

    ANONYMOUS = "anonymous"
    """Shows no key: the share is the network's."""
    KEYED = "keyed"
    PARTNER = "partner"


GIVEN_TIERS: Final = (Tier.KEYED, Tier.PARTNER)
"""Those that a key can have."""


class Scope(StrEnum):
    """What a key opens beyond what everybody has."""

    READ = "read"
    """Larger shares for questions: checks, batches, domains, Safe Browsing's hashes and addresses."""
    EXPORTS = "exports"
    """Larger shares for the lists, the chain of changes and the exports."""
    OWNER_ADDRESSES = "owner_addresses"
    """The download of listings whose key names an account or a channel, which stand in no public file."""


def key_of(name: str, secret: bytes) -> str:
    """Return the text of a key.

    Args:
        name: its name, letters of `ALPHABET`.
        secret: 32 random bytes.

    """
    begun = f"{BEGIN}{name}_{_letters(secret, SECRET_LETTERS)}"
    return begun + _check(begun)


def name_in(text: str) -> str | None:
    """The name in the text of a key; None where it is no key, or a letter of it is wrong.

    >>> name_in(key_of("abcd2345", bytes(32)))
    'abcd2345'
    >>> name_in(key_of("abcd2345", bytes(32)).replace("2345", "2346"))

    """
    match = PATTERN.fullmatch(text)
    return match[1] if match is not None and text.endswith(_check(text[:-CHECK_LETTERS])) else None


def digest_of(text: str) -> str:
    """Return what is kept of a key: the SHA-256 of its text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def letters_of(data: bytes) -> str:
    """Return a name of eight letters from five random bytes."""
    return _letters(data, NAME_LETTERS)


def _check(begun: str) -> str:
    return _letters(binascii.crc32(begun.encode()).to_bytes(4, "big"), CHECK_LETTERS)


def _letters(data: bytes, count: int) -> str:
    number = int.from_bytes(data, "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (count - 1), -1, -5))

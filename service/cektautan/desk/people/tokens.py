"""Random words that open something: sessions, invitations, recovery codes. The store keeps their SHA-256 alone.

Each holds at least 80 random bits, so that a plain hash cannot be searched through. What a person types is read
kindly: spaces, hyphens and case do not matter, and the letters that look like digits are those digits.
"""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32."""

_KINDLY = str.maketrans("OIL", "011", " -\t\r\n")


def new_token() -> str:
    """Return the token of a session, for a cookie."""
    return secrets.token_urlsafe(32)


def new_code(letters: int) -> str:
    """Return a code for people, five bits a letter, in groups of four."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(letters))
    return "-".join(code[start : start + 4] for start in range(0, letters, 4))


def read_code(typed: str) -> str:
    """Return a typed code as it was made, without its hyphens.

    >>> read_code(" abcd-Oi23 ")
    'ABCD0123'
    """
    return typed.upper().translate(_KINDLY)


def fingerprint(token: str) -> str:
    """Return what the store keeps of a token or of a code that was read."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

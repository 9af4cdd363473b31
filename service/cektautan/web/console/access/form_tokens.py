"""Tokens of forms: each proves that this service made the form for this session, and is one of a kind.

The first part is random and names the form, so that it counts once (`desk.people.spent_forms`); the second is an
HMAC-SHA-256 over it and the session. Follows the signed double-submit pattern of OWASP's CSRF prevention cheat sheet,
beside which the guard looks at what the browser says about where a request comes from.
"""

from __future__ import annotations

import hmac
import secrets

FIELD = "csrf_token"


class FormTokens:
    """Makes and reads the tokens of one installation."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"cektautan form", "sha256")

    def issue(self, holder: str) -> str:
        """Return a new token for who holds a session, or a visitor."""
        nonce = secrets.token_hex(12)
        return f"{nonce}.{self._sign(nonce, holder)}"

    def nonce(self, token: str, holder: str) -> str | None:
        """Return what makes the token one of a kind, or None if it was not made for this holder."""
        nonce, _, signature = token.partition(".")
        right = self._sign(nonce, holder)
        return nonce if hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace")) else None

    def _sign(self, nonce: str, holder: str) -> str:
        message = f"{nonce}:{holder}".encode("utf-8", "replace")
        return hmac.digest(self._key, message, "sha256").hex()

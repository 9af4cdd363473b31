"""Seals what only people of the desk may read, and opens it again (Fernet: AES-128-CBC with HMAC-SHA-256).

Keys come newest first: the first seals, all open, so a key is replaced without rewriting what it sealed.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Sealer:
    """Seals and opens texts."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> bytes:
        """Return a text that is of no use without the keys."""
        return self._keys.encrypt(text.encode())

    def open(self, sealed: bytes) -> str | None:
        """Return the text, or None where no key opens it: it was sealed with a key that is gone, or was altered."""
        try:
            return self._keys.decrypt(sealed).decode()
        except InvalidToken:
            return None


class NoKeys(Sealer):
    """Of a node that was given no secrets: it opens nothing, and to seal something there is a defect."""

    def __init__(self) -> None:
        super().__init__([Fernet.generate_key().decode()])

    def seal(self, text: str) -> bytes:
        """Refuse: nobody could ever open it."""
        raise TypeError("a node without the desk's secrets seals nothing")

"""Decides whether a password is right, and whether it may be chosen.

Argon2id with the parameters of RFC 9106 for little memory, which the library keeps current; a hash that was made with
older ones is made anew when its password is next seen. An unknown name costs as much time as a wrong password. Length
is what protects (NIST SP 800-63B-4, 3.1.1.2: 8 at least beside a second factor; 12 here), so there are no rules about
digits and signs, and what many people choose is refused. A password must never be logged, and never reaches an event.
"""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cektautan.desk.people.strength import weakness

SHORTEST = 12
LONGEST = 200
AT_ONCE = 2
"""Each computation takes 64 MiB: a crowd at the door must not take all of the memory."""


def fault(password: str, login: str, name: str = "") -> str | None:
    """Return the code of what is wrong with a password that was chosen for an account, or None."""
    text = _normal(password)
    if len(text) < SHORTEST:
        return "password_short"
    if len(text) > LONGEST:
        return "password_long"
    folded = text.casefold()
    if login.casefold() in folded or "cektautan" in folded:
        return "password_named"
    weak = weakness(text, login, name)
    return None if weak is None else f"password_{weak}"


class Passwords:
    """Hashes and verifies passwords."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash("a password that nobody has")
        self._room = threading.BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """Return what the store keeps of a password."""
        with self._room:
            return self._hasher.hash(_normal(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """True if it is the password; where nothing is kept, False after as much work."""
        text = _normal(password)[: LONGEST + 1]
        with self._room:
            try:
                return self._hasher.verify(kept or self._nobodys, text) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, kept: str) -> bool:
        """True if the hash was made with other parameters than one would be now."""
        return self._hasher.check_needs_rehash(kept)


def _normal(password: str) -> str:
    # Phones and laptops compose the same letter differently.
    return unicodedata.normalize("NFC", password)

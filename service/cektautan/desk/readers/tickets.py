"""Tickets: the number by which a reader who gave no name asks again what became of a report.

A ticket is 128 random bits in Crockford's base32, made by the reader's own client, so that a report that is sent twice
after a lost answer is filed once. Only its HMAC is kept: whoever reads the database learns no ticket, and whoever holds
a ticket needs no account. A ticket must never stand in a path, a query or a log.
"""

from __future__ import annotations

import hashlib
import hmac
import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U, which people take for other signs, or for a word."""

LENGTH = 26
LONGEST = 80
"""The longest text that is looked at: a ticket with whatever a chat puts between its signs."""

RANDOM_BYTES = 16

_GROUPS = (5, 5, 5, 5, 6)
_WHOLE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u00ad\u200b-\u200d\ufeff]+")
_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})


def read(text: str) -> str | None:
    """Return a ticket as it is counted, from whatever a person or a program wrote; None where it is none.

    >>> read("01abc-defgh-jkmnp-qrstv-wxyzol")
    '01ABCDEFGHJKMNPQRSTVWXYZ01'
    >>> read("01abc")
    """
    if len(text) > LONGEST:
        return None
    plain = _BETWEEN.sub("", text)
    if not plain.isascii():
        return None
    plain = plain.upper().translate(_MISTAKEN)
    return plain if _WHOLE.fullmatch(plain) else None


def show(ticket: str) -> str:
    """Return a ticket in groups, as people copy it.

    >>> show("01ABCDEFGHJKMNPQRSTVWXYZ01")
    '01ABC-DEFGH-JKMNP-QRSTV-WXYZ01'
    """
    groups, at = [], 0
    for size in _GROUPS:
        groups.append(ticket[at : at + size])
        at += size
    return "-".join(groups)


def make(random: bytes) -> str:
    """Return the ticket of 16 random bytes, for a form that runs no script.

    >>> make(bytes(16))
    '00000000000000000000000000'
    """
    number = int.from_bytes(random, "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def ticket_hash(ticket: str, secret: str) -> str:
    """Return what is kept of a ticket."""
    return hmac.new(secret.encode(), ticket.encode(), hashlib.sha256).hexdigest()

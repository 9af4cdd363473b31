"""Decides how easily a password is guessed, and says what is weak in it.

By zxcvbn (docs/adr/0117), which knows what people choose: passwords that leaked, names, words, rows of keys, dates. To
it come the names of the account and of the service, and what is common in this country and at this work. NIST
SP 800-63B-4 (3.1.1.2) asks for such a comparison and for its reason; it must never repeat the password or a part of it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from typing import Any, Final

ENOUGH: Final = 3
"""The library's score: more than 10^8 guesses, which five tries in fifteen minutes never reach."""
LONGEST_JUDGED: Final = 72
"""Signs; the cost grows with their square, and what begins as a strong password does not end as a weak one."""
SHORTEST_NAME: Final = 3

COMMON_HERE: Final = (
    "cektautan", "cek", "tautan", "meja", "moderator", "admin", "hoaks", "hoax", "pemilu", "pilkada", "pilpres", "kpu",
    "bawaslu", "indonesia", "merdeka", "pancasila", "garuda", "rahasia", "bismillah", "alhamdulillah", "ramadhan",
    "sayang", "sayangku", "cinta", "cintaku", "akucintakamu", "akusayangkamu", "kamu", "terimakasih", "makasih",
    "katasandi", "kata", "sandi", "masuk", "selamat", "datang", "jakarta", "bandung", "surabaya", "anakku", "keluarga",
    "bahagia",
)  # fmt: skip
"""Words of the service and of passwords in this country, which the lists of the library do not hold."""

WHY: Final[Mapping[str, str]] = {
    "passwords": "common", "user_inputs": "expected", "spatial": "row", "sequence": "row", "repeat": "repeat",
    "date": "date", "regex": "date",
}  # fmt: skip
"""What is weak, by the list that a part stands in or else by its pattern; anything else is a word."""

_one_at_a_time = threading.Lock()


def weakness(password: str, *names: str) -> str | None:
    """Return the code of what is weak in a password, or None; `names` are those of its account.

    >>> weakness("password1234"), weakness("empat kuda putih berlari")
    ('common', None)
    """
    # Its lists take some megabytes, which a service without a desk never needs.
    from zxcvbn import zxcvbn

    parts = {part.casefold() for name in names for part in (name, *re.split(r"[\W_]+", name))}
    known = [*sorted(part for part in parts if len(part) >= SHORTEST_NAME), *COMMON_HERE]
    # The library keeps the words that it is given in one place for all threads.
    with _one_at_a_time:
        found = zxcvbn(password[:LONGEST_JUDGED], known)
    if found["score"] >= ENOUGH:
        return None
    heaviest: Mapping[str, Any] = max(found["sequence"], key=lambda part: len(part["token"]), default={})
    pattern = heaviest.get("pattern", "bruteforce")
    return WHY.get(heaviest.get("dictionary_name") or pattern, "word" if pattern == "dictionary" else "guessable")

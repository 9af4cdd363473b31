"""Finds claims by words: those that somebody types, and those that sound like another claim.

Decides an order, never that two claims are the same: a person confirms. Rare words weigh more than common ones (inverse
document frequency), and the last word that is typed may be unfinished. Pure; some thousand claims take milliseconds.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_WORD = re.compile(r"[^\W_]+")
_SHORTEST: Final = 3
ENOUGH: Final = 0.18
"""From this share of the weight of its words on a claim is worth a look."""

_COMMON: Final = frozenset(
    # ruff: noqa: SIM905 -- words are read more easily than a list of strings
    "yang dan untuk dari dengan pada ini itu adalah akan telah sudah oleh atau dalam tidak bahwa karena saat the that "
    "this with was were has have had not for from and are they been video foto klaim claim photo".split()
)


@dataclass(frozen=True)
class Spoken:
    """A claim with all its words."""

    id: str
    text: str


@dataclass(frozen=True)
class Found:
    """A claim that was found and how much of the words it has, from 0 to 1."""

    id: str
    share: float


def words_of(text: str) -> list[str]:
    """The words of a text that say something."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [each for each in _WORD.findall(plain) if len(each) >= _SHORTEST and each not in _COMMON]


def find(question: str, claims: Sequence[Spoken], most: int, *, unfinished: bool = False) -> list[Found]:
    """Return the claims that have the words of a question, the best first.

    `unfinished`: somebody still types, so each word may be the beginning of one.
    """
    asked = list(dict.fromkeys(words_of(question)))
    if not asked:
        return []
    spoken = [(each.id, Counter(words_of(f"{each.id} {each.text}"))) for each in claims]
    frequency = Counter(word for _, words in spoken for word in words)
    weight = {word: _weight(word, frequency, len(spoken), unfinished) for word in asked}
    whole = sum(weight.values())
    found = [
        Found(id_, sum(weight[word] for word in asked if _has(words, word, unfinished)) / whole)
        for id_, words in spoken
    ]
    good = [each for each in found if each.share >= ENOUGH]
    return sorted(good, key=lambda each: (-each.share, each.id))[:most]


def _has(words: Iterable[str], word: str, unfinished: bool) -> bool:
    if not unfinished:
        return word in words
    return any(each.startswith(word) for each in words)


def _weight(word: str, frequency: Counter[str], total: int, unfinished: bool) -> float:
    count = (
        sum(number for each, number in frequency.items() if each.startswith(word)) if unfinished else frequency[word]
    )
    return math.log(1 + total / (1 + min(count, total))) + 0.01

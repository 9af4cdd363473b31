"""The words by which a claim is found: what a text is taken apart into, and which forms of a word are one.

Pure and the same for what is searched and for what is found. The folding is small on purpose: it takes away what
Indonesian adds without changing the rest of a word (tercoblos, dicoblos, coblosnya: coblos) and leaves alone what would
need a dictionary. Two words that fold alike are offered together; nothing is decided by it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 40
"""Letters of a word that count; no word of either language is longer."""
_SHORTEST: Final = 3
_WORD = re.compile(r"[^\W_]+")
_BEFORE: Final = (("di", 4), ("ber", 5), ("ter", 5))
_BEHIND: Final = (("nya", 4), ("lah", 4), ("kah", 4), ("pun", 4))
"""What is taken away, and how many letters have to be left."""

_COMMON: Final = frozenset(
    # ruff: noqa: SIM905 -- words are read more easily than a list of strings
    "yang dan untuk dari dengan pada ini itu adalah akan telah sudah oleh atau dalam tidak bahwa karena saat the that "
    "this with was were has have had not for from and are they been video foto klaim claim photo".split()
)


def words_of(text: str) -> list[str]:
    """Return the words of a text that say something, each once, in their order.

    >>> words_of("Foto surat suara yang sudah tercoblos: 12 TPS!")
    ['surat', 'suara', 'tercoblos', 'tps']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = (each[:LONGEST] for each in _WORD.findall(plain) if len(each) >= _SHORTEST and each not in _COMMON)
    return list(dict.fromkeys(found))


def fold(word: str) -> str:
    """Return a word without what was added before and behind it.

    >>> [fold(each) for each in ("tercoblos", "dicoblos", "coblosnya", "coblos", "berita", "dinas")]
    ['coblos', 'coblos', 'coblos', 'coblos', 'berita', 'dinas']
    """
    for added, least in _BEHIND:
        if word.endswith(added) and len(word) - len(added) >= least:
            word = word.removesuffix(added)
            break
    for added, least in _BEFORE:
        if word.startswith(added) and len(word) - len(added) >= least:
            return word.removeprefix(added)
    return word


def index_words(text: str) -> str:
    """Return what an index holds of a text: its words as they stand and folded, each once, with one space between."""
    words = words_of(text)
    return " ".join(dict.fromkeys([*words, *map(fold, words)]))

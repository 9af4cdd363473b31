"""The fingerprint of a text: a sample of its runs of words, by which two texts are told apart or known for one.

Three words in a row are a run; of all runs of a text those with the smallest hashes are kept, so that two samples can
be laid side by side whatever the length of their texts (docs/adr/0136). Dates, ages and counters are left out before
(rules/patrol.json), and so is every number. Pure.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

RUN: Final = 3
MOST_KEPT: Final = 256
"""Hashes of one fingerprint: a share is known to within a few hundredths."""
MOST_WORDS: Final = 20_000
"""Words of a text that are read; a long article has three thousand."""

_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text in short."""

    words: int
    """How many words it has, without those that pass."""
    sample: tuple[str, ...]
    """The smallest hashes of its runs, ascending, each of eight hexadecimal digits."""

    @property
    def digest(self) -> str:
        """A name for it: the SHA-256 of the sample."""
        return hashlib.sha256("".join(self.sample).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two texts stand to each other, as shares from 0 to 1."""

    kept: float
    """Of the first text's runs, those that the second one has."""
    part: float
    """Of the second text's runs, those that the first one has."""


def fingerprint(text: str, passing: frozenset[str]) -> Fingerprint:
    """Return the fingerprint of a text; `passing` are words that are left out."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = [each for each in _WORD.findall(plain) if each not in passing][:MOST_WORDS]
    size = min(RUN, len(words))
    runs = {" ".join(words[at : at + size]) for at in range(len(words) - size + 1)} if words else set()
    hashes = sorted(hashlib.sha256(each.encode()).hexdigest()[:8] for each in runs)
    return Fingerprint(len(words), tuple(dict.fromkeys(hashes))[:MOST_KEPT])


def compare(before: Fingerprint, after: Fingerprint) -> Likeness:
    """Return how two texts stand to each other; nothing is like a text without words."""
    first, second = _comparable(before.sample, after.sample)
    if not first or not second:
        return Likeness(0.0, 0.0)
    common = len(first & second)
    return Likeness(common / len(first), common / len(second))


def _comparable(first: Sequence[str], second: Sequence[str]) -> tuple[set[str], set[str]]:
    """Both samples as far as both are complete: beyond its largest hash a full sample knows nothing."""
    ends = [each[-1] for each in (first, second) if len(each) >= MOST_KEPT]
    limit = min(ends) if ends else "g"
    return {each for each in first if each <= limit}, {each for each in second if each <= limit}

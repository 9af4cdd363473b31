"""Orders claims by the words that they have of a question: what somebody types, or another claim, a check, a report.

Decides an order, never that two claims are the same: a person confirms. Rare words weigh more than common ones (inverse
document frequency). Pure, so that both engines, which only say who has which word, find alike.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

ENOUGH: Final = 0.18
"""From this share of the weight of its words on a claim is worth a look."""


@dataclass(frozen=True)
class Found:
    """A claim that was found and how much of the words it has, from 0 to 1."""

    id: str
    share: float


def rank(having: Mapping[str, Collection[str]], total: int, most: int) -> list[Found]:
    """Return the claims that have the words of a question, the best first.

    Args:
        having: the claims that have each word; a word that nobody has counts too.
        total: how many claims there are.
        most: how many are wanted.

    """
    weight = {word: math.log(1 + total / (1 + min(len(ids), total))) + 0.01 for word, ids in having.items()}
    whole = sum(weight.values())
    shares: defaultdict[str, float] = defaultdict(float)
    for word, ids in having.items():
        for id_ in ids:
            shares[id_] += weight[word] / whole
    good = [Found(id_, share) for id_, share in shares.items() if share >= ENOUGH]
    # Sums of the same numbers in another order differ in their last digits.
    return sorted(good, key=lambda each: (-round(each.share, 9), each.id))[:most]

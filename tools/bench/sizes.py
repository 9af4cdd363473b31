"""How close the snapshot and its diff come to what information theory allows.

The bound of a set of n random 64-bit prefixes is log2(C(2^64, n)) bits; of a diff that removes r of n
entries and adds a new ones it is log2(C(n, r)) + log2(C(2^64, a)) bits.
"""

from __future__ import annotations

import math
import random
from array import array

from cektautan.core.diff import apply_diff, encode_diff
from cektautan.core.snapshot import ListId, Snapshot, decode_snapshot, encode_snapshot
from tools.bench.figure import Figure

FIXED, PER_LIST = 512, 64
SEED = 20240214


def log2_binomial(n: int, k: int) -> float:
    """Return log2(C(n, k)), summed term by term where n is so large that lgamma would lose the difference."""
    if n < 2**53:
        return (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)) / math.log(2)
    return math.fsum(math.log2(n - i) - math.log2(i + 1) for i in range(k))


def random_snapshot(sizes: list[tuple[ListId, int]]) -> Snapshot:
    """Return lists of distinct random prefixes."""
    chance = random.Random(SEED)
    drawn = list({chance.getrandbits(64) for _ in range(sum(n for _, n in sizes) + 16)})
    chance.shuffle(drawn)
    snapshot: Snapshot = {}
    for list_id, n in sizes:
        snapshot[list_id] = array("Q", sorted(drawn[:n]))
        drawn = drawn[n:]
    return snapshot


def churned(old: Snapshot, share: float) -> tuple[Snapshot, float]:
    """Return the snapshot with a share of each list replaced, and the diff's bound in bits."""
    chance = random.Random(SEED + 1)
    new: Snapshot = {}
    bits = 0.0
    for list_id, keys in old.items():
        count = round(len(keys) * share)
        removed = set(chance.sample(range(len(keys)), count))
        added = [chance.getrandbits(64) for _ in range(count)]
        new[list_id] = array("Q", sorted([k for i, k in enumerate(keys) if i not in removed] + added))
        bits += log2_binomial(len(keys), count) + log2_binomial(2**64, count)
    return new, bits


def measure() -> list[Figure]:
    """Measure one list of 10,000, one of 100,000 and four lists together."""
    worst_full = worst_diff = 0.0
    details = []
    for counts in ([10_000], [100_000], [10_000, 20_000, 5_000, 65_000]):
        old = random_snapshot([(ListId(3 - i % 3, i + 1), n) for i, n in enumerate(counts)])
        data = encode_snapshot(old)
        if decode_snapshot(data) != old:
            raise AssertionError("the snapshot does not decode to itself")
        bound = sum(log2_binomial(2**64, n) for n in counts) / 8
        allowance = FIXED + PER_LIST * len(counts)
        new, diff_bits = churned(old, 0.01)
        diff = encode_diff(old, new)
        if apply_diff(old, diff) != new:
            raise AssertionError("the diff does not lead to the new snapshot")
        full, change = (len(data) - allowance) / bound, (len(diff) - allowance) / (diff_bits / 8)
        worst_full, worst_diff = max(worst_full, full), max(worst_diff, change)
        details.append(f"{sum(counts)} keys: {len(data)} B, diff {len(diff)} B")
    return [
        Figure("snapshot over its bound (less 512 B and 64 a list)", worst_full, "x", "<=", 1.005, "; ".join(details)),
        Figure("diff of 1 % churn over its bound (less the same)", worst_diff, "x", "<=", 1.01),
    ]

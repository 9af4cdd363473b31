"""URL to verdict in process, over the peer that only normalises; and the memory of the index.

The peer is `ural.normalize_url`, the best of the field at telling that two addresses are the same page; it
looks nothing up. The addresses are the links of the shared narratives, or the vectors' own where that data is absent.
"""

from __future__ import annotations

import csv
import json
import random
import statistics
import time
from array import array
from collections.abc import Callable
from pathlib import Path

import ural

from cektautan.core.address import NotJudgeable
from cektautan.core.decision import decide
from cektautan.core.identity import identify
from cektautan.core.index import Index, build_index
from cektautan.core.keys import key_hash, prefix
from cektautan.core.rules import Rules
from cektautan.core.snapshot import ListId
from cektautan.core.vocabulary import Staleness
from cektautan.publish.rules_bundle import load_rules
from tools.bench.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
KEYS, ROUNDS = 100_000, 9


def links() -> tuple[list[str], str]:
    """Return real links and where they are from."""
    narratives = ROOT.parent / "shared" / "data" / "factchecks" / "links-in-2024-narratives.csv"
    if narratives.exists():
        with narratives.open(encoding="utf-8") as file:
            return [row["url"] for row in csv.DictReader(file)], "the shared narratives' links"
    rows = json.loads((ROOT / "tests" / "vectors" / "identity.json").read_text("utf-8"))["vectors"]
    return [row["url"] for row in rows if "expect_error" not in row], "the vectors' links"


def listed_index(urls: list[str], rules: Rules) -> bytes:
    """Return an index of 100,000 keys, one in fifty of the links among them."""
    chance = random.Random(7)
    keys = {chance.getrandbits(64) for _ in range(KEYS)}
    for url in urls[::50]:
        keys.pop()
        keys.add(prefix(key_hash(identify(url, rules).key)))
    return build_index({ListId(3, 1): array("Q", sorted(keys))})


def cpu(work: Callable[[str], object], urls: list[str]) -> float:
    """Return the processor seconds that the work takes over all links."""
    start = time.process_time()
    for url in urls:
        work(url)
    return time.process_time() - start


def normalisable(url: str) -> bool:
    """Say whether the peer takes an address: it raises on some that a browser opens or refuses in order."""
    try:
        ural.normalize_url(url)
    except ValueError:
        return False
    return True


def measure() -> list[Figure]:
    """Measure both in turn, round by round, and take the median of the rounds' ratios."""
    urls, source = links()
    rules = Rules.from_bundle(load_rules(ROOT / "rules"))

    def judgeable(url: str) -> bool:
        try:
            identify(url, rules)
        except NotJudgeable:
            return False
        return True

    asked = [url for url in urls if judgeable(url)]
    # Both are timed on the same addresses, so those that the peer stops at are left out for both.
    urls = [url for url in asked if normalisable(url)]
    data = listed_index(urls, rules)
    first = Index(data).first

    def ours(url: str) -> object:
        identity = identify(url, rules)
        return decide(identity.keys, first, Staleness.FRESH)

    hits = sum(ours(url) is not None for url in urls)
    ratios, times = [], []
    for _ in range(ROUNDS):
        theirs, mine = cpu(ural.normalize_url, urls), cpu(ours, urls)
        ratios.append(theirs / mine)
        times.append(mine / len(urls) * 1e6)
    detail = f"{len(urls)} links of {source}, {hits} hits, {statistics.median(times):.1f} us a link"
    if len(asked) > len(urls):
        detail += f"; {len(asked) - len(urls)} more that the peer raises on"
    return [
        Figure("URL to verdict, times ural.normalize_url alone", statistics.median(ratios), "x", ">=", 2, detail),
        Figure("memory of the lookup index", len(data) / KEYS, "B/key", "<=", 18, f"{KEYS} keys, one shared buffer"),
    ]

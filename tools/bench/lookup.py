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
from cektautan.core.domain_filter import filter_of
from cektautan.core.identity import identify
from cektautan.core.index import Index, build_index
from cektautan.core.keys import key_hash, prefix
from cektautan.core.rules import Rules
from cektautan.core.snapshot import ListId
from cektautan.core.vocabulary import Staleness
from cektautan.lookup.suffixes import offline_suffixes
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


def hosts() -> list[str]:
    """Return 100,000 hosts: those of a real list of phishing where it is at hand, and made-up ones."""
    real = ROOT.parent / "shared" / "data" / "lists" / "phishing-domains.txt"
    found = dict.fromkeys(real.read_text("utf-8").split()) if real.exists() else {}
    chance = random.Random(7)
    while len(found) < KEYS:
        found[f"{chance.getrandbits(40):010x}.example"] = None
    return list(found)


def hoaxes(urls: list[str]) -> list[str]:
    """Return those of the links that lead to a hoax, by what is known of them; else one in fifty of all."""
    narratives = ROOT.parent / "shared" / "data" / "factchecks" / "links-in-2024-narratives.csv"
    if not narratives.exists():
        return urls[::50]
    with narratives.open(encoding="utf-8") as file:
        led = {row["url"] for row in csv.DictReader(file) if row["guessed_role"].startswith("hoax-")}
    return [url for url in urls if url in led]


def listed_keys(urls: list[str], rules: Rules) -> list[str]:
    """Return 100,000 keys: the hoaxes among the links, and the hosts as domains."""
    keys = dict.fromkeys(identify(url, rules).key for url in hoaxes(urls))
    return [*keys, *(f"domain:{host}" for host in hosts())][:KEYS]


def listed_index(keys: list[str]) -> bytes:
    """Return an index of keys."""
    values = array("Q", sorted(prefix(key_hash(key)) for key in keys))
    return build_index({ListId(3, 1): values}, filter_of((key, registrable(key)) for key in keys))


def registrable(key: str) -> str:
    """Return the registrable domain of a domain's key, as whoever publishes knows it; empty for other keys."""
    kind, _, host = key.partition(":")
    return offline_suffixes()(host).top_domain_under_public_suffix if kind == "domain" else ""


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


def judgeable(url: str, rules: Rules) -> bool:
    """Say whether an address can be judged."""
    try:
        identify(url, rules)
    except NotJudgeable:
        return False
    return True


def measure() -> list[Figure]:
    """Measure both in turn, round by round, and take the median of the rounds' ratios."""
    urls, source = links()
    rules = Rules.from_bundle(load_rules(ROOT / "rules"))

    asked = [url for url in urls if judgeable(url, rules)]
    # Both are timed on the same addresses, so those that the peer stops at are left out for both.
    urls = [url for url in asked if normalisable(url)]
    data = listed_index(listed_keys(urls, rules))
    index = Index(data)

    def ours(url: str) -> object:
        identity = identify(url, rules)
        if identity.host and not index.may_list(identity.host):
            return None
        return decide(identity.keys, index.first, Staleness.FRESH)

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

"""A published set with as many keys as a measurement wants, the shipped lists among them."""

from __future__ import annotations

import random
import time
from array import array
from dataclasses import replace
from pathlib import Path

from cektautan.core.manifest import Counts
from cektautan.core.snapshot import ListId
from cektautan.publish.content import read_content
from cektautan.publish.publisher import publish_content

ROOT = Path(__file__).resolve().parents[2]
KEYS = 50_000
LISTED = "http://www.youtube.com/watch?v=GPdzHkn5M6M"
"""An address that the shipped lists hold."""


def publish_many(directory: Path, keys: int = KEYS) -> str:
    """Publish the shipped lists with random keys beside them; return the root key."""
    now = int(time.time())
    content = read_content(ROOT / "blocklists", ROOT / "rules", now)
    chance = random.Random(50)
    list_id = ListId(3, 1)
    real = content.snapshot[list_id]
    drawn = {chance.getrandbits(64) for _ in range(keys)} - set(real)
    snapshot = {**content.snapshot, list_id: array("Q", sorted([*real, *list(drawn)[: keys - len(real)]]))}
    levels = [sum(len(keys) for each, keys in snapshot.items() if each.level == level) for level in range(4)]
    counts = Counts(content.counts.claims, sum(levels), (levels[0], levels[1], levels[2], levels[3]))
    # Each key is on a domain of its own, the worst that the domain filter can be given.
    domains = array("Q", sorted({*content.domains, *(chance.getrandbits(64) for _ in range(keys))}))
    content = replace(content, snapshot=snapshot, domains=domains, counts=counts)
    return publish_content(content, directory / "public", directory / "keys", now).root.text

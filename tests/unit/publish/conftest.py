"""Made-up content to publish: small, quick to sign, different for every number."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from cektautan.core.manifest import Counts
from cektautan.core.snapshot import ListId
from cektautan.publish.content import Content

NOW = 1_800_000_000


@pytest.fixture
def now() -> int:
    return NOW


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def make_content() -> Callable[..., Content]:
    return made_content


def made_content(number: int, count: int = 20) -> Content:
    """Content of `count` keys; a tenth of them are those of this number alone."""
    hashes = sorted(
        hashlib.sha256(f"key {i} {number if i % 10 == 0 else ''}".encode()).hexdigest() for i in range(count)
    )
    claims = {f"claim-{number}": {"text": {"id": "klaim", "en": "claim"}, "about": [], "reviews": []}}
    listings = [
        {"sha256": sha256, "claim": f"claim-{number}", "level": 3, "verdict": "false", "kind": "content"}
        for sha256 in hashes
    ]
    bucket = {"format": 1, "bucket": 0, "claims": claims, "listings": listings}
    rules = {
        "format": 1, "classes": [], "platforms": [], "wrappers": [], "opaque": [], "sites": [], "parameters": [],
    }  # fmt: skip
    return Content(
        snapshot={ListId(3, 1): array("Q", sorted(int(sha256[:16], 16) for sha256 in hashes))} if count else {},
        buckets=(json.dumps(bucket).encode(),),
        rules=json.dumps(rules).encode(),
        counts=Counts(1, count, (0, 0, 0, count)),
    )

"""Made-up content to publish: small, quick to sign, different for every number."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cektautan.blocklists.entry import ClaimEntry, Text
from cektautan.core.manifest import Counts
from cektautan.core.snapshot import ListId
from cektautan.publish.content import Content
from cektautan.publish.public_record import ClaimNow

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
    id_ = f"claim-{number}"
    claims = {id_: {"text": {"id": "klaim", "en": "claim"}, "about": [], "reviews": []}} if count else {}
    listings = [
        {"sha256": sha256, "claim": id_, "level": 3, "verdict": "false", "kind": "content"} for sha256 in hashes
    ]
    bucket = {"format": 1, "bucket": 0, "claims": claims, "listings": listings}
    rules = {
        "format": 1, "classes": [], "platforms": [], "wrappers": [], "opaque": [], "sites": [], "parameters": [],
    }  # fmt: skip
    return Content(
        snapshot={ListId(3, 1): array("Q", sorted(int(sha256[:16], 16) for sha256 in hashes))} if count else {},
        domains=array("Q"),
        buckets=(json.dumps(bucket).encode(),),
        rules=json.dumps(rules).encode(),
        counts=Counts(1, count, (0, 0, 0, count)),
        as_of=datetime.fromtimestamp(NOW, UTC).date(),
        record={each: made_claim(each, members) for each, members in claims.items()},
    )


def made_claim(id_: str, members: dict[str, Any]) -> ClaimNow:
    """One claim as the public record tells it."""
    text, day, due = Text("alasan", "reason"), date(2026, 1, 3), date(2027, 1, 3)
    entry = ClaimEntry(
        id_, Text("klaim", "claim"), "false", 3, "fact_checked_false", text, (), (), day, due, (), f"{id_}.yaml", 1
    )
    told = {
        "verdict": entry.verdict, "level": entry.level, "reason_code": entry.reason_code,
        "statement": {}, "status": "active", "listed": day.isoformat(), "review_by": due.isoformat(),
        "listings": {"total": 1, "platforms": {}, "kinds": {}},
    }  # fmt: skip
    return ClaimNow(entry, {**members, **told})

"""The public record of each listing, found by the full SHA-256 of its key (architecture.md, decision 5).

A snapshot holds eight bytes of a key's hash; the record holds all thirty-two, so that a match by chance is told from a
listing. Buckets stay as the bytes they were published in and one is parsed when it is first needed; what has been asked
for lately is kept ready to be sent.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

KEPT_RECORDS = 4096
KEPT_BUCKETS = 32


@dataclass(frozen=True, eq=False)
class Record:
    """One listing with its claims, as plain values and as ready-made JSON; each is equal to itself alone."""

    reason_code: str
    statement: dict[str, str]
    listed: str
    review_by: str
    imitates: str
    """The protected name that an imposter imitates; empty for all else."""
    provisional: bool
    """Whether one person alone put it in force so far, for a day."""
    test: bool
    """Whether it is one of the service's own test pages."""
    claims: list[dict[str, Any]]
    score: dict[str, Any]
    claims_json: orjson.Fragment
    statement_json: orjson.Fragment
    score_json: orjson.Fragment


class Records:
    """All listings of one published set."""

    def __init__(self, bits: int, buckets: Sequence[bytes | memoryview]) -> None:
        self._bits = bits
        self._buckets = buckets
        self._records: OrderedDict[bytes, Record | None] = OrderedDict()
        self._parsed: OrderedDict[int, dict[str, Any]] = OrderedDict()

    def find(self, hash_: bytes) -> Record | None:
        """Return the record of the key with this SHA-256, or None where there is none."""
        try:
            return self._records[hash_]
        except KeyError:
            pass
        record = self._read(hash_)
        self._records[hash_] = record
        # Threads may both drop an entry; losing one of a cache costs only time.
        while len(self._records) > KEPT_RECORDS:
            self._records.popitem(last=False)
        return record

    def bucket_of(self, hash_: bytes) -> int:
        """Return the number of the bucket that would hold this hash: its top bits."""
        return int.from_bytes(hash_[:4], "big") >> (32 - self._bits) if self._bits else 0

    def all_buckets(self) -> list[dict[str, Any]]:
        """Return every bucket, parsed; for summaries that are made once a set."""
        return [orjson.loads(data) for data in self._buckets]

    def _read(self, hash_: bytes) -> Record | None:
        bucket = self._bucket(self.bucket_of(hash_))
        wanted = hash_.hex()
        found = [each for each in bucket["listings"] if each["sha256"] == wanted]
        if not found:
            return None
        first = found[0]
        claims = [{"id": each["claim"], **bucket["claims"][each["claim"]]} for each in found]
        return Record(
            reason_code=first["reason_code"],
            statement=first["statement"],
            listed=first["listed"],
            review_by=first["review_by"],
            imitates=str(first.get("imitates", "")),
            provisional=first.get("provisional") is True,
            test=first.get("test") is True,
            claims=claims,
            score=first["score"],
            claims_json=orjson.Fragment(orjson.dumps(claims)),
            statement_json=orjson.Fragment(orjson.dumps(first["statement"])),
            score_json=orjson.Fragment(orjson.dumps(first["score"])),
        )

    def _bucket(self, number: int) -> dict[str, Any]:
        bucket = self._parsed.get(number)
        if bucket is None:
            bucket = self._parsed[number] = orjson.loads(self._buckets[number])
            while len(self._parsed) > KEPT_BUCKETS:
                self._parsed.popitem(last=False)
        return bucket

"""The public record of each listing, found by the full SHA-256 of its key (architecture.md, decision 5).

A snapshot holds eight bytes of a key's hash; the record holds all thirty-two, so that a match by chance is told from a
listing. A record that cannot be read is told from both: it is there, and tells nothing (`reading_records`). Buckets
stay as the bytes they were published in and one is parsed when it is first needed; what has been asked for lately is
kept ready to be sent.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from cektautan.core.errors import FormatError
from cektautan.lookup.reading_records import UnreadableError, found_in
from cektautan.lookup.scores import NO_SCORE, NO_SCORE_JSON
from cektautan.publish.verify import read_bucket

KEPT_RECORDS = 4096
KEPT_BUCKETS = 32


@dataclass(frozen=True, eq=False)
class Record:
    """One listing with its claims, as plain values and as ready-made JSON; each is equal to itself alone."""

    reason_code: str | None
    """None, as the next three, in `UNREADABLE` alone."""
    statement: dict[str, str] | None
    listed: str | None
    review_by: str | None
    imitates: str
    """The protected name that an imposter imitates; empty for all else."""
    provisional: bool
    """Whether one person alone put it in force so far, for a day."""
    test: bool
    """Whether it is one of the service's own test pages."""
    claims: list[dict[str, Any]]
    """Never empty but in `UNREADABLE`."""
    score: dict[str, Any]
    claims_json: orjson.Fragment
    statement_json: orjson.Fragment
    score_json: orjson.Fragment


UNREADABLE: Final = Record(
    reason_code=None,
    statement=None,
    listed=None,
    review_by=None,
    imitates="",
    provisional=False,
    test=False,
    claims=[],
    score=NO_SCORE,
    claims_json=orjson.Fragment(b"[]"),
    statement_json=orjson.Fragment(b"null"),
    score_json=NO_SCORE_JSON,
)
"""The record of a listed key where it cannot be read. Whoever warns names claim and checker, so nobody does."""


class Records:
    """All listings of one published set."""

    def __init__(self, bits: int, buckets: Sequence[bytes | memoryview]) -> None:
        self._bits = bits
        self._buckets = buckets
        self._records: OrderedDict[bytes, Record | None] = OrderedDict()
        self._parsed: OrderedDict[int, dict[str, Any]] = OrderedDict()

    def find(self, hash_: bytes) -> Record | None:
        """Return the record for this SHA-256 of a key: None where there is none, `UNREADABLE` where it is no good."""
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
        """Return every bucket, parsed; for summaries that are made once a set.

        Raises:
            FormatError: bad_format, where one is none. What lies in its two lists may be anything.

        """
        return [read_bucket(data, number) for number, data in enumerate(self._buckets)]

    def _read(self, hash_: bytes) -> Record | None:
        try:
            found = found_in(self._bucket(self.bucket_of(hash_)), hash_.hex())
        except (FormatError, UnreadableError):
            return UNREADABLE
        if found is None:
            return None
        first, claims = found
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
            bucket = self._parsed[number] = read_bucket(self._buckets[number], number)
            while len(self._parsed) > KEPT_BUCKETS:
                self._parsed.popitem(last=False)
        return bucket

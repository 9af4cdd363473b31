"""Splits the public records into buckets by the leading bits of their hashes (docs/protocol.md, section 10).

All buckets travel with an update while they are small together, so that opening a listed page asks nobody for anything;
above that a bucket holds enough listings that asking for one tells nobody which. Bytes depend on the records alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cektautan.core.manifest import MAX_BUCKET_BITS, MAX_BUCKETS_BYTES
from cektautan.core.signed_json import write_object
from cektautan.publish.errors import PublishError

LISTINGS_A_BUCKET = 64


def bucket_bits(listings: int) -> int:
    """Return how many leading bits choose the bucket: at least 64 listings a bucket on average."""
    return min(MAX_BUCKET_BITS, max(0, (listings // LISTINGS_A_BUCKET).bit_length() - 1))


def split(listings: Sequence[Mapping[str, Any]], claims: Mapping[str, Mapping[str, Any]], bits: int) -> list[bytes]:
    """Return the 2^bits files. The records of one hash stay together and in order: the first one decides.

    Raises:
        PublishError: a bucket would be larger than any client accepts.

    """
    buckets: list[list[Mapping[str, Any]]] = [[] for _ in range(1 << bits)]
    for listing in listings:
        buckets[int(listing["sha256"][:8], 16) >> (32 - bits)].append(listing)
    files = []
    for number, held in enumerate(buckets):
        named = sorted({listing["claim"] for listing in held})
        data = write_object(
            {"format": 1, "bucket": number, "claims": {id_: claims[id_] for id_ in named}, "listings": held}
        )
        if len(data) > MAX_BUCKETS_BYTES:
            raise PublishError(f"bucket {number} of the records has {len(data)} bytes, more than clients accept")
        files.append(data)
    return files

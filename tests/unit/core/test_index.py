"""The index: finds exactly the keys of its snapshot, in little memory, shared, and never from a damaged buffer."""

from __future__ import annotations

import mmap
import random
import sys
import time
from array import array
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.index import Index, build_index, source_digest
from cektautan.core.keys import key_hash, prefix
from cektautan.core.snapshot import MAX_KEYS, ListId, Snapshot

TOP = (1 << 64) - 1
keys = st.sampled_from([0, 1, TOP, TOP - 1, 1 << 63]) | st.integers(0, 40) | st.integers(0, TOP)


@given(st.dictionaries(keys, st.builds(ListId, st.integers(0, 3), st.integers(0, 11)), max_size=80), st.lists(keys))
def test_it_finds_what_is_there_and_nothing_else(placed: dict[int, ListId], asked: list[int]) -> None:
    snapshot: Snapshot = {}
    for key in sorted(placed):
        snapshot.setdefault(placed[key], array("Q")).append(key)
    index = Index(build_index(snapshot))
    assert (index.count, index.source) == (len(placed), source_digest(snapshot, None))
    for key in [*placed, *asked, *(key ^ 1 for key in placed)]:
        assert index.find(key) == placed.get(key)


def test_every_list_that_a_snapshot_may_have_is_found_and_no_other_is_taken() -> None:
    every = [ListId(level, verdict) for level in range(4) for verdict in range(12)]
    find = Index(build_index({list_id: array("Q", [place << 50]) for place, list_id in enumerate(every)})).find
    assert [find(place << 50) for place in range(len(every))] == every
    with pytest.raises(ValueError, match="49 lists"):
        build_index({list_id: array("Q", [place << 50]) for place, list_id in enumerate([*every, ListId(4, 0)])})


def many(count: int) -> Snapshot:
    chance = random.Random(5)
    return {ListId(3, 1): array("Q", sorted({chance.getrandbits(64) for _ in range(count)}))}


@pytest.mark.parametrize("count", [10_000, 33_000, 65_537, 100_000])
def test_it_takes_at_most_18_bytes_a_key(count: int) -> None:
    snapshot = many(count)
    assert len(build_index(snapshot)) <= 18 * count
    # So it is also where each key lies on a domain of its own.
    assert len(build_index(snapshot, snapshot[ListId(3, 1)])) <= 18 * count


def test_the_first_of_some_keys_that_is_listed_is_found() -> None:
    listed = {f"url:a.example/{number}": ListId(3, number % 3) for number in range(300)}
    snapshot: Snapshot = {}
    for value, list_id in sorted((prefix(key_hash(key)), list_id) for key, list_id in listed.items()):
        snapshot.setdefault(list_id, array("Q")).append(value)
    first = Index(build_index(snapshot)).first

    for key, list_id in listed.items():
        assert first((f"{key}/", key, "url:a.example/1")) == (key, list_id)
    assert first([f"{key}/" for key in listed]) is None
    assert first(()) is None


def test_a_memory_map_serves_as_buffer(tmp_path: Path) -> None:
    snapshot = many(1000)
    path = tmp_path / "index"
    path.write_bytes(build_index(snapshot))
    with path.open("rb") as file:
        index = Index(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    for key in snapshot[ListId(3, 1)]:
        assert index.find(key) == ListId(3, 1)


@pytest.mark.parametrize("domains", [None, array("Q", [1 << 40, 1 << 60])])
def test_a_damaged_or_cut_buffer_is_refused(domains: array[int] | None) -> None:
    good = build_index(many(200), domains)
    for at in range(0, len(good), 7):
        for bad in (good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :], good[:at]):
            with pytest.raises(FormatError):
                Index(bad)


def resealed(data: bytes) -> bytes:
    """Return a changed index under a digest of its own, as another version or machine would write it."""
    return data[:-32] + sha256(data[:-32]).digest()


@pytest.mark.parametrize(
    ("at", "value"),
    [
        pytest.param(0, int.from_bytes(b"CKTI\0\0\0\2", "big").to_bytes(8, sys.byteorder), id="an older version"),
        pytest.param(8, (MAX_KEYS + 1).to_bytes(4, sys.byteorder), id="more keys than a snapshot has"),
        pytest.param(12, b"\2", id="a bitmap below one byte"),
        pytest.param(12, b"\x29", id="a bitmap beyond any memory"),
        pytest.param(13, b"\0", id="no buckets"),
        pytest.param(13, b"\x21", id="buckets beyond any memory"),
        pytest.param(15, b"\2", id="a filter below one byte"),
        pytest.param(15, b"\x21", id="a filter without a place for two slots"),
    ],
)
def test_an_index_of_another_make_is_refused_before_its_parts_are_looked_for(at: int, value: bytes) -> None:
    good = build_index(many(10), array("Q", [1 << 40]))
    assert Index(resealed(good)).count == 10
    with pytest.raises(FormatError) as caught:
        Index(resealed(good[:at] + value + good[at + len(value) :]))
    assert caught.value.code is ErrorCode.BAD_FORMAT


def test_what_an_index_is_made_of_is_the_snapshot_and_its_filter() -> None:
    # An index is found in the cache by this: the filter of another set would deny a page that is listed.
    snapshot = many(3)
    filters = (None, array("Q"), array("Q", [1]), array("Q", [2]))
    digests = [source_digest(each, domains) for each in (snapshot, many(4)) for domains in filters]
    assert len(set(digests)) == len(digests)
    for domains in filters:
        assert Index(build_index(snapshot, domains)).source == source_digest(snapshot, domains)


def test_a_prefix_in_two_lists_is_the_callers_defect() -> None:
    with pytest.raises(ValueError, match="two lists"):
        build_index({ListId(3, 1): array("Q", [5]), ListId(1, 6): array("Q", [5])})


def test_a_miss_costs_a_few_lookups_in_a_dictionary() -> None:
    # A ratio within the run; a search without the bitmap costs three times as much as is allowed here.
    find = Index(build_index(many(50_000))).find
    chance = random.Random(6)
    asked = [chance.getrandbits(64) for _ in range(20_000)]
    peer = dict.fromkeys(asked[::2]).get

    def seconds(look: object) -> float:
        best = 9.0
        for _ in range(7):
            start = time.process_time()
            for key in asked:
                look(key)  # type: ignore[operator]
            best = min(best, time.process_time() - start)
        return best

    assert seconds(find) < 8 * seconds(peer)

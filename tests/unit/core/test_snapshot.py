"""Snapshots and diffs: exact, deterministic, within their size goals, and closed to everything malformed."""

from __future__ import annotations

import math
import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core import snapshot as snapshot_module
from cektautan.core.diff import apply_diff, encode_diff
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.snapshot import ListId, Snapshot, decode_snapshot, encode_snapshot, state_digest

list_ids = st.builds(ListId, st.integers(0, 3), st.integers(0, 11))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    placed = draw(st.dictionaries(st.integers(0, 500) | st.integers(0, (1 << 64) - 1), list_ids, max_size=60))
    made: dict[ListId, list[int]] = {}
    for key, list_id in placed.items():
        made.setdefault(list_id, []).append(key)
    return {list_id: array("Q", sorted(keys)) for list_id, keys in sorted(made.items())}


@given(snapshots())
def test_a_snapshot_comes_back_and_has_one_spelling(snapshot: Snapshot) -> None:
    data = encode_snapshot(snapshot)
    assert decode_snapshot(data) == snapshot
    backwards = dict(reversed(snapshot.items()))
    assert encode_snapshot({**backwards, ListId(2, 0): backwards.get(ListId(2, 0), array("Q"))}) == data


@given(snapshots(), snapshots())
def test_a_diff_leads_from_any_snapshot_to_any_other(old: Snapshot, new: Snapshot) -> None:
    before = {list_id: array("Q", values) for list_id, values in old.items()}
    assert apply_diff(old, encode_diff(old, new)) == new
    assert old == before, "the old snapshot is left as it is"


@given(snapshots(), snapshots(), snapshots())
def test_a_diff_is_refused_on_another_snapshot(old: Snapshot, new: Snapshot, other: Snapshot) -> None:
    diff = encode_diff(old, new)
    if other == old:
        return
    with pytest.raises(FormatError) as caught:
        apply_diff(other, diff)
    assert caught.value.code is ErrorCode.BAD_CHECKSUM


@given(snapshots(), st.data())
def test_changed_cut_and_lengthened_files_give_a_format_error(snapshot: Snapshot, data: st.DataObject) -> None:
    good = encode_snapshot(snapshot)
    at = data.draw(st.integers(0, len(good) - 1))
    change = data.draw(st.integers(1, 255))
    for bad in (
        good[:at] + bytes([good[at] ^ change]) + good[at + 1 :],
        good[:at],
        good[:at] + good[at + 1 :],
        good[:at] + bytes([change]) + good[at:],
    ):
        if bad != good:
            with pytest.raises(FormatError):
                decode_snapshot(bad)


@given(snapshots(), snapshots(), st.data())
def test_changed_and_cut_diffs_give_a_format_error(old: Snapshot, new: Snapshot, data: st.DataObject) -> None:
    good = encode_diff(old, new)
    at = data.draw(st.integers(0, len(good) - 1))
    change = data.draw(st.integers(1, 255))
    for bad in (good[:at] + bytes([good[at] ^ change]) + good[at + 1 :], good[:at], good + bytes([change])):
        with pytest.raises(FormatError):
            apply_diff(old, bad)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_raise_anything_else(data: bytes) -> None:
    for read in (decode_snapshot, lambda d: apply_diff({}, d)):
        for start in (b"", b"CKTS\1\3\0\0", b"CKTD\1\3\0\0"):
            with pytest.raises(FormatError):
                read(start + data)


def test_a_file_beyond_the_cap_is_refused_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_module, "MAX_BYTES", 39)
    for read in (decode_snapshot, lambda d: apply_diff({}, d)):
        with pytest.raises(FormatError) as caught:
            read(bytes(40))
        assert caught.value.code is ErrorCode.TOO_LARGE


def test_a_prefix_in_two_lists_is_the_callers_defect() -> None:
    twice = {ListId(3, 1): array("Q", [1, 5]), ListId(1, 6): array("Q", [5])}
    with pytest.raises(ValueError, match="more than one list"):
        encode_snapshot(twice)


def test_there_is_no_level_4_and_no_verdict_12() -> None:
    for list_id in (ListId(4, 1), ListId(1, 12)):
        with pytest.raises(ValueError, match="no list"):
            encode_snapshot({list_id: array("Q", [1])})


def test_a_diff_leads_to_no_more_keys_than_a_snapshot_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = {ListId(3, 1): array("Q", [1])}, {ListId(2, 1): array("Q", [5, 6]), ListId(3, 1): array("Q", [1, 2])}
    diff = encode_diff(old, new)
    monkeypatch.setattr("cektautan.core.diff.MAX_KEYS", 4)
    assert list(apply_diff(old, diff)) == [ListId(2, 1), ListId(3, 1)]
    monkeypatch.setattr("cektautan.core.diff.MAX_KEYS", 3)
    with pytest.raises(FormatError) as caught:
        apply_diff(old, diff)
    assert caught.value.code is ErrorCode.TOO_LARGE


def test_the_digest_of_nothing_is_that_of_no_bytes() -> None:
    assert state_digest({}).hex().startswith("e3b0c44298fc1c14")


def log2_binomial(n: int, k: int) -> float:
    return math.fsum(math.log2(n - i) - math.log2(i + 1) for i in range(k))


@pytest.mark.parametrize("sizes", [(10_000,), (6_000, 3_000, 1_000), (30_000,)])
def test_size_of_snapshot_and_diff_is_close_to_what_information_theory_allows(sizes: tuple[int, ...]) -> None:
    chance = random.Random(20240214)
    old: Snapshot = {}
    new: Snapshot = {}
    full_bound = diff_bound = 0.0
    for number, count in enumerate(sizes):
        keys = sorted({chance.getrandbits(64) for _ in range(count)})
        gone = set(chance.sample(range(count), count // 100))
        added = [chance.getrandbits(64) for _ in gone]
        old[ListId(3, number + 1)] = array("Q", keys)
        new[ListId(3, number + 1)] = array("Q", sorted([k for i, k in enumerate(keys) if i not in gone] + added))
        full_bound += log2_binomial(1 << 64, count) / 8
        diff_bound += (log2_binomial(count, len(gone)) + log2_binomial(1 << 64, len(gone))) / 8
    extra = 512 + 64 * len(sizes)
    assert len(encode_snapshot(old)) <= 1.005 * full_bound + extra
    diff = encode_diff(old, new)
    assert len(diff) <= 1.01 * diff_bound + extra
    assert apply_diff(old, diff) == new

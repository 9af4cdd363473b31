"""Updates of the lists of Safe Browsing: within what a client takes, and written once for all that ask the same."""

from __future__ import annotations

import struct
from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cektautan.core.manifest import FileEntry, HashesEntry
from cektautan.core.safe_browsing.listed import Hashes, Threat
from cektautan.core.safe_browsing.updates import Update
from cektautan.core.vocabulary import Staleness
from cektautan.lookup.safe_browsing import Bounds, SafeBrowsing

FRESH, HOAX = Staleness.FRESH, Threat.HOAX
LISTS = st.sets(st.integers(0, 30), max_size=20)


def of(numbers: set[int]) -> Hashes:
    return Hashes.of([number.to_bytes(4, "big") + bytes(28) for number in numbers], [], [])


def lists(now: Hashes, *older: Hashes) -> SafeBrowsing:
    files = {sha256(each.to_bytes()).hexdigest(): each for each in older}
    entry = FileEntry("hashes/x", sha256(now.to_bytes()).hexdigest(), len(now.to_bytes()))
    return SafeBrowsing(HashesEntry(entry, tuple(files)), now, files.get)


def prefixes(numbers: set[int]) -> list[bytes]:
    return [number.to_bytes(4, "big") for number in sorted(numbers)]


def applied(had: list[bytes], told: Update) -> list[bytes]:
    kept = [prefix for place, prefix in enumerate(had) if place not in told.removals] if told.is_partial else []
    found = sorted([*kept, *told.additions])
    assert sha256(b"".join(found)).digest() == told.checksum
    return found


@given(old=LISTS, new=LISTS, bound=st.integers(1, 4))
@example(old={7, 8, 9}, new={1, 2, 3, 7, 8, 9}, bound=1)
def test_a_bound_of_additions_takes_nothing_back_that_is_still_listed(old: set[int], new: set[int], bound: int) -> None:
    before, after = lists(of(old)), lists(of(new), of(old))
    told, state = before.update(HOAX, FRESH, b"", Bounds(additions=bound))
    had = applied([], told)
    assert len(had) <= bound
    for asked in range(60):
        bounds = Bounds(additions=bound)
        # The publication changes while the client is still fetching the first one.
        told, state = (before if asked < len(old) // 8 else after).update(HOAX, FRESH, state, bounds)
        kept = {*had} & {*prefixes(new)}
        had = applied(had, told)
        assert asked < len(old) // 8 or kept <= {*had}
    assert had == prefixes(new)


def test_an_update_is_written_once_for_all_who_ask_the_same() -> None:
    found, written = lists(of({1, 2, 3}), of({2})), list[Update]()

    def write(told: Update, state: bytes) -> bytes:
        written.append(told)
        return state

    _, older = lists(of({2})).update(HOAX, FRESH, b"", Bounds())
    states = [b"", b"none", older, b"", older, older[:-1] + b"?"]
    told = [found.written("a", HOAX, FRESH, state, Bounds(), write) for state in states]
    assert len(set(told)) == 1
    assert [each.is_partial for each in written] == [False, True]
    found.written("b", HOAX, FRESH, b"", Bounds(), write)
    found.written("a", HOAX, FRESH, b"", Bounds(additions=1), write)
    assert [len(each.additions) for each in written] == [3, 2, 3, 1]


@pytest.mark.parametrize(
    ("version", "threat", "age", "count", "known"),
    [
        (2, 0, 0, 3, True), (2, 0, 2, 0, True), (2, 0, 0, 4, False), (1, 0, 0, 3, False), (3, 0, 0, 3, False),
        (2, 0, 3, 3, False),
        # Of the other list, and of none.
        (2, 1, 0, 0, False), (2, 2, 0, 3, False),
    ],
)  # fmt: skip
def test_a_state_that_was_never_given_out_is_none(version: int, threat: int, age: int, count: int, known: bool) -> None:
    now = of({1, 2, 3})
    state = struct.pack(">BBBI", version, threat, age, count) + sha256(now.to_bytes()).digest()
    for sent, partial in ((state, known), (state[:-1], False), (state + b"?", False), (state[:-1] + b"?", False)):
        told, _ = lists(now).update(HOAX, FRESH, sent, Bounds())
        assert told.is_partial is partial


def test_whoever_has_a_file_that_is_gone_is_sent_the_whole_list() -> None:
    _, state = lists(of({1})).update(HOAX, FRESH, b"", Bounds())
    now, older = of({1, 2}), of({1})
    entry = FileEntry("hashes/x", sha256(now.to_bytes()).hexdigest(), len(now.to_bytes()))
    gone = SafeBrowsing(HashesEntry(entry, (sha256(older.to_bytes()).hexdigest(),)), now, lambda _: None)
    told, _ = gone.update(HOAX, FRESH, state, Bounds())
    assert applied(prefixes({1}), told) == prefixes({1, 2})
    assert not told.is_partial


def test_a_client_that_takes_so_many_entries_is_given_the_first_of_them() -> None:
    told, _ = lists(of({1, 2, 3})).update(HOAX, FRESH, b"", Bounds(entries=2))
    assert applied([], told) == prefixes({1, 2})


@pytest.mark.parametrize(
    ("prefix", "numbers"),
    [(b"", {1, 2, 258}), (bytes(3), {1, 2}), (bytes(3) + b"\2", {2}), (bytes(3) + b"\3", set()), (b"\xff", set())],
)
def test_all_hashes_that_begin_so_are_found_and_no_other(prefix: bytes, numbers: set[int]) -> None:
    found = lists(of({1, 2, 258}))
    # Asked for twice: the second time from what was kept.
    for _ in range(2):
        assert found.find(HOAX, FRESH, prefix) == [each + bytes(28) for each in prefixes(numbers)]
        assert found.find(Threat.IMPOSTER, FRESH, prefix) == []

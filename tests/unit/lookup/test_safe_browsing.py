"""Updates of the lists of Safe Browsing: within what a client takes, and written once for all that ask the same."""

from __future__ import annotations

from hashlib import sha256

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

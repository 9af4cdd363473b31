"""An update applied as clients apply it gives the new list."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.safe_browsing.updates import Update, prefixes, update

LISTS = st.sets(st.binary(min_size=32, max_size=32), max_size=40).map(prefixes)


def applied(old: list[bytes], told: Update) -> list[bytes]:
    kept = [prefix for place, prefix in enumerate(old) if place not in told.removals] if told.is_partial else []
    return sorted([*kept, *told.additions])


@given(old=LISTS, new=LISTS, is_known=st.booleans())
def test_whoever_applies_it_has_the_new_list(old: list[bytes], new: list[bytes], is_known: bool) -> None:
    told = update(old if is_known else None, new)
    assert told.is_partial is is_known
    assert applied(old, told) == new
    assert told.checksum == sha256(b"".join(new)).digest()


def test_hashes_that_begin_alike_are_one_prefix() -> None:
    assert prefixes([b"aaaa" + bytes(28), b"aaaa" + bytes(27) + b"b", b"AAAA" + bytes(28)]) == [b"AAAA", b"aaaa"]

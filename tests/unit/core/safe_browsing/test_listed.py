"""The file of hashes, and what an old publication still says by it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.safe_browsing.listed import Hashes, Threat
from cektautan.core.vocabulary import Staleness

HOAX, PAGE, SITE = (hashlib.sha256(word.encode()).digest() for word in ("hoax", "page", "site"))
HASHES = Hashes.of([HOAX], [PAGE], [SITE])
SETS = st.lists(st.binary(min_size=32, max_size=32), max_size=6)


@given(hoaxes=SETS, pages=SETS, sites=SETS)
def test_a_file_is_read_as_it_was_written(hoaxes: list[bytes], pages: list[bytes], sites: list[bytes]) -> None:
    hashes = Hashes.of(hoaxes, pages, sites)
    assert Hashes.parse(hashes.to_bytes()) == hashes
    assert hashes.of_threat(Threat.HOAX, Staleness.FRESH) == sorted(set(hoaxes))
    assert hashes.of_threat(Threat.IMPOSTER, Staleness.FRESH) == sorted({*pages, *sites})


@pytest.mark.parametrize(
    ("staleness", "imposters", "hoaxes"),
    [
        (Staleness.FRESH, {PAGE, SITE}, {HOAX}),
        (Staleness.STALE, {PAGE}, {HOAX, SITE}),
        (Staleness.OLD, set(), {HOAX, PAGE, SITE}),
    ],
)
def test_an_old_publication_calls_less_deceptive(
    staleness: Staleness, imposters: set[bytes], hoaxes: set[bytes]
) -> None:
    assert set(HASHES.of_threat(Threat.IMPOSTER, staleness)) == imposters
    assert set(HASHES.of_threat(Threat.HOAX, staleness)) == hoaxes


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"CKTH", ErrorCode.TRUNCATED),
        (b"CKTX" + HASHES.to_bytes()[4:], ErrorCode.BAD_FORMAT),
        (b"CKTH\x02" + HASHES.to_bytes()[5:], ErrorCode.BAD_FORMAT),
        (b"CKTH\x01\x00\x00\x01" + HASHES.to_bytes()[8:], ErrorCode.BAD_FORMAT),
        (HASHES.to_bytes()[:-1], ErrorCode.BAD_FORMAT),
        (HASHES.to_bytes() + b"x", ErrorCode.BAD_FORMAT),
        (Hashes(hoaxes=max(HOAX, PAGE) + min(HOAX, PAGE)).to_bytes(), ErrorCode.BAD_FORMAT),
        (Hashes(hoaxes=HOAX + HOAX).to_bytes(), ErrorCode.BAD_FORMAT),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(FormatError) as refused:
        Hashes.parse(data)
    assert refused.value.code is code

"""What is too long is refused before anything is computed of it, signature or file, keys or manifest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.list_vectors import document, rows
from tests.unit.core.test_list_vectors import signed

from cektautan.core.errors import ErrorCode
from cektautan.core.keyring import MAX_KEYS_BYTES
from cektautan.core.manifest import MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES
from cektautan.core.minisign import PublicKey
from cektautan.core.trust import Trust, judge

ROOT = PublicKey.parse(document("updates")["root"])
(FIRST,) = [param.values[0] for param in rows("updates") if param.id == "first"]


@pytest.mark.parametrize(
    ("file", "cap"),
    [
        ("keys", MAX_KEYS_BYTES),
        ("keys_signature", MAX_SIGNATURE_BYTES),
        ("manifest", MAX_MANIFEST_BYTES),
        ("manifest_signature", MAX_SIGNATURE_BYTES),
    ],
)
def test_a_file_that_is_a_byte_too_long_is_not_even_verified(file: str, cap: int) -> None:
    def code(size: int) -> ErrorCode | None:
        return judge(Trust(), ROOT, replace(signed(FIRST), **{file: b"x" * size}), FIRST["now"]).code

    assert code(cap + 1) is ErrorCode.TOO_LARGE
    assert code(cap) is ErrorCode.BAD_SIGNATURE

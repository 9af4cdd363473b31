"""What a signed file may hold is exact: a number is no truth value, and a digest is 64 small hexadecimal digits."""

from __future__ import annotations

import json

import pytest

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.signed_json import digest, read_object


@pytest.mark.parametrize("number", [True, "1", None, 2, 0])
def test_a_format_is_the_number_1_and_nothing_that_equals_it(number: object) -> None:
    with pytest.raises(FormatError) as caught:
        read_object(json.dumps({"format": number}).encode(), "keys.json")
    assert caught.value.code is ErrorCode.BAD_FORMAT


def test_a_digest_is_taken_as_it_stands() -> None:
    assert digest({"sha256": "0a" * 32}, "sha256") == "0a" * 32


@pytest.mark.parametrize(
    "value", ["0A" * 32, "0a" * 31, "0a" * 33, "0g" * 32, "0a" * 32 + "\n", "", 7, None, ["0a" * 32]]
)
def test_what_is_no_digest_is_refused(value: object) -> None:
    with pytest.raises(FormatError) as caught:
        digest({"sha256": value}, "sha256")
    assert caught.value.code is ErrorCode.BAD_FORMAT

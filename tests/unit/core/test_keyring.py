"""keys.json holds keys as texts of 56 letters; anything else in it is bad_format, and no other fault comes out."""

from __future__ import annotations

import base64
import json

import pytest
from tests.support.list_vectors import document, rows

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.keyring import Keyring

ROOT = document("updates")["root"]
(FIRST,) = [param.values[0] for param in rows("updates") if param.id == "first"]
KEYS = json.loads(base64.b64decode(FIRST["keys"]))


def parse(*keys: object) -> Keyring:
    return Keyring.parse(json.dumps({**KEYS, "keys": list(keys)}).encode())


def test_each_key_is_read() -> None:
    assert len(parse(*KEYS["keys"], ROOT).keys) == len(KEYS["keys"]) + 1


@pytest.mark.parametrize("key", [7, None, [ROOT], {}, "", ROOT[:-1], f"{ROOT}\n", f" {ROOT}", f"{ROOT[:-1]}!"])
def test_what_is_no_key_is_refused(key: object) -> None:
    with pytest.raises(FormatError) as caught:
        parse(ROOT, key)
    assert caught.value.code is ErrorCode.BAD_FORMAT

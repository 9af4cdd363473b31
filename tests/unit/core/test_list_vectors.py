"""The vectors of the published set (tests/vectors/lists): Python reads every byte as they say."""

from __future__ import annotations

import base64
import hashlib
from array import array
from pathlib import Path
from typing import Any

import pytest
from tests.support.list_vectors import FOLDER, Row, document, rows
from tools.make_list_vectors import documents

from cektautan.core.diff import apply_diff, encode_diff
from cektautan.core.errors import FormatError
from cektautan.core.manifest import FileEntry
from cektautan.core.minisign import PublicKey, verify_any
from cektautan.core.snapshot import ListId, Snapshot, decode_snapshot, encode_snapshot, state_digest
from cektautan.core.trust import SignedFiles, Trust, judge
from cektautan.publish.verify import read_file


def good(name: str) -> list[Any]:
    return [param for param in rows(name) if "expect" in param.values[0]]


def data(row: Row, name: str) -> bytes:
    return base64.b64decode(row[name])


def wanted(row: Row) -> Snapshot:
    return {
        ListId(item["level"], item["verdict"]): array("Q", (int(text, 16) for text in item["prefixes"]))
        for item in row["expect"]["lists"]
    }


def signed(row: Row) -> SignedFiles:
    return SignedFiles(*(data(row, name) for name in ("keys", "keys_signature", "manifest", "manifest_signature")))


def test_making_the_vectors_again_changes_nothing() -> None:
    for name, content in documents().items():
        assert (FOLDER / name).read_text("utf-8") == content, name


@pytest.mark.parametrize("row", rows("snapshots"))
def test_snapshot(row: Row) -> None:
    if "expect_error" in row:
        with pytest.raises(FormatError) as caught:
            decode_snapshot(data(row, "data"))
        assert caught.value.code == row["expect_error"]
        return
    snapshot = decode_snapshot(data(row, "data"))
    assert snapshot == wanted(row)
    assert state_digest(snapshot).hex() == row["expect"]["state"]
    assert encode_snapshot(snapshot) == data(row, "data")


@pytest.mark.parametrize("row", rows("diffs"))
def test_diff(row: Row) -> None:
    old = decode_snapshot(data(row, "old"))
    if "expect_error" in row:
        with pytest.raises(FormatError) as caught:
            apply_diff(old, data(row, "data"))
        assert caught.value.code == row["expect_error"]
        return
    new = apply_diff(old, data(row, "data"))
    assert new == wanted(row)
    assert encode_diff(old, new) == data(row, "data")


@pytest.mark.parametrize("row", rows("signatures"))
def test_signature(row: Row) -> None:
    keys = [PublicKey.parse(text) for text in row["keys"]]
    if "expect_error" in row:
        with pytest.raises(FormatError) as caught:
            verify_any(keys, data(row, "message"), data(row, "signature"))
        assert caught.value.code == row["expect_error"]
        return
    assert verify_any(keys, data(row, "message"), data(row, "signature")) == row["expect"]["trusted_comment"]


@pytest.mark.parametrize("row", rows("files"))
def test_file(row: Row, tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(data(row, "data"))
    entry = FileEntry("sent", row["sha256"], row["size"])
    if "expect_error" in row:
        with pytest.raises(FormatError) as caught:
            read_file(tmp_path, entry)
        assert caught.value.code == row["expect_error"]
        return
    assert hashlib.sha256(read_file(tmp_path, entry)).hexdigest() == row["sha256"]


@pytest.mark.parametrize("row", rows("updates"))
def test_update(row: Row) -> None:
    root = PublicKey.parse(document("updates")["root"])
    judged = judge(Trust(**row["state"]), root, signed(row), row["now"])
    expect = row["expect"]
    assert judged.code == expect["error"]
    assert judged.trust == Trust(**expect["state"])
    assert (judged.manifest.seq if judged.manifest else None) == expect["seq"]
    assert (judged.staleness if judged.manifest else None) == expect["staleness"]


@pytest.mark.parametrize("row", rows("histories"))
def test_history(row: Row) -> None:
    root = PublicKey.parse(document("histories")["root"])
    trust, held = Trust(), None
    for step in row["steps"]:
        judged = judge(trust, root, signed(step), step["now"])
        trust = judged.trust
        held = judged.manifest.seq if judged.manifest else held
        assert (judged.code, held) == (step["expect_error"], step["expect_held_seq"])


@pytest.mark.parametrize("row", good("snapshots"))
def test_no_flipped_bit_of_a_snapshot_passes(row: Row) -> None:
    for changed in flips(data(row, "data")):
        with pytest.raises(FormatError):
            decode_snapshot(changed)


@pytest.mark.parametrize("row", good("diffs"))
def test_no_flipped_bit_of_a_diff_passes(row: Row) -> None:
    old = decode_snapshot(data(row, "old"))
    for changed in flips(data(row, "data")):
        with pytest.raises(FormatError):
            apply_diff(old, changed)


@pytest.mark.parametrize("row", good("signatures"))
def test_no_flipped_bit_of_a_signature_passes(row: Row) -> None:
    keys = [PublicKey.parse(text) for text in row["keys"]]
    for changed in flips(data(row, "signature")):
        with pytest.raises(FormatError):
            verify_any(keys, data(row, "message"), changed)


def flips(whole: bytes) -> list[bytes]:
    # Large files take every fifth bit: five is prime to eight, so that every place within a byte is tried.
    step = 1 if len(whole) < 500 else 5
    return [
        whole[: bit >> 3] + bytes([whole[bit >> 3] ^ 1 << (bit & 7)]) + whole[(bit >> 3) + 1 :]
        for bit in range(0, len(whole) * 8, step)
    ]

"""Reading a published set back: every byte is covered, and every fault has its code."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.published import Entry, Publisher

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.minisign import PublicKey, SecretKey
from cektautan.core.snapshot import ListId
from cektautan.publish.audit import audit
from cektautan.publish.content import Content
from cektautan.publish.publisher import publish_content
from cektautan.publish.verify import read_bucket, read_set

Make = Callable[..., Content]


@pytest.fixture
def root(public: Path, keys: Path, make_content: Make, now: int) -> PublicKey:
    publish_content(make_content(1, 50), public, keys, now - 1)
    return publish_content(make_content(2, 50), public, keys, now).root


def code(public: Path, root: PublicKey, now: int | None) -> ErrorCode | None:
    try:
        audit(read_set(public, root, now))
    except FormatError as problem:
        return problem.code
    return None


def test_a_flipped_byte_in_any_file_that_the_set_names_is_refused(public: Path, root: PublicKey, now: int) -> None:
    manifest = read_set(public, root, now).manifest
    names = [f"current/{path.name}" for path in (public / "current").iterdir()] + [file.path for file in manifest.files]
    assert len(names) == 11
    for name in names:
        path = public / name
        whole = path.read_bytes()
        step = max(1, len(whole) // 60)
        for at in range(0, len(whole), step):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
            assert code(public, root, now) is not None, f"{name} byte {at}"
        path.write_bytes(whole)
    assert code(public, root, now) is None


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("snapshot", lambda whole: whole[:-1], ErrorCode.TRUNCATED),
        ("snapshot", lambda whole: whole + b"\0", ErrorCode.TOO_LARGE),
        ("snapshot", lambda whole: bytes(len(whole)), ErrorCode.BAD_CHECKSUM),
        ("domains", lambda whole: bytes(len(whole)), ErrorCode.BAD_CHECKSUM),
        ("rules", lambda _: b"", ErrorCode.TRUNCATED),
        ("rules", lambda whole: whole[::-1], ErrorCode.BAD_CHECKSUM),
    ],
)
def test_each_way_of_damage_has_its_code(
    public: Path, root: PublicKey, now: int, name: str, data: Callable[[bytes], bytes], expected: ErrorCode
) -> None:
    path = public / getattr(read_set(public, root, now).manifest, name).path
    path.write_bytes(data(path.read_bytes()))
    assert code(public, root, now) is expected


def test_a_missing_file_is_unreachable(public: Path, root: PublicKey, now: int) -> None:
    (public / read_set(public, root, now).manifest.rules.path).unlink()
    assert code(public, root, now) is ErrorCode.UNREACHABLE


def test_no_set_at_all_is_unreachable(tmp_path: Path, now: int) -> None:
    assert code(tmp_path, SecretKey(b"12345678", bytes(32)).public, now) is ErrorCode.UNREACHABLE


def test_times_are_judged_only_when_asked(public: Path, root: PublicKey, now: int) -> None:
    year = now + 365 * 86_400
    assert code(public, root, year) is ErrorCode.KEYS_EXPIRED
    assert code(public, root, now - 2 * 86_400) is ErrorCode.FROM_FUTURE
    assert code(public, root, None) is None


def test_another_root_key_is_refused(public: Path, root: PublicKey, now: int) -> None:
    assert code(public, SecretKey(root.key_id, bytes(32)).public, now) is ErrorCode.BAD_SIGNATURE
    assert code(public, SecretKey(b"12345678", bytes(32)).public, now) is ErrorCode.UNKNOWN_KEY


@pytest.mark.parametrize(
    "fault",
    [
        {"level": 2},
        {"verdict": "satire"},
        {"verdict": "libel"},
        {"sha256": "00" * 32},
        {"sha256": "zz" * 32},
        {"claim": "no-such-claim"},
        None,
    ],
)
def test_records_that_do_not_fit_the_snapshot_are_found(
    public: Path, keys: Path, root: PublicKey, make_content: Make, now: int, fault: dict[str, object] | None
) -> None:
    content = make_content(3)
    bucket = json.loads(content.buckets[0])
    if fault is None:
        del bucket["listings"][0]
    else:
        bucket["listings"][0].update(fault)
    publish_content(replace(content, buckets=(json.dumps(bucket).encode(),)), public, keys, now + 1)
    assert code(public, root, now + 1) is ErrorCode.BAD_FORMAT


def test_a_key_without_a_record_is_found(
    public: Path, keys: Path, root: PublicKey, make_content: Make, now: int
) -> None:
    content = make_content(3)
    snapshot = {**content.snapshot, ListId(1, 6): content.snapshot[ListId(3, 1)][:0]}
    snapshot[ListId(1, 6)].append(7)
    publish_content(replace(content, snapshot=snapshot), public, keys, now + 1)
    assert code(public, root, now + 1) is ErrorCode.BAD_FORMAT


def test_a_record_of_other_claims_than_the_buckets_is_found(
    public: Path, keys: Path, root: PublicKey, make_content: Make, now: int
) -> None:
    for content in (make_content(3), replace(make_content(3), record=make_content(4).record)):
        publish_content(content, public, keys, now + 1)
    assert code(public, root, now + 1) is ErrorCode.BAD_FORMAT


def test_a_set_of_before_there_was_a_record_is_genuine(public: Path, now: int) -> None:
    publisher = Publisher(public)
    publisher.publish([Entry("url:a.com/1")], now=now)
    verified = read_set(public, publisher.root.public, now)
    audit(verified)
    assert verified.record is None


def test_rules_that_do_not_compile_are_found(
    public: Path, keys: Path, root: PublicKey, make_content: Make, now: int
) -> None:
    publish_content(replace(make_content(3), rules=b'{"format":1}'), public, keys, now + 1)
    assert code(public, root, now + 1) is ErrorCode.BAD_FORMAT


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format":1,"bucket":1,"claims":{},"listings":[]}', b'{"format":1}'])
def test_a_bucket_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        read_bucket(data, 0)

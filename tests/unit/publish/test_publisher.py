"""Publishing: numbers, times, diffs, what is kept and what is thrown away, and one publisher at a time."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cektautan.core.diff import apply_diff
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.record import read_record
from cektautan.core.snapshot import decode_snapshot, encode_snapshot
from cektautan.core.trust import Trust, judge
from cektautan.core.vocabulary import Staleness
from cektautan.publish.audit import audit
from cektautan.publish.content import Content
from cektautan.publish.errors import PublishError
from cektautan.publish.publisher import publish_content, publish_read, resign, rotate
from cektautan.publish.store import KEPT_SETS, NAMES, PublicStore
from cektautan.publish.verify import read_set

Make = Callable[..., Content]


def blobs(public: Path) -> set[str]:
    return {path.name for path in (public / "files").iterdir()}


def test_a_first_publication_makes_keys_and_verifies(public: Path, keys: Path, make_content: Make, now: int) -> None:
    published = publish_content(make_content(1), public, keys, now)
    verified = read_set(public, published.root, now)
    audit(verified)
    assert verified.snapshot == make_content(1).snapshot
    assert verified.buckets == make_content(1).buckets
    assert (verified.manifest.seq, verified.manifest.created, verified.manifest.expires) == (now, now, now + 72 * 3600)
    assert published.changed
    assert {path.name for path in (public / "current").iterdir()} == set(NAMES)


def test_the_same_content_keeps_its_files_and_is_only_signed_again(
    public: Path, keys: Path, make_content: Make, now: int
) -> None:
    first = publish_content(make_content(1), public, keys, now)
    before = blobs(public)
    again = publish_content(make_content(1), public, keys, now + 60)
    assert not again.changed
    assert blobs(public) == before
    assert again.manifest.files == first.manifest.files
    assert (again.seq, again.manifest.created) == (now + 60, now + 60)


def test_seq_is_the_time_or_one_more_than_the_last(public: Path, keys: Path, make_content: Make, now: int) -> None:
    seqs = [publish_content(make_content(n), public, keys, at).seq for n, at in enumerate((now, now, now - 5, now + 9))]
    assert seqs == [now, now + 1, now + 2, now + 9]


def test_diffs_lead_from_each_of_the_last_snapshots_to_the_newest(
    public: Path, keys: Path, make_content: Make, now: int
) -> None:
    held = []
    for number in range(4):
        published = publish_content(make_content(number, 300), public, keys, now + number)
        held.append((published.manifest.snapshot.sha256, make_content(number, 300).snapshot))
    manifest = published.manifest
    assert [diff.source for diff in manifest.diffs] == [sha256 for sha256, _ in reversed(held[:-1])]
    for sha256, old in held[:-1]:
        (entry,) = [diff.file for diff in manifest.diffs if diff.source == sha256]
        assert apply_diff(old, (public / entry.path).read_bytes()) == held[-1][1]
        assert entry.size < manifest.snapshot.size
    audit(read_set(public, published.root, now + 4))


def test_only_the_last_64_snapshots_have_a_diff_and_older_files_go(
    public: Path, keys: Path, make_content: Make, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Thousands of small files: flushing each to the disk would only take time.
    monkeypatch.setattr("os.fsync", lambda _: None)
    for number in range(70):
        published = publish_content(make_content(number, 60), public, keys, now + number)
    assert len(published.manifest.diffs) == 64
    snapshots = {name for name in blobs(public) if name.endswith(".snap")}
    kept = {f"{diff.source}.snap" for diff in published.manifest.diffs} | {Path(published.manifest.snapshot.path).name}
    assert kept <= snapshots
    # The last few sets are kept whole with what they name, for readers that have just begun to fetch one.
    assert len(snapshots) == 70
    assert len(list((public / "sets").iterdir())) == KEPT_SETS
    for number in range(70, 70 + KEPT_SETS + 10):
        publish_content(make_content(number, 60), public, keys, now + number)
    assert len([name for name in blobs(public) if name.endswith(".snap")]) == 64 + KEPT_SETS


def test_going_back_to_an_earlier_content_has_a_diff_to_it(
    public: Path, keys: Path, make_content: Make, now: int
) -> None:
    for at, number in enumerate((1, 2, 1)):
        published = publish_content(make_content(number, 300), public, keys, now + at)
    (diff,) = published.manifest.diffs
    old = decode_snapshot((public / f"files/{diff.source}.snap").read_bytes())
    assert old == make_content(2, 300).snapshot
    audit(read_set(public, published.root, now + 3))


def test_everything_may_be_withdrawn_and_come_back(public: Path, keys: Path, make_content: Make, now: int) -> None:
    for at, count in enumerate((300, 0, 300)):
        published = publish_content(make_content(1, count), public, keys, now + at)
        verified = read_set(public, published.root, now + at)
        audit(verified)
        assert sum(map(len, verified.snapshot.values())) == count


def test_a_damaged_blob_is_written_anew(public: Path, keys: Path, make_content: Make, now: int) -> None:
    first = publish_content(make_content(1), public, keys, now)
    (public / first.manifest.snapshot.path).write_bytes(b"rot")
    with pytest.raises(FormatError):
        read_set(public, first.root, now)
    publish_content(make_content(1), public, keys, now + 1)
    audit(read_set(public, first.root, now + 1))


def test_signing_again_needs_no_lists_and_refuses_damaged_files(
    public: Path, keys: Path, make_content: Make, now: int
) -> None:
    with pytest.raises(PublishError, match="publish one"):
        resign(public, keys, now)
    first = publish_content(make_content(1), public, keys, now)
    again = resign(public, keys, now + 6 * 3600)
    assert again.manifest.files == first.manifest.files
    assert again.manifest.expires == now + 78 * 3600
    (public / first.manifest.rules.path).write_bytes(b"rot")
    with pytest.raises(PublishError, match="damaged"):
        resign(public, keys, now + 12 * 3600)
    assert read_set_seq(public) == again.seq


def read_set_seq(public: Path) -> int:
    manifest = PublicStore(public).current()
    assert manifest is not None
    return manifest.seq


def test_rotation_replaces_the_online_key_and_signs_again(
    public: Path, keys: Path, make_content: Make, now: int
) -> None:
    first = publish_content(make_content(1), public, keys, now)
    old = read_set(public, first.root, now)
    trust = judge(Trust(), first.root, old.signed, now).trust
    again = rotate(public, keys, now + 10, 30)
    assert again is not None
    new = read_set(public, first.root, now + 10)
    assert new.keyring.keys != old.keyring.keys
    assert new.keyring.version > old.keyring.version
    judged = judge(trust, first.root, new.signed, now + 10)
    assert judged.code is None
    # What the old key signs from now on is refused, whatever keys.json it comes with.
    assert judge(judged.trust, first.root, old.signed, now + 10).code is ErrorCode.KEYS_ROLLED_BACK
    assert len(list(keys.glob("online-*.key"))) == 1


def test_a_restored_backup_is_overtaken_by_its_next_publication(
    public: Path, keys: Path, make_content: Make, now: int, tmp_path: Path
) -> None:
    first = publish_content(make_content(1), public, keys, now)
    backup = tmp_path / "backup"
    copy_tree(public, backup)
    publish_content(make_content(2), public, keys, now + 100)
    trust = judge(Trust(), first.root, read_set(public, first.root).signed, now + 100).trust
    assert judge(trust, first.root, read_set(backup, first.root).signed, now + 200).code is ErrorCode.ROLLED_BACK
    publish_content(make_content(3), backup, keys, now + 200)
    assert judge(trust, first.root, read_set(backup, first.root).signed, now + 200).code is None


def test_a_backup_from_before_a_rotation_is_overtaken_by_a_rotation(
    public: Path, keys: Path, make_content: Make, now: int, tmp_path: Path
) -> None:
    first = publish_content(make_content(1), public, keys, now)
    copy_tree(public, tmp_path / "p")
    copy_tree(keys, tmp_path / "k")
    rotate(public, keys, now + 100, 30)
    trust = judge(Trust(), first.root, read_set(public, first.root).signed, now + 100).trust
    public, keys = tmp_path / "p", tmp_path / "k"
    publish_content(make_content(2), public, keys, now + 200)
    code = judge(trust, first.root, read_set(public, first.root).signed, now + 200).code
    assert code is ErrorCode.KEYS_ROLLED_BACK
    rotate(public, keys, now + 300, 30)
    assert judge(trust, first.root, read_set(public, first.root).signed, now + 300).code is None


def test_a_deleted_published_directory_comes_back_for_the_same_readers(
    public: Path, keys: Path, make_content: Make, now: int
) -> None:
    first = publish_content(make_content(1), public, keys, now)
    trust = judge(Trust(), first.root, read_set(public, first.root).signed, now).trust
    subprocess.run(["rm", "-r", str(public)], check=True)
    second = publish_content(make_content(1), public, keys, now + 60)
    assert second.root == first.root
    assert judge(trust, first.root, read_set(public, first.root).signed, now + 60).code is None


def test_deleted_keys_come_back_from_the_root_secret_alone(
    public: Path, keys: Path, make_content: Make, now: int, tmp_path: Path
) -> None:
    first = publish_content(make_content(1), public, keys, now)
    trust = judge(Trust(), first.root, read_set(public, first.root).signed, now).trust
    (keys / "root.key").rename(tmp_path / "safe.key")
    subprocess.run(["rm", "-r", str(public), str(keys)], check=True)
    rotate(public, keys, now + 60, 30, first.root, tmp_path / "safe.key")
    publish_content(make_content(1), public, keys, now + 60, first.root)
    assert judge(trust, first.root, read_set(public, first.root).signed, now + 60).code is None


def test_an_expired_set_is_read_and_marked(public: Path, keys: Path, make_content: Make, now: int) -> None:
    published = publish_content(make_content(1), public, keys, now)
    later = now + 73 * 3600
    judged = judge(Trust(), published.root, read_set(public, published.root, later).signed, later)
    assert (judged.code, judged.staleness) == (ErrorCode.MANIFEST_EXPIRED, Staleness.STALE)


def test_a_reader_never_sees_half_of_a_publication(public: Path, keys: Path, make_content: Make, now: int) -> None:
    published = publish_content(make_content(0), public, keys, now)
    stop, faults, reads = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                verified = read_set(public, published.root)
                number = json.loads(verified.buckets[0])["listings"][0]["claim"].removeprefix("claim-")
                assert verified.snapshot == make_content(int(number)).snapshot
                reads.append(number)
            except Exception as fault:
                faults.append(fault)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 60):
        publish_content(make_content(number), public, keys, now + number)
    stop.set()
    reader.join()
    assert not faults
    assert len(set(reads)) > 1


def publish_many(public: Path, keys: Path, contents: list[Content], now: int) -> None:
    for content in contents:
        publish_content(content, public, keys, now)


def test_two_publishers_take_turns(public: Path, keys: Path, make_content: Make, now: int) -> None:
    context = multiprocessing.get_context("spawn" if sys.platform == "darwin" else "fork")
    first = publish_content(make_content(0), public, keys, now)
    others = [
        context.Process(target=publish_many, args=(public, keys, [make_content(n) for n in range(s, 20, 2)], now))
        for s in (1, 2)
    ]
    for other in others:
        other.start()
    for other in others:
        other.join()
        assert other.exitcode == 0
    # Nineteen publications at the same second: each has its own number, none was lost.
    assert read_set_seq(public) == first.seq + 19
    audit(read_set(public, first.root, now))


def record(public: Path) -> dict[str, list[str]]:
    manifest = PublicStore(public).current()
    assert manifest is not None
    assert manifest.record is not None
    claims = read_record((public / manifest.record.path).read_bytes())
    return {id_: [event["change"] for event in claim["history"]] for id_, claim in claims.items()}


def test_the_record_is_carried_from_set_to_set(public: Path, keys: Path, make_content: Make, now: int) -> None:
    for at, number in enumerate((1, 2, 1)):
        publish_content(make_content(number), public, keys, now + at)
    assert record(public) == {"claim-1": ["listed", "removed", "restored"], "claim-2": ["listed", "removed"]}
    before = PublicStore(public).current()
    publish_content(make_content(1), public, keys, now + 3)
    after = PublicStore(public).current()
    assert before is not None
    assert after is not None
    assert before.record == after.record


def test_a_damaged_record_is_read_from_the_newest_set_that_has_it_whole(
    public: Path, keys: Path, make_content: Make, now: int
) -> None:
    publish_content(make_content(1), public, keys, now)
    publish_content(make_content(2), public, keys, now + 1)
    broken = publish_content(make_content(3), public, keys, now + 2)
    assert broken.manifest.record is not None
    (public / broken.manifest.record.path).write_bytes(b"rot")
    with pytest.raises(PublishError, match="damaged"):
        resign(public, keys, now + 3)
    publish_content(make_content(3), public, keys, now + 4)
    assert record(public) == {
        "claim-1": ["listed", "removed"], "claim-2": ["listed", "removed"], "claim-3": ["listed"],
    }  # fmt: skip
    audit(read_set(public, broken.root, now + 4))


def test_what_no_client_accepts_is_not_published(public: Path, keys: Path, make_content: Make, now: int) -> None:
    first = publish_content(make_content(1), public, keys, now)
    too_many = replace(make_content(2), buckets=tuple(f'{{"b":{i}}}'.encode() for i in range(2048)))
    with pytest.raises(PublishError, match="manifest"):
        publish_content(too_many, public, keys, now + 1)
    assert read_set(public, first.root, now + 1).manifest.seq == first.seq


def copy_tree(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def test_who_publishes_second_has_read_second(public: Path, keys: Path, make_content: Make, now: int) -> None:
    """Or a newer set would bring back what the one before it had taken away."""
    decided, begun, order = [1], threading.Event(), []

    def slow() -> Content:
        order.append(seen := decided[-1])
        begun.set()
        # The other one has decided and waits to be let in: it has not read yet.
        other.start()
        other.join(0.3)
        return make_content(seen)

    def quick() -> Content:
        order.append(seen := decided[-1])
        return make_content(seen)

    other = threading.Thread(target=lambda: publish_read(quick, public, keys, now))
    first = threading.Thread(target=lambda: publish_read(slow, public, keys, now))
    first.start()
    begun.wait(10)
    decided.append(2)
    first.join(30)
    other.join(30)
    manifest = PublicStore(public).current()
    assert manifest is not None
    assert order == [1, 2]
    assert manifest.snapshot.sha256 == hashlib.sha256(encode_snapshot(make_content(2).snapshot)).hexdigest()

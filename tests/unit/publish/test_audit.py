"""The audit of a set whose every file is genuine: each way in which its parts may say different things is found."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cektautan.core.diff import encode_diff
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.exports import Exports, Row
from cektautan.core.manifest import DiffEntry
from cektautan.core.snapshot import decode_snapshot
from cektautan.publish.audit import audit
from cektautan.publish.buckets import split
from cektautan.publish.content import Content
from cektautan.publish.publisher import publish_content
from cektautan.publish.store import PublicStore
from cektautan.publish.verify import VerifiedSet, read_file, read_set

Make = Callable[..., Content]


@pytest.fixture
def published(public: Path, keys: Path, make_content: Make, now: int) -> VerifiedSet:
    """A second set, with the diff that leads to it from the first one."""
    publish_content(make_content(1), public, keys, now - 1)
    root = publish_content(make_content(2), public, keys, now).root
    found = read_set(public, root, now)
    audit(found)
    return found


def found_in(verified: VerifiedSet) -> tuple[ErrorCode, str]:
    with pytest.raises(FormatError) as fault:
        audit(verified)
    return fault.value.code, fault.value.detail


def test_a_manifest_that_counts_other_keys(published: VerifiedSet) -> None:
    manifest = replace(published.manifest, keys=published.manifest.keys + 1)
    assert found_in(replace(published, manifest=manifest)) == (
        ErrorCode.BAD_FORMAT,
        "20 keys, and the manifest says 21",
    )


@pytest.mark.parametrize(
    ("name", "words"), [("text", {"id": "lain", "en": "other"}), ("about", ["lain"]), ("reviews", [{"url": "lain"}])]
)
def test_a_record_that_tells_of_a_claim_in_other_words(published: VerifiedSet, name: str, words: Any) -> None:
    record = json.loads(published.record or b"")
    record["claims"]["claim-2"][name] = words
    said = found_in(replace(published, record=json.dumps(record).encode()))
    assert said == (ErrorCode.BAD_FORMAT, "the public record and the buckets differ in claim-2")


def test_a_record_that_leaves_a_claim_out(published: VerifiedSet) -> None:
    record = json.loads(published.record or b"")
    del record["claims"]["claim-2"]
    said = found_in(replace(published, record=json.dumps(record).encode()))
    assert said == (ErrorCode.BAD_FORMAT, "the public record and the buckets differ in claim-2")


def test_what_stands_in_plain_and_warns_nobody(published: VerifiedSet) -> None:
    row = Row("url:kabar.example/1", "https://kabar.example/1", 1, "m", warned=True)
    code, detail = found_in(replace(published, exports=Exports(rows=(row,)).to_bytes()))
    assert (code, detail.partition(" ")[2]) == (ErrorCode.BAD_FORMAT, "stands in plain and is not listed")


def test_a_record_in_another_bucket_than_clients_look_into(published: VerifiedSet) -> None:
    whole = json.loads(bytes(published.buckets[0]))
    halves = [json.loads(each) for each in split(whole["listings"], whole["claims"], 1)]

    def divided() -> VerifiedSet:
        files = tuple(json.dumps(each).encode() for each in halves)
        manifest = replace(published.manifest, buckets=published.manifest.buckets * 2)
        return replace(published, buckets=files, manifest=manifest)

    audit(divided())
    moved = halves[0]["listings"].pop()
    halves[1]["listings"].append(moved)
    assert found_in(divided()) == (ErrorCode.BAD_FORMAT, f"{moved['sha256']} in bucket 1")


def test_a_diff_that_leads_elsewhere(published: VerifiedSet) -> None:
    store, (diff,) = PublicStore(published.directory), published.manifest.diffs
    old = decode_snapshot((published.directory / "files" / f"{diff.source}.snap").read_bytes())
    elsewhere = {list_id: array("Q", values[:-1]) for list_id, values in published.snapshot.items()}
    wrong = DiffEntry(diff.source, store.put(encode_diff(old, elsewhere), "diff"))
    assert read_file(published.directory, wrong.file), "it is whole: only what it leads to is wrong"
    manifest = replace(published.manifest, diffs=(wrong,))
    assert found_in(replace(published, manifest=manifest))[0] is ErrorCode.BAD_CHECKSUM
    # A mirror that keeps no old snapshots has nothing to try a diff on.
    audit(replace(published, manifest=replace(manifest, diffs=(replace(wrong, source="00" * 32),))))

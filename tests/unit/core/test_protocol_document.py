"""docs/protocol.md says what the code does: its worked example, its error codes, its caps."""

from __future__ import annotations

import json
import re
from array import array
from pathlib import Path

from cektautan.core import keyring, manifest, record, rice, snapshot, trust
from cektautan.core.diff import apply_diff, encode_diff
from cektautan.core.domain_filter import decode_filter, encode_filter, filter_of
from cektautan.core.errors import ErrorCode
from cektautan.core.keys import key_hash, prefix
from cektautan.core.snapshot import ListId, Snapshot, decode_snapshot, encode_snapshot

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "protocol.md").read_text("utf-8")


def example(name: str) -> bytes:
    """The bytes of a code block: the pairs of hexadecimal digits that each line begins with."""
    (block,) = re.findall(rf"^```{name}\n(.*?)^```", TEXT, re.M | re.S)
    lines = [re.match(r"(?:[0-9a-f]{2} )*[0-9a-f]{2}(?=\s|$)", line) for line in block.splitlines()]
    return b"".join(bytes.fromhex(match[0]) for match in lines if match)


def prefixes(*keys: str) -> array[int]:
    return array("Q", sorted(prefix(key_hash(key)) for key in keys))


FACEBOOK, YOUTUBE = "content:facebook:866710586191029", "content:youtube:GPdzHkn5M6M"
OLD: Snapshot = {ListId(1, 6): prefixes("url:example.com/hoaks"), ListId(3, 1): prefixes(FACEBOOK, YOUTUBE)}
NEW: Snapshot = {**OLD, ListId(3, 1): prefixes(YOUTUBE, "content:tiktok:7123456789012345678")}


def test_the_worked_example_is_what_the_code_writes_and_reads() -> None:
    assert encode_snapshot(OLD) == example("snapshot")
    assert decode_snapshot(example("snapshot")) == OLD
    assert encode_diff(OLD, NEW) == example("diff")
    assert apply_diff(OLD, example("diff")) == NEW


def test_the_example_of_a_domain_filter_is_what_the_code_writes_and_reads() -> None:
    keys = [("path:berita.kabar.co.id/politik", "kabar.co.id"), ("url:example.com/hoaks", "")]
    assert encode_filter(filter_of(keys)) == example("domains")
    assert decode_filter(example("domains")) == prefixes("domain:kabar.co.id", "domain:example.com")


def test_the_prefixes_of_the_example_are_those_of_its_keys() -> None:
    shown = re.findall(r"`((?:url|content|domain):[^`]+)`(?: \|| \(prefix) `([0-9a-f]{16})`", TEXT)
    assert len(shown) == 6
    for key, text in shown:
        assert f"{prefix(key_hash(key)):016x}" == text


def test_every_error_code_is_explained_and_no_other() -> None:
    section = TEXT.split("## 9. Errors")[1].split("## 10.")[0]
    assert re.findall(r"^\| `([a-z_]+)` \|", section, re.M) == [str(code) for code in ErrorCode]


def test_every_change_and_status_of_the_record_is_explained() -> None:
    section = TEXT.split("## 14. The public record")[1].split("## 15.")[0]
    explained = {
        word for row in re.findall(r"^\| (`.*?) \|", section, re.M) for word in re.findall(r"`([a-z_]+)`", row)
    }
    assert explained - {"change"} == {kind.value for kind in record.ChangeKind}
    schema = json.loads((ROOT / "blocklists" / "schema" / "claim.schema.json").read_text("utf-8"))
    written = set(schema["$defs"]["change"]["properties"]["change"]["enum"])
    # That a claim was listed is said by its date, a removed one can say nothing any more, and objections are decided at
    # the desk alone.
    assert written == explained - {"change", "listed", "removed", "upheld"}
    assert all(f"`{status}`" in section for status in record.Status)


def test_the_numbers_of_the_document_are_those_of_the_code() -> None:
    caps = (snapshot.MAX_BYTES, manifest.MAX_RULES_BYTES, manifest.MAX_BUCKETS_BYTES, record.MAX_RECORD_BYTES)
    for number in (rice.MAX_COUNT, *caps):
        assert f"{number:,}" in TEXT
    assert f"now + {trust.FUTURE_SECONDS:,}" in TEXT
    assert f"`created` + {manifest.FRESH_SECONDS // 3600} hours" in TEXT
    assert f"`expires` is at most {manifest.MAX_FRESH_SECONDS // 86_400} days after `created`" in TEXT
    assert manifest.FRESH_SECONDS < manifest.MAX_FRESH_SECONDS, "what our own publisher signs is accepted"
    assert f"at most {keyring.MAX_KEYS_BYTES // 1024} KiB" in TEXT
    assert f"at most {manifest.MAX_MANIFEST_BYTES // 1024} KiB" in TEXT
    assert f"1 to {keyring.MAX_ONLINE_KEYS} public keys" in TEXT
    assert f"at most {manifest.MAX_DIFFS} of them" in TEXT
    assert f"`bits` is 0..{manifest.MAX_BUCKET_BITS}" in TEXT
    assert f"`expires` + {trust.OLD_SECONDS // 86_400} days" in TEXT
    assert f"level 0..{snapshot.MAX_LEVEL}, verdict 0..{snapshot.MAX_VERDICT}" in TEXT

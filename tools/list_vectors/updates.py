"""Single updates from a state: what is kept of the state, and what is said."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tools.list_vectors.common import DAY, MOST, NOW, ONLINE, ROOT, SECOND, STRANGER, Case, Row, no, ok
from tools.list_vectors.signed import buckets, edited, edited_keys, encoded, entry, files, flipped, keyring, manifest
from tools.list_vectors.spellings import spellings


def updates() -> Iterator[Row]:
    """Yield single updates from a state: what is kept of the state, and what is said."""
    old = {"keys_version": 1, "floor": NOW - 10}
    huge = MOST
    snapshot = json.loads(manifest().to_bytes())["snapshot"]
    path = snapshot["path"]
    cases: list[Case] = [
        ("first", "nothing is known yet", {"keys_version": 0, "floor": 0}, NOW, files(), ok()),
        ("newer", "a higher seq", old, NOW, files(), ok()),
        ("same", "the same seq again", {"keys_version": 1, "floor": NOW}, NOW, files(), ok()),
        ("lower-seq", "an older manifest", {"keys_version": 1, "floor": NOW + 1}, NOW, files(), no("rolled_back")),
        ("day-ahead", "exactly a day ahead of our clock", old, NOW - DAY, files(), ok()),
        ("from-future", "a second more", old, NOW - DAY - 1, files(), no("from_future")),
        ("last-fresh-second", "not yet expired", old, NOW + 3 * DAY - 1, files(), ok()),
        ("stale", "expired: kept and marked", old, NOW + 3 * DAY, files(), ok("manifest_expired", "stale")),
        ("last-stale-second", "", old, NOW + 10 * DAY - 1, files(), ok("manifest_expired", "stale")),
        ("old", "seven days after its expiry", old, NOW + 10 * DAY, files(), ok("manifest_expired", "old")),
        ("keys-expired", "", old, NOW + 30 * DAY, files(), no("keys_expired")),
        ("keys-older", "", {"keys_version": 2, "floor": 0}, NOW, files(), no("keys_rolled_back")),
        (
            "keys-older-and-expired",
            "the version is looked at first",
            {"keys_version": 2, "floor": 0},
            NOW + 30 * DAY,
            files(),
            no("keys_rolled_back"),
        ),
        (
            "keys-newer",
            "a higher version resets the floor",
            {"keys_version": 1, "floor": huge},
            NOW,
            files(keyring(2)),
            ok(version=2),
        ),
        (
            "keys-newer-manifest-old-key",
            "the keys are kept, the thief's manifest is not",
            {"keys_version": 1, "floor": huge},
            NOW,
            files(keyring(2, SECOND), manifest(huge)),
            {"error": "unknown_key", "state": {"keys_version": 2, "floor": 0}},
        ),
        ("two-online-keys", "either may sign", old, NOW, files(keyring(1, SECOND, ONLINE)), ok()),
        ("keys-by-stranger", "", old, NOW, files(root=STRANGER), no("unknown_key")),
        ("keys-by-online", "an online key cannot name keys", old, NOW, files(root=ONLINE), no("unknown_key")),
        ("manifest-by-stranger", "", old, NOW, files(by=STRANGER), no("unknown_key")),
        ("manifest-by-root", "the root key signs keys only", old, NOW, files(by=ROOT), no("unknown_key")),
        ("flip-keys", "", old, NOW, flipped("keys", 20), no("bad_signature")),
        ("flip-keys-signature", "", old, NOW, flipped("keys_signature", 80), no("bad_signature")),
        ("flip-keys-key-id", "", old, NOW, flipped("keys_signature", 34), no("unknown_key")),
        ("flip-keys-untrusted", "", old, NOW, flipped("keys_signature", 20), no("bad_signature")),
        ("flip-manifest", "", old, NOW, flipped("manifest", 300), no("bad_signature")),
        ("flip-manifest-signature", "", old, NOW, flipped("manifest_signature", 90), no("bad_signature")),
        ("flip-manifest-comment", "", old, NOW, flipped("manifest_signature", 150), no("bad_signature")),
        ("keys-cut", "", old, NOW, {**files(), "keys": files()["keys"][:-1]}, no("bad_signature")),
        ("manifest-cut", "", old, NOW, {**files(), "manifest": files()["manifest"][:-1]}, no("bad_signature")),
        ("manifest-empty", "", old, NOW, {**files(), "manifest": b""}, no("bad_signature")),
        ("keys-16-kib", "exactly the cap, and no JSON", old, NOW, files(bytes(16 << 10)), no("bad_format")),
        ("keys-too-large", "a byte more", old, NOW, files(bytes((16 << 10) + 1)), no("too_large")),
        ("signature-too-large", "", old, NOW, {**files(), "keys_signature": bytes(4097)}, no("too_large")),
        ("keys-not-json", "", old, NOW, files(b"{"), no("bad_format")),
        ("keys-list", "", old, NOW, files(b"[]"), no("bad_format")),
        ("keys-format-2", "", old, NOW, files(edited_keys(format=2)), no("bad_format")),
        ("keys-version-text", "", old, NOW, files(edited_keys(version="1")), no("bad_format")),
        ("keys-version-negative", "", old, NOW, files(edited_keys(version=-1)), no("bad_format")),
        ("keys-none", "", old, NOW, files(edited_keys(keys=[])), no("bad_format")),
        ("keys-nine", "", old, NOW, files(edited_keys(keys=[ONLINE.public.text] * 9)), no("bad_format")),
        ("keys-damaged", "", old, NOW, files(edited_keys(keys=["RW"])), no("bad_format")),
        ("keys-unknown-member", "ignored", old, NOW, files(edited_keys(note="x")), ok()),
        ("manifest-not-json", "", old, NOW, files(made=b"CKTS"), no("bad_format")),
        (
            "manifest-bom",
            "a byte order mark",
            old,
            NOW,
            files(made=b"\xef\xbb\xbf" + files()["manifest"]),
            no("bad_format"),
        ),
        ("manifest-not-utf-8", "", old, NOW, files(made=b'{"format":1,"name":"\xff"}'), no("bad_format")),
        ("manifest-format-2", "", old, NOW, files(made=edited(format=2)), no("bad_format")),
        ("manifest-seq-true", "", old, NOW, files(made=edited(seq=True)), no("bad_format")),
        ("manifest-seq-half", "", old, NOW, files(made=edited(seq=0.5)), no("bad_format")),
        ("manifest-seq-most", "2^53 - 1", old, NOW, files(made=manifest(huge)), ok(floor=huge)),
        ("manifest-seq-over", "2^53", old, NOW, files(made=edited(seq=huge + 1)), no("bad_format")),
        ("manifest-no-diffs", "", old, NOW, files(made=edited(diffs=None)), no("bad_format")),
        ("manifest-65-diffs", "", old, NOW, files(made=manifest(diffs=manifest().diffs * 65)), no("bad_format")),
        ("manifest-unknown-member", "ignored", old, NOW, files(made=edited(note=[1])), ok()),
        ("manifest-no-counts", "information only", old, NOW, files(made=edited(counts=None)), ok()),
        (
            "manifest-bits",
            "two buckets promised, one there",
            old,
            NOW,
            files(made=edited(buckets=buckets(1, 1))),
            no("bad_format"),
        ),
        ("manifest-bits-11", "", old, NOW, files(made=edited(buckets=buckets(11, 1))), no("bad_format")),
        ("manifest-two-buckets", "", old, NOW, files(made=edited(buckets=buckets(1, 2))), ok()),
        (
            "manifest-snapshot-cap",
            "64 MiB",
            old,
            NOW,
            files(made=edited(snapshot={**snapshot, "size": 64 << 20})),
            ok(),
        ),
        (
            "manifest-snapshot-over",
            "a byte more",
            old,
            NOW,
            files(made=edited(snapshot={**snapshot, "size": (64 << 20) + 1})),
            no("too_large"),
        ),
        (
            "manifest-rules-over",
            "",
            old,
            NOW,
            files(made=manifest(rules=entry("r", "json", (1 << 20) + 1))),
            no("too_large"),
        ),
        (
            "manifest-bucket-over",
            "",
            old,
            NOW,
            files(made=manifest(buckets=(entry("b", "json", (4 << 20) + 1),))),
            no("too_large"),
        ),
        ("manifest-record", "for people", old, NOW, files(made=manifest(record=entry("p", "json", 32 << 20))), ok()),
        (
            "manifest-record-over",
            "a byte more than its cap",
            old,
            NOW,
            files(made=manifest(record=entry("p", "json", (32 << 20) + 1))),
            no("too_large"),
        ),
        (
            "manifest-record-none",
            "absent or a file",
            old,
            NOW,
            files(made=edited(record=[])),
            no("bad_format"),
        ),
        (
            "manifest-path-up",
            "a path that leads out",
            old,
            NOW,
            files(made=edited(snapshot={**snapshot, "path": f"../{path}"})),
            no("bad_format"),
        ),
        (
            "manifest-path-host",
            "a path to another host",
            old,
            NOW,
            files(made=edited(snapshot={**snapshot, "path": f"https://example.org/{path}"})),
            no("bad_format"),
        ),
        (
            "manifest-path-other",
            "a path that is not the checksum's",
            old,
            NOW,
            files(made=edited(snapshot={**snapshot, "path": entry("x", "snap").path})),
            no("bad_format"),
        ),
        (
            "manifest-path-ending",
            "",
            old,
            NOW,
            files(made=edited(snapshot={**snapshot, "path": path.replace(".snap", ".html")})),
            no("bad_format"),
        ),
        (
            "manifest-upper-case",
            "a checksum in upper case",
            old,
            NOW,
            files(made=edited(snapshot={**snapshot, "sha256": snapshot["sha256"].upper()})),
            no("bad_format"),
        ),
        *spellings(old),
    ]
    for id_, note, state, now, sent, expect in cases:
        expected = {"error": None, "seq": None, "staleness": None, **expect}
        after = {**state, **expected.pop("state", {})}
        if expected.pop("accepted", False):
            made = json.loads(sent["manifest"])
            expected["seq"] = made["seq"]
            after["floor"] = made["seq"]
            after["keys_version"] = json.loads(sent["keys"])["version"]
        yield {
            "id": id_,
            "note": note,
            "state": state,
            "now": now,
            **encoded(sent),
            "expect": {**expected, "state": after},
        }

"""The four signed files of made-up publications, whole or damaged."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from cektautan.core.keyring import Keyring
from cektautan.core.manifest import Counts, DiffEntry, FileEntry, Manifest
from cektautan.core.minisign import SecretKey, sign
from tools.list_vectors.common import DAY, NOW, ONLINE, ROOT, Row, b64


def entry(name: str, ending: str, size: int = 1000) -> FileEntry:
    """Return a file of a manifest that nobody fetches."""
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return FileEntry(f"files/{sha256}.{ending}", sha256, size)


def manifest(seq: int = NOW, created: int = NOW, **changed: Any) -> Manifest:
    """Return a manifest."""
    made = Manifest(
        seq=seq,
        created=created,
        expires=created + 3 * DAY,
        keys_version=1,
        snapshot=entry("snapshot", "snap"),
        keys=46,
        rules=entry("rules", "json"),
        buckets=(entry("bucket", "json"),),
        diffs=(DiffEntry(hashlib.sha256(b"older").hexdigest(), entry("diff", "diff", 90)),),
        counts=Counts(12, 46, (1, 5, 0, 40)),
    )
    return replace(made, **changed)


def keyring(version: int = 1, *keys: SecretKey, expires: int = NOW + 30 * DAY) -> Keyring:
    """Return a keyring."""
    return Keyring(version, NOW - DAY, expires, tuple(key.public for key in keys or (ONLINE,)))


def files(
    ring: Keyring | bytes = keyring(),  # noqa: B008 -- frozen
    made: Manifest | bytes = manifest(),  # noqa: B008 -- frozen
    by: SecretKey = ONLINE,
    root: SecretKey = ROOT,
) -> dict[str, bytes]:
    """Return the four signed files."""
    keys_json = ring.to_bytes() if isinstance(ring, Keyring) else ring
    manifest_json = made.to_bytes() if isinstance(made, Manifest) else made
    return {
        "keys": keys_json,
        "keys_signature": sign(root, keys_json, "keys.json").encode(),
        "manifest": manifest_json,
        "manifest_signature": sign(by, manifest_json, "manifest.json").encode(),
    }


def flipped(name: str, at: int) -> dict[str, bytes]:
    """Return the four files with one byte changed."""
    made = files()
    data = bytearray(made[name])
    data[at] ^= 1
    return {**made, name: bytes(data)}


def edited(**members: Any) -> bytes:
    """Return a manifest with members replaced, or left out where None."""
    raw_members = json.loads(manifest().to_bytes())
    raw_members.update(members)
    kept = {name: value for name, value in raw_members.items() if value is not None or name == "log_head"}
    return json.dumps(kept, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def edited_keys(**members: Any) -> bytes:
    """Return a keys.json with members replaced."""
    return json.dumps({**json.loads(keyring().to_bytes()), **members}, sort_keys=True).encode()


def encoded(sent: dict[str, bytes]) -> Row:
    """Return the four files in base64."""
    return {name: b64(data) for name, data in sent.items()}


def buckets(bits: int, count: int) -> Row:
    """Return a bucket layout, right or wrong."""
    return {"bits": bits, "files": [entry(f"bucket {i}", "json").to_json() for i in range(count)]}

"""Publishes: content -> a signed set that replaces the current one at once (docs/protocol.md, sections 1, 7 and 8).

One publisher at a time, under a lock. Everything new is on the disk before the one rename that makes it current, so a
publisher killed at any moment leaves the old set or the new one. Content that has not changed keeps its blobs and is
only signed again. The time is an argument: nothing here asks a clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cektautan.core.diff import encode_diff
from cektautan.core.domain_filter import encode_filter
from cektautan.core.errors import FormatError
from cektautan.core.exports import MAX_EXPORTS_BYTES
from cektautan.core.manifest import (
    FRESH_SECONDS,
    MAX_DIFFS,
    MAX_MANIFEST_BYTES,
    MAX_OLDER,
    DiffEntry,
    FileEntry,
    HashesEntry,
    Manifest,
)
from cektautan.core.minisign import PublicKey, sign
from cektautan.core.record import MAX_RECORD_BYTES
from cektautan.core.safe_browsing.listed import MAX_BYTES as MAX_HASHES_BYTES
from cektautan.core.signed_json import write_object
from cektautan.core.snapshot import MAX_BYTES, Snapshot, decode_snapshot, encode_snapshot
from cektautan.core.trust import SignedFiles
from cektautan.publish.content import Content
from cektautan.publish.errors import PublishError
from cektautan.publish.exports.rows import carry as carry_exports
from cektautan.publish.history import carry
from cektautan.publish.keys import KeyStore, SigningKeys
from cektautan.publish.locking import lock
from cektautan.publish.store import PublicStore


@dataclass(frozen=True)
class Published:
    """What a publication came to."""

    manifest: Manifest
    root: PublicKey
    changed: bool
    """False if only the signature and the times are new."""
    conflicts: tuple[str, ...] = ()

    @property
    def seq(self) -> int:
        """Its number."""
        return self.manifest.seq


def publish_content(
    content: Content, out_dir: Path, keys_dir: Path, now: int, root: PublicKey | None = None
) -> Published:
    """Publish content that nobody changes meanwhile. Arguments and errors as `publish_read`."""
    return publish_read(lambda: content, out_dir, keys_dir, now, root)


def publish_read(
    read: Callable[[], Content], out_dir: Path, keys_dir: Path, now: int, root: PublicKey | None = None
) -> Published:
    """Publish what is read. `root` pins the root key; without it development keys are made on first use.

    It is read under the publisher's lock: of two processes that publish at once, the one that comes second has also
    read second, or a newer set would bring back what an older one had taken away.

    Raises:
        PublishError: nothing was published, and the old set still stands. What `read` raises is passed on.

    """
    with lock(out_dir):
        content = read()
        snapshot = _encoded(content)
        keys = KeyStore(keys_dir, root).signing(now)
        store = PublicStore(out_dir)
        store.prepare()
        before = store.current()
        entry = store.put(snapshot, "snap")
        manifest = Manifest(
            seq=_next_seq(store, before, keys, now),
            created=now,
            expires=now + FRESH_SECONDS,
            keys_version=keys.keyring.version,
            snapshot=entry,
            keys=sum(map(len, content.snapshot.values())),
            domains=store.put(encode_filter(content.domains), "domains"),
            rules=store.put(content.rules, "json"),
            buckets=tuple(store.put(bucket, "json") for bucket in content.buckets),
            diffs=_diffs(store, before, entry, content.snapshot),
            counts=content.counts,
            record=_record(store, content),
            exports=_exports(store, content, now),
            hashes=_hashes(store, before, content),
            log_head=content.log_head,
            changes=content.changes,
        )
        _commit(store, manifest, keys)
    changed = before is None or before.files != manifest.files
    return Published(manifest, keys.root, changed, content.conflicts)


def resign(out_dir: Path, keys_dir: Path, now: int, root: PublicKey | None = None) -> Published:
    """Sign the current set again, with a new number and new times. Raises as `publish_content`, also if there
    is no set.
    """
    with lock(out_dir):
        keys = KeyStore(keys_dir, root).signing(now)
        store = PublicStore(out_dir)
        store.prepare()
        before = store.current()
        if before is None:
            raise PublishError(f"{out_dir} holds no set that could be signed again: publish one")
        # Signing vouches for the blobs, so they are looked at once more.
        diffs = {diff.file for diff in before.diffs}
        for file in [each for each in before.files if each not in diffs]:
            if store.get(file) is None:
                raise PublishError(f"{store.path(file)} is missing or damaged: publish again")
        manifest = replace(
            before,
            seq=_next_seq(store, before, keys, now),
            created=now,
            expires=now + FRESH_SECONDS,
            keys_version=keys.keyring.version,
            diffs=tuple(diff for diff in before.diffs if store.get(diff.file) is not None),
        )
        _commit(store, manifest, keys)
    return Published(manifest, keys.root, changed=False)


def rotate(
    out_dir: Path, keys_dir: Path, now: int, days: int, root: PublicKey | None = None, secret: Path | None = None
) -> Published | None:
    """Replace the online key and sign the current set with the new one; None where there is no set yet.

    Raises:
        PublishError: the root secret is not at hand, or the set cannot be signed again.

    """
    with lock(out_dir):
        keys = KeyStore(keys_dir, root)
        keys.rotate(now, keys.root_secret(secret), days)
        published = PublicStore(out_dir).current() is not None
    return resign(out_dir, keys_dir, now, root) if published else None


def _encoded(content: Content) -> bytes:
    try:
        snapshot = encode_snapshot(content.snapshot)
    except ValueError as problem:
        raise PublishError(f"the snapshot cannot be made: {problem}") from None
    if len(snapshot) > MAX_BYTES:
        raise PublishError(f"the snapshot has {len(snapshot)} bytes, more than clients accept")
    return snapshot


def _next_seq(store: PublicStore, before: Manifest | None, keys: SigningKeys, now: int) -> int:
    """One more than the last, or the Unix time: so a publisher restored from an old backup is not behind its readers.

    A higher keys.json version resets every reader's floor, so the count of another keyring need not be carried on.
    """
    carried = before.seq + 1 if before is not None and before.keys_version == keys.keyring.version else 0
    seq = max(carried, now)
    while store.taken(seq):
        seq += 1
    return seq


def _diffs(store: PublicStore, before: Manifest | None, entry: FileEntry, snapshot: Snapshot) -> tuple[DiffEntry, ...]:
    """Return diffs from the last snapshots to this one, newest first. One that saves nothing is left out."""
    if before is None:
        return ()
    if before.snapshot == entry and all(store.get(diff.file) is not None for diff in before.diffs):
        return before.diffs
    sources = dict.fromkeys([before.snapshot.sha256, *(diff.source for diff in before.diffs)])
    diffs = []
    for sha256 in [source for source in sources if source != entry.sha256][:MAX_DIFFS]:
        old = store.get(FileEntry(f"files/{sha256}.snap", sha256, 0))
        if old is None:
            continue
        try:
            data = encode_diff(decode_snapshot(old), snapshot)
        except FormatError:
            continue
        if len(data) < entry.size:
            diffs.append(DiffEntry(sha256, store.put(data, "diff")))
    return tuple(diffs)


def _record(store: PublicStore, content: Content) -> FileEntry:
    """Write the public record: the claims of now, with their histories from the record before."""
    claims = carry(store.record_before(), content.record, content.as_of)
    data = write_object({"format": 1, "claims": claims})
    if len(data) > MAX_RECORD_BYTES:
        raise PublishError(f"the public record has {len(data)} bytes, more than its readers accept")
    return store.put(data, "json")


def _exports(store: PublicStore, content: Content, now: int) -> FileEntry:
    """Write what is told in plain, each since when."""
    data = carry_exports(store.exports_before(), content.plain, now).to_bytes()
    if len(data) > MAX_EXPORTS_BYTES:
        raise PublishError(f"the list in plain has {len(data)} bytes, more than its readers accept")
    return store.put(data, "json")


def _hashes(store: PublicStore, before: Manifest | None, content: Content) -> HashesEntry | None:
    """Write the hashes for clients of Safe Browsing; older ones stay while all of them take no more than a file may."""
    if content.hashes is None:
        return None
    data = content.hashes.to_bytes()
    if len(data) > MAX_HASHES_BYTES:
        raise PublishError(f"the hashes for Safe Browsing have {len(data)} bytes, more than their readers accept")
    entry = store.put(data, "hashes")
    had = () if before is None or before.hashes is None else (before.hashes.file.sha256, *before.hashes.older)
    older, left = [], MAX_HASHES_BYTES - entry.size
    for sha256 in [each for each in had if each != entry.sha256][:MAX_OLDER]:
        left -= store.size_of_hashes(sha256)
        if left < 0:
            break
        older.append(sha256)
    return HashesEntry(entry, tuple(older))


def _commit(store: PublicStore, manifest: Manifest, keys: SigningKeys) -> None:
    data = manifest.to_bytes()
    if len(data) > MAX_MANIFEST_BYTES:
        raise PublishError(f"the manifest has {len(data)} bytes, more than clients accept")
    signature = sign(keys.online, data, f"CekTautan manifest {manifest.seq}").encode()
    store.commit(manifest.seq, SignedFiles(keys.keys_json, keys.keys_signature, data, signature))
    store.collect_garbage()

"""Brings what a local client holds up to date, in the order of docs/protocol.md, section 8.

First what may replace what: signatures, floors, dates (`core.trust`, the same code and vectors as everywhere). Then the
files that are not there yet, the snapshot by its diff where there is one. Only when all of it is there and verified
does the new set replace the old, at once. After any error the old one stays, and what was learnt about keys is kept.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from cektautan.client.deadline import Deadline
from cektautan.client.errors import ListError, ProblemError
from cektautan.client.fetching import ListServer
from cektautan.client.folder import Folder
from cektautan.core.diff import apply_diff
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.manifest import FileEntry, Manifest
from cektautan.core.minisign import PublicKey
from cektautan.core.snapshot import decode_snapshot, encode_snapshot
from cektautan.core.templates import BadRule
from cektautan.core.trust import Judgement, SignedFiles, judge
from cektautan.core.vocabulary import Staleness
from cektautan.lookup.published import PublishedSet
from cektautan.publish.verify import read_bucket, read_held

_ASK_AGAIN: Final = (ErrorCode.BAD_SIGNATURE, ErrorCode.UNKNOWN_KEY)
"""What a server causes that publishes between two of our requests."""


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did."""

    changed: bool
    """Whether another set is held than before."""
    seq: int
    created: int
    expires: int
    """When the list becomes stale, Unix seconds."""
    staleness: Staleness
    keys: int
    fetched: int
    """How many bytes of files were fetched; those of the signed files not counted."""
    by_diff: bool
    """Whether the snapshot came as the difference from the one before."""


def update(folder: Folder, server: ListServer, root: PublicKey, now: int, deadline: Deadline) -> Update:
    """Fetch, judge and hold the newest set of a server, by a deadline for the whole.

    Files that are there when the time is over stay for the next update.

    Raises:
        ListError: it was refused; the set before stays in use.
        FolderError: the folder cannot be used.
        ProblemError, UnreachableError: the server refused, or was not reached.

    """
    folder.prepare()
    server.begin(deadline)
    with folder.writing(deadline):
        signed, judged = _judged(folder, server, root, now)
        manifest = judged.manifest
        if manifest is None:
            error = judged.error
            raise ListError(ErrorCode.BAD_FORMAT, "") if error is None else ListError(error.code, error.detail)
        try:
            fetched, by_diff = _fetch(folder, server, manifest)
            staged = folder.stage(signed)
            changed = not folder.is_current(staged)
            if changed:
                usable(folder, root, staged.name)
                folder.commit(staged)
        except FormatError as problem:
            raise ListError(problem.code, problem.detail) from None
    return Update(
        changed=changed,
        seq=manifest.seq,
        created=manifest.created,
        expires=manifest.expires,
        staleness=judged.staleness,
        keys=manifest.keys,
        fetched=fetched,
        by_diff=by_diff,
    )


def usable(folder: Folder, root: PublicKey, staged: str | None = None) -> PublishedSet:
    """Return a set of the folder as lookups need it: the current one, or one that is to become it.

    Raises:
        FormatError: something about it is wrong.

    """
    find = folder.find if staged is None else lambda: folder.directory / "sets" / staged
    verified = read_held(folder.directory, root, find)
    try:
        for number, data in enumerate(verified.buckets if staged else ()):
            read_bucket(data, number)
        return PublishedSet.of(verified, folder.indexes)
    except (BadRule, KeyError, TypeError) as problem:
        raise FormatError(ErrorCode.BAD_FORMAT, f"the rules do not compile: {problem}") from None


def _judged(folder: Folder, server: ListServer, root: PublicKey, now: int) -> tuple[SignedFiles, Judgement]:
    trust = folder.trust()
    signed = server.signed()
    judged = judge(trust, root, signed, now)
    if judged.code in _ASK_AGAIN:
        signed = server.signed(anew=True)
        judged = judge(judged.trust, root, signed, now)
    if judged.trust != trust:
        folder.remember(judged.trust)
    return signed, judged


def _fetch(folder: Folder, server: ListServer, manifest: Manifest) -> tuple[int, bool]:
    """Fetch the files that decide and are not there yet; return how many bytes, and whether a diff did."""
    before = folder.held()
    fetched, by_diff = 0, False
    if folder.get(manifest.snapshot) is None:
        data, fetched = None, 0
        if before is not None:
            data, fetched = _by_diff(folder, server, before, manifest)
        by_diff = data is not None
        if data is None:
            data = server.file(manifest.snapshot)
            fetched += len(data)
        folder.put(manifest.snapshot, data)
    domains = () if manifest.domains is None else (manifest.domains,)
    for entry in (*domains, manifest.rules, *manifest.buckets):
        if folder.get(entry) is None:
            data = server.file(entry)
            fetched += len(data)
            folder.put(entry, data)
    return fetched, by_diff


def _by_diff(folder: Folder, server: ListServer, before: Manifest, manifest: Manifest) -> tuple[bytes | None, int]:
    """Return the new snapshot's file, made of the one that is held and a diff; None where that is not possible."""
    held = folder.get(before.snapshot)
    entry = next((diff.file for diff in manifest.diffs if diff.source == before.snapshot.sha256), None)
    if held is None or entry is None:
        return None, 0
    # Whatever is wrong with a diff, or if it is gone, the whole snapshot mends it.
    with suppress(FormatError, ProblemError):
        diff = server.file(entry)
        data = encode_snapshot(apply_diff(decode_snapshot(held), diff))
        if _is(manifest.snapshot, data):
            return data, len(diff)
    return None, 0


def _is(entry: FileEntry, data: bytes) -> bool:
    return len(data) == entry.size and hashlib.sha256(data).hexdigest() == entry.sha256

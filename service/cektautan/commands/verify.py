"""`cektautan verify DIR|ADDRESS`: verifies a published set as a client would, and more, against a pinned root key.

A set may be `var/public` of this machine, a copy from a mirror, or what a service serves at an address. With it goes
the public chain of changes, up to the line that the manifest names: as that service serves it, or as somebody kept it
in a file. Exit codes: 0 genuine and fresh, 1 refused (the first line begins with the error code of docs/protocol.md), 2
nothing to verify, 3 genuine but past its expiry.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.minisign import PublicKey
from cektautan.core.record import read_record
from cektautan.core.trust import staleness
from cektautan.core.vocabulary import Staleness
from cektautan.publish.audit import audit
from cektautan.publish.changes import kept_changes, served_changes, verify_changes
from cektautan.publish.key_files import read_public_key
from cektautan.publish.mirror import mirror
from cektautan.publish.verify import VerifiedSet, read_set
from cektautan.settings import from_environment

HELP = "verify a published set against a root key"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "set",
        nargs="?",
        metavar="DIR|ADDRESS",
        help="a published set, or the address of a service (https://...) whose set and changes are fetched "
        "(default: var/public)",
    )
    parser.add_argument(
        "--changes", type=Path, metavar="FILE", help="lines of /v1/changes from the first one on, to verify with a set"
    )
    parser.add_argument(
        "--root",
        metavar="KEY",
        help="the root public key (RW...) or its file (default: CEKTAUTAN_ROOT_KEY, or keys/root.pub beside DIR)",
    )


def run(args: argparse.Namespace) -> int:
    """Verify and say what was found."""
    now = int(time.time())
    settings = from_environment(os.environ)
    server = args.set.rstrip("/") if args.set and args.set.startswith(("https://", "http://")) else ""
    directory = Path(args.set) if args.set and not server else settings.public_dir
    given = args.root or settings.root_key or str(directory.parent / "keys" / "root.pub")
    try:
        root = read_public_key(given)
    except FormatError:
        print(f"cektautan verify: no root key to verify with: {given} (give --root KEY)", file=sys.stderr)
        return 2
    try:
        with mirrored(server) if server else nullcontext(directory) as place:
            verified = read_set(place, root, now)
            audit(verified)
            changes = _changes(verified, server, args.changes)
    except FormatError as problem:
        print(f"{problem.code}: {problem.detail}", file=sys.stderr)
        return 2 if problem.code is ErrorCode.UNREACHABLE else 1
    print(report(verified, root, changes))
    age = staleness(verified.manifest, now)
    if age is not Staleness.FRESH:
        print(f"{ErrorCode.MANIFEST_EXPIRED}: the set is genuine and {age}", file=sys.stderr)
        return 3
    return 0


@contextmanager
def mirrored(server: str) -> Iterator[Path]:
    """Fetch what a service serves into a folder of a moment. Raises FormatError."""
    with TemporaryDirectory(prefix="cektautan-verify-") as folder:
        mirror(server, Path(folder) / "public", diffs=True)
        yield Path(folder) / "public"


def _changes(verified: VerifiedSet, server: str, file: Path | None) -> str:
    """Verify the chain of changes, and say in words what was found. Raises FormatError."""
    head = verified.manifest.changes
    if head is None:
        return "the manifest names no chain of changes"
    if file is None and not server:
        return f"chain of changes not looked at (--changes FILE): {head.seq} lines, the last one {head.hash}"
    count = verify_changes(kept_changes(file) if file else served_changes(server, head), head)
    return f"chain of changes whole: {count} lines, line {head.seq} as the manifest names it"


def report(verified: VerifiedSet, root: PublicKey, changes: str) -> str:
    """Return what was verified, in a few lines."""
    manifest = verified.manifest
    keyring = verified.keyring
    names = ", ".join(key.name for key in keyring.keys)
    return "\n".join(
        (
            f"genuine: set {manifest.seq} of root key {root.name}",
            f"  keys.json version {keyring.version}, online keys {names}, until {_time(keyring.expires)}",
            f"  signed {_time(manifest.created)}, fresh until {_time(manifest.expires)}",
            f"  {manifest.counts.claims} claims, {sum(map(len, verified.snapshot.values()))} keys, {_record(verified)}",
            f"  {len(manifest.buckets)} buckets, {len(manifest.diffs)} diffs, all checksums right",
            f"  {changes}",
        )
    )


def _record(verified: VerifiedSet) -> str:
    if verified.record is None:
        return "no public record"
    return f"{len(read_record(verified.record))} claims in the public record"


def _time(seconds: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(seconds))

"""`cektautan verify DIR`: verifies a published set as a client would, and more, against a pinned root key.

A set may be `var/public` of this machine or a copy from a mirror. Exit codes: 0 genuine and fresh, 1 refused (the first
line begins with the error code of docs/protocol.md), 2 nothing to verify, 3 genuine but past its expiry.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.minisign import PublicKey
from cektautan.core.record import read_record
from cektautan.core.trust import staleness
from cektautan.core.vocabulary import Staleness
from cektautan.publish.audit import audit
from cektautan.publish.keys import read_public_key
from cektautan.publish.verify import VerifiedSet, read_set
from cektautan.settings import from_environment

HELP = "verify a published set against a root key"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("directory", nargs="?", type=Path, metavar="DIR", help="a published set (default: var/public)")
    parser.add_argument(
        "--root",
        metavar="KEY",
        help="the root public key (RW...) or its file (default: CEKTAUTAN_ROOT_KEY, or keys/root.pub beside DIR)",
    )


def run(args: argparse.Namespace) -> int:
    """Verify and say what was found."""
    now = int(time.time())
    settings = from_environment(os.environ)
    directory: Path = args.directory or settings.public_dir
    given = args.root or settings.root_key or str(directory.parent / "keys" / "root.pub")
    try:
        root = read_public_key(given)
    except FormatError:
        print(f"cektautan verify: no root key to verify with: {given} (give --root KEY)", file=sys.stderr)
        return 2
    try:
        verified = read_set(directory, root, now)
        audit(verified)
    except FormatError as problem:
        print(f"{problem.code}: {problem.detail}", file=sys.stderr)
        return 2 if problem.code is ErrorCode.UNREACHABLE else 1
    print(report(verified, root))
    age = staleness(verified.manifest, now)
    if age is not Staleness.FRESH:
        print(f"{ErrorCode.MANIFEST_EXPIRED}: the set is genuine and {age}", file=sys.stderr)
        return 3
    return 0


def report(verified: VerifiedSet, root: PublicKey) -> str:
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
        )
    )


def _record(verified: VerifiedSet) -> str:
    if verified.record is None:
        return "no public record"
    return f"{len(read_record(verified.record))} claims in the public record"


def _time(seconds: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(seconds))

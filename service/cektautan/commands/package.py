"""`cektautan package --server URL --key KEY`: the extension as one zip file for each store, with its SHA-256.

The packages follow that server, pin that root key, and carry a list to start with: the set in `--seed`, else this
machine's own published set if the key is its root, else the server's current one. A seed that is not genuine and fresh
is never packed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from ada_url import URL

from cektautan.core.errors import FormatError
from cektautan.core.minisign import PublicKey
from cektautan.core.trust import staleness
from cektautan.core.vocabulary import Staleness
from cektautan.publish.key_files import read_public_key
from cektautan.publish.manifests import Browser
from cektautan.publish.mirror import mirror
from cektautan.publish.package import build_package, version_of
from cektautan.publish.verify import VerifiedSet, read_set
from cektautan.settings import CHECKOUT, Settings, from_environment

HELP = "build the extension's packages for the stores"

_SERVER: Final = "--server, the address of the list (make package SERVER=https://...)"
_KEY: Final = "--key, the root public key to pin (make package KEY=RW...)"
_LOCAL: Final = re.compile(r"(?:127\.0\.0\.1|localhost)")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--server", metavar="URL", help="the list server to follow: https, or this computer")
    parser.add_argument("--key", metavar="KEY", help="the root public key to pin (RW...) or its file")
    seed = parser.add_mutually_exclusive_group()
    seed.add_argument("--seed", type=Path, metavar="DIR", help="the published set to start with")
    seed.add_argument("--no-seed", action="store_true", help="carry no list; the first one comes from the server")
    parser.add_argument("--output", type=Path, default=CHECKOUT / "dist", metavar="DIR", help="default: dist/")


def run(args: argparse.Namespace) -> int:
    """Build the packages; 1 if there is no genuine seed, 2 for a wrong or missing argument."""
    missing = [text for text, given in ((_SERVER, args.server), (_KEY, args.key)) if not given]
    if missing:
        print(f"cektautan package: which service do readers follow? Missing: {'; '.join(missing)}", file=sys.stderr)
        return 2
    settings = from_environment(os.environ)
    try:
        server = parse_server(args.server)
        root = read_public_key(args.key)
    except FormatError:
        print(f"cektautan package: --key {args.key!r} is neither a minisign public key nor its file", file=sys.stderr)
        return 2
    except ValueError as problem:
        print(f"cektautan package: {problem}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        try:
            seed = None if args.no_seed else _seed(args.seed, settings, server, root, Path(scratch))
            built = {each: build_package(each, settings.extension_dir, server, root, seed) for each in Browser}
        except (FormatError, ValueError) as problem:
            print(f"cektautan package: no seed: {problem} (give --seed DIR, or --no-seed)", file=sys.stderr)
            return 1
    args.output.mkdir(parents=True, exist_ok=True)
    carried = "without a list to start with" if seed is None else f"with list {seed.manifest.seq}"
    print(f"following {server}, pinned to {root.text}, {carried}:")
    for browser, data in built.items():
        path = args.output / f"cektautan-{version_of(settings.extension_dir)}-{browser}.zip"
        path.write_bytes(data)
        print(f"{path}  {len(data)} bytes  SHA-256 {hashlib.sha256(data).hexdigest()}")
    return 0


def parse_server(text: str) -> str:
    """Return the address in the one spelling that extension/background/config.js gives it.

    Raises:
        ValueError: it is neither https nor this computer, or is more than an origin and a folder.

    """
    try:
        url = URL(text.strip())
    except ValueError:
        raise ValueError(f"--server {text!r} is not an address") from None
    local = url.protocol == "http:" and _LOCAL.fullmatch(url.hostname)
    if not (local or url.protocol == "https:") or url.username or url.password or url.search or url.hash:
        raise ValueError(f"--server {text!r} must be https://..., or http:// on 127.0.0.1 or localhost")
    return f"{url.origin}{url.pathname.rstrip('/')}"


def _seed(given: Path | None, settings: Settings, server: str, root: PublicKey, scratch: Path) -> VerifiedSet:
    now = int(time.time())
    if given is not None:
        return _fresh(read_set(given, root, now), now)
    try:
        return _fresh(read_set(settings.public_dir, root, now), now)
    except (FormatError, ValueError):
        # This machine publishes nothing, or with another key, or long ago: the server has what its readers need.
        mirror(server, scratch)
        return _fresh(read_set(scratch, root, now), now)


def _fresh(seed: VerifiedSet, now: int) -> VerifiedSet:
    if staleness(seed.manifest, now) is not Staleness.FRESH:
        raise ValueError(f"list {seed.manifest.seq} is past its expiry")
    return seed

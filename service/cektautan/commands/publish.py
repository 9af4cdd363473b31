"""`cektautan publish`: reads the reviewed lists and the rules, and publishes them as a signed set.

Prints what was published. It must never publish lists that lint finds faults in; then the set before it still stands
and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from cektautan.core.manifest import Manifest
from cektautan.publish.content import read_content
from cektautan.publish.errors import PublishError
from cektautan.publish.publisher import Published, publish_content
from cektautan.settings import from_environment

HELP = "publish the reviewed lists as a signed set"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--quiet", action="store_true", help="print errors only")


def run(args: argparse.Namespace) -> int:
    """Publish; 1 if that is not possible."""
    settings = from_environment(os.environ)
    now = int(time.time())
    try:
        content = read_content(settings.blocklists_dir, settings.rules_dir, now, settings.server_url)
        published = publish_content(content, settings.public_dir, settings.keys_dir, now, settings.pinned_root)
    except PublishError as problem:
        print(f"cektautan publish: {problem}", file=sys.stderr)
        return 1
    for conflict in published.conflicts:
        print(f"cektautan publish: several claims: {conflict}", file=sys.stderr)
    if not args.quiet:
        print(report(published))
    return 0


def report(published: Published) -> str:
    """Return what a publication came to, in a few lines."""
    manifest = published.manifest
    counts = manifest.counts
    levels = ", ".join(f"level {level}: {count}" for level, count in enumerate(counts.levels) if count)
    return "\n".join(
        (
            f"published {manifest.seq}{'' if published.changed else ' (content unchanged, signed again)'}",
            f"  {counts.claims} claims, {counts.listings} listings ({levels})",
            f"  snapshot {manifest.snapshot.size} bytes, {sizes(manifest)}",
            f"  root key {published.root.text}",
        )
    )


def sizes(manifest: Manifest) -> str:
    """Return how large the other parts of a set are."""
    records = sum(bucket.size for bucket in manifest.buckets)
    public = 0 if manifest.record is None else manifest.record.size
    return (
        f"records {records} bytes in {len(manifest.buckets)} buckets, public record {public} bytes, "
        f"rules {manifest.rules.size} bytes, {len(manifest.diffs)} diffs"
    )

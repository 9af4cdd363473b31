"""`cektautan publish`: reads what is on the list, and publishes it as a signed set.

With a moderators' desk the reviewed lists are synced into the store first and the store is published; without one the
lists are. Prints what was published. Lists that lint finds faults in are never published; then the set before it still
stands and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from cektautan.app import travel_of
from cektautan.core.manifest import Manifest
from cektautan.publish.errors import PublishError
from cektautan.publish.publisher import Published
from cektautan.running.renewal import renewal_of
from cektautan.running.sending import Sender, sends
from cektautan.settings import from_environment
from cektautan.store.secrets import SecretsError

HELP = "publish what is on the list as a signed set"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--quiet", action="store_true", help="print errors only")


def run(args: argparse.Namespace) -> int:
    """Publish; 1 if that is not possible."""
    settings = from_environment(os.environ)
    try:
        published = renewal_of(settings, _say).publish_now(int(time.time()))
        sender = travel_of(settings, _say) if sends(settings) else None
    except (SecretsError, PublishError) as problem:
        print(f"cektautan publish: {problem}", file=sys.stderr)
        return 1
    if isinstance(sender, Sender) and not sender.step():
        return 1
    for conflict in published.conflicts:
        print(f"cektautan publish: several claims: {conflict}", file=sys.stderr)
    if not args.quiet:
        print(report(published))
    return 0


def _say(text: str) -> None:
    print(f"cektautan publish: {text}", file=sys.stderr)


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

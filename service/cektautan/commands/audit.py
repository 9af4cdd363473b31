"""`cektautan audit`: verifies the log of the moderators' desk, and that the published set is of this log.

Exit codes: 0 everything follows, 1 something does not (one line names the first place), 2 there is nothing to verify.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from cektautan.publish.store import PublicStore
from cektautan.settings import Settings, from_environment
from cektautan.store.audit import Audited, BrokenError, audit, holds
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError

HELP = "verify the log of the desk, and that the published set is of this log"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--quiet", action="store_true", help="print errors only")


def run(args: argparse.Namespace) -> int:
    """Verify and say what was found."""
    settings = from_environment(os.environ)
    try:
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        with store.reading() as session:
            audited = audit(session, store.sealer, int(time.time()))
            head = _published_head(settings)
            if head is not None and not holds(session, head):
                raise BrokenError(f"the published set names an event that is not in the log: {head}")
    except BrokenError as problem:
        print(f"cektautan audit: {problem}", file=sys.stderr)
        return 1
    except (SecretsError, SchemaError, StoreUnavailableError) as problem:
        print(f"cektautan audit: {problem}", file=sys.stderr)
        return 2
    if not args.quiet:
        print(report(audited, head))
    return 0


def report(audited: Audited, head: str | None) -> str:
    """Return what was verified, in a few lines."""
    published = "of this log" if head is not None else "names no log"
    return "\n".join(
        (
            f"whole: {audited.events} events, the last one {audited.head}",
            f"  {audited.changes} changes for readers, {audited.listings} listings as the last of them say",
            f"  {audited.personal} personal fields as committed to, {audited.erased} erased",
            f"  the published set {published}",
        )
    )


def _published_head(settings: Settings) -> str | None:
    manifest = PublicStore(settings.public_dir).current()
    return None if manifest is None else manifest.log_head

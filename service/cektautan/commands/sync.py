"""`cektautan sync`: brings the store in step with the reviewed lists, or says what that would do.

`serve` and `publish` do it too. Here a sync that would remove much is confirmed, by its number. Exit codes: 0 done, 1
stopped or impossible; with `--check` 0 in step, 3 not in step.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from cektautan.desk.sync.run import SyncStoppedError, sync
from cektautan.desk.sync.told import lines
from cektautan.publish.rules_bundle import RulesError, load_rules
from cektautan.settings import from_environment
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError

HELP = "bring the store of the desk in step with the reviewed lists"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--check", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument(
        "--confirm-removals", type=int, metavar="N", help="remove the claims of exactly N files that are gone"
    )


def run(args: argparse.Namespace) -> int:
    """Sync and say what came of it."""
    settings = from_environment(os.environ)
    if not settings.desk:
        print("cektautan sync: there is no desk (CEKTAUTAN_DESK=off); publish reads the files", file=sys.stderr)
        return 1
    try:
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        bundle = load_rules(settings.rules_dir)
        synced = sync(
            store,
            settings.blocklists_dir,
            bundle,
            int(time.time()),
            "operator",
            confirmed=args.confirm_removals,
            check=args.check,
        )
    except (SecretsError, RulesError, SchemaError, StoreUnavailableError, SyncStoppedError) as problem:
        print(f"cektautan sync: {problem}", file=sys.stderr)
        return 1
    for line in lines(synced):
        print(line)
    if synced.nothing:
        print("in step: nothing to do")
    return 3 if args.check and not synced.nothing else 0

"""`cektautan reader export|erase TICKET`: what the desk holds of whoever has this ticket, as JSON; or erase it.

Whoever asks proves by the ticket that it is theirs; nothing can be found by a name. `-` reads the ticket from standard
input, so that it stands in no history of commands. Exit codes: 0 done, 1 nothing is held under this ticket, or it could
not be read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time

from cektautan.core.rules import Rules
from cektautan.desk.readers import reader_data, tickets
from cektautan.desk.readers.tickets import ticket_hash
from cektautan.publish.rules_bundle import RulesError, load_rules
from cektautan.settings import from_environment
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError

KEPT = "it is listed, objected to, reported by others too, or waits in a proposal"
HELP = "hand out or erase what the desk holds of a reader, by the ticket"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, means in (("export", "print what is held, as JSON"), ("erase", "erase it; the log stays whole")):
        action = actions.add_parser(name, help=means)
        action.add_argument(
            "ticket", metavar="TICKET", help="as the reader was shown it; - reads it from standard input"
        )


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 1 if it cannot be done."""
    given = sys.stdin.readline() if args.ticket == "-" else args.ticket
    ticket = tickets.read(given)
    if ticket is None:
        return _fail("this is not a ticket (26 letters and digits)")
    settings = from_environment(os.environ)
    now = int(time.time())
    try:
        store, secrets = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        hashed = ticket_hash(ticket, secrets.tickets)
        try:
            if args.action == "export":
                rules = Rules.from_bundle(load_rules(settings.rules_dir))
                with store.reading() as session:
                    held = reader_data.held(session, store.sealer, hashed, now, rules)
                if held is not None:
                    print(json.dumps(held, ensure_ascii=False, indent=2))
                    return 0
            else:
                done = reader_data.erase(store, "operator", hashed, now)
                if done is not None:
                    print(f"erased: {', '.join(done.went)}")
                    if done.kept:
                        print(f"kept: {', '.join(done.kept)} ({KEPT})")
                    return 0
        finally:
            store.engine.dispose()
    except (StoreUnavailableError, SecretsError, RulesError) as problem:
        return _fail(str(problem))
    return _fail("nothing is held under this ticket")


def _fail(problem: str) -> int:
    print(f"cektautan reader: {problem}", file=sys.stderr)
    return 1

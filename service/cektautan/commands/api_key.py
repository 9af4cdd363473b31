"""`cektautan api-key create|list|rotate|revoke|restore`: keys of the interface for programs, at the command line.

A key is printed once, by what made it, and can be shown by nobody again. Every act but `list` is an event of the log,
in the operator's name. `--json` prints one object, or one a line with `list`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
import time
from dataclasses import asdict
from typing import Any

from cektautan.app import tells_of_keys
from cektautan.core.api_keys import GIVEN_TIERS, Scope, Tier
from cektautan.desk.api_keys import ending, making, shown
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.people.refused import Refused
from cektautan.settings import from_environment
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError
from cektautan.store.transaction import Store

HELP = "make, list, renew and revoke keys of the interface for programs"

WORDS = {
    "label_missing": "--label is empty",
    "organisation_missing": "--organisation is empty",
    "contact_missing": "--contact is empty",
    "text_form": "--{field} has at most {most} printable characters",
    "tier_unknown": "there is no such tier",
    "scope_unknown": "there is no such scope",
    "scopes_missing": "give at least one scope",
    "number_form": "{field} is a whole number from {low} to {high}",
    "no_key": "there is no key of this name",
    "too_many_keys": "{most} keys are in force, which is as many as nodes hold; revoke those that nobody uses",
    "key_revoked": "this key is revoked",
    "key_expired": "this key has expired",
    "key_in_force": "this key is not revoked",
    "restore_late": "a revocation can be taken back for a day, and not once the key has expired; make a new key",
    "reason_missing": "give a reason",
    "reason_long": "the reason is too long",
}
"""What the operator is told; the desk's pages have texts of their own."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    create = acts.add_parser("create", help="make a key and print it, once")
    create.add_argument("--label", required=True, help="what it is for")
    create.add_argument("--organisation", required=True, help="who has it")
    create.add_argument("--contact", required=True, help="whom to write to when something is wrong")
    create.add_argument("--tier", default=str(Tier.KEYED), choices=[str(each) for each in GIVEN_TIERS])
    create.add_argument(
        "--scope", action="append", metavar="SCOPE", choices=[str(each) for each in Scope],
        help="what it opens, and again for another (default: read and exports)",
    )  # fmt: skip
    create.add_argument(
        "--quota", type=int, metavar="N", help="what it may use in a day; 0: no end; default: the tier's"
    )
    create.add_argument("--days", type=int, metavar="N", help="after how many days it ends; default: never")
    acts.add_parser("list", help="print every key without its secret")
    for act, means in (
        ("rotate", "make a new secret for a key and print it, once"),
        ("revoke", "end a key at once"),
        ("restore", "take a revocation of the last day back"),
    ):
        each = acts.add_parser(act, help=means)
        each.add_argument("name", metavar="NAME", help="the eight letters behind ct_")
        each.add_argument("--reason", required=True, help="why, for the log; no personal data")
        if act == "rotate":
            each.add_argument(
                "--grace-days", type=int, default=making.GRACE_DAYS, metavar="N",
                help=f"how long the old secret stays valid; 0 if it has leaked (default: {making.GRACE_DAYS})",
            )  # fmt: skip
    for each in acts.choices.values():
        each.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Do it; 1 if it cannot be done."""
    settings = from_environment(os.environ)
    try:
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        tells_of_keys(settings, store)
        return _act(args, store, int(time.time()))
    except Refused as refused:
        return _fail(WORDS[refused.code].format(**refused.values))
    except (SecretsError, SchemaError, StoreUnavailableError) as problem:
        return _fail(str(problem))


def _act(args: argparse.Namespace, store: Store, now: int) -> int:
    if args.act == "list":
        with store.reading() as session:
            found = shown.keys(session, now)
        for each in found:
            print(_json(asdict(each)) if args.json else _line(each))
        return 0
    if args.act == "create":
        scopes = args.scope or [Scope.READ, Scope.EXPORTS]
        wanted = making.Wanted(
            args.label, args.organisation, args.contact, args.tier, scopes, args.quota, args.days
        )  # fmt: skip
        return _made(making.make(store, OPERATOR, wanted, now), args.json)
    with store.reading() as session:
        key_id = shown.by_name(session, args.name)
    if key_id is None:
        raise Refused("no_key")
    if args.act == "rotate":
        return _made(making.rotate(store, OPERATOR, key_id, args.grace_days, args.reason, now), args.json)
    act = ending.revoke if args.act == "revoke" else ending.restore
    name, done = act(store, OPERATOR, key_id, args.reason, now), {"revoke": "revoked", "restore": "restored"}[args.act]
    print(_json({"name": name, "done": done}) if args.json else f"ct_{name} is {done}.")
    return 0


def _made(made: making.Made, as_json: bool) -> int:
    if as_json:
        print(_json({"id": made.id, "name": made.name, "key": made.text}))
    else:
        print("Give this key to its owner alone. It is not shown again:")
        print(f"  {made.text}")
    return 0


def _line(key: shown.Shown) -> str:
    ends = "never" if key.expires_at is None else f"{datetime.datetime.fromtimestamp(key.expires_at, datetime.UTC):%F}"
    used = "never" if key.last_used is None else str(key.last_used)
    return "\t".join(
        [f"ct_{key.name}", key.state, key.tier, ",".join(key.scopes), f"ends {ends}", f"used {used}", key.organisation,
         key.label]
    )  # fmt: skip


def _json(members: dict[str, Any]) -> str:
    return json.dumps(members, default=str, ensure_ascii=False, sort_keys=True)


def _fail(problem: str) -> int:
    print(f"cektautan api-key: {problem}", file=sys.stderr)
    return 1

"""`cektautan user add|list|grant|withdraw|disable|reset`: the first administrator, and the way in.

No password is given or shown here: `add` and `reset` print a link that is good once and for three days, with which its
owner chooses one. Whoever holds the database may do all of this anyway; the log says that it was the operator.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time

from cektautan.desk.people import accounts, grants, roster
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.people.refused import Refused
from cektautan.desk.roles_file import load_roles
from cektautan.desk.rules.roles import Roles
from cektautan.publish.rules_bundle import RulesError
from cektautan.settings import Settings, from_environment
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError
from cektautan.store.transaction import Store

HELP = "invite, list, grant roles to, disable and reset accounts of the moderators' desk"

PATH = "/meja/undangan"

WORDS = {
    "login_form": "a NAME has 2 to 40 letters a-z, digits, dots, underscores or hyphens",
    "name_form": "the full name is empty or too long",
    "login_taken": "there is an account of this name already",
    "no_account": "there is no account of this name",
    "account_disabled": "this account is disabled",
    "role_not_held": "this account has no such role",
    "last_admin": "this is the last administrator; add another one first",
    "role_held": "this account has the role already",
    "reason_missing": "give a reason",
    "reason_long": "the reason is too long",
}
"""What the operator is told; the desk's pages have texts of their own."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    add = acts.add_parser("add", help="make an account and print the link that invites its owner")
    add.add_argument("login", metavar="NAME", help="the name to sign in with")
    add.add_argument("--name", help="the name that colleagues see (default: NAME)")
    add.add_argument("--role", action="append", default=[], metavar="ROLE", help="a role, and again for another")
    acts.add_parser("list", help="print every account: name, state, roles")
    for act, means in (
        ("grant", "grant a role alone, as no administrator may"),
        ("withdraw", "take a role away, also an administrator's"),
    ):
        each = acts.add_parser(act, help=means)
        each.add_argument("login", metavar="NAME")
        each.add_argument("--role", required=True, metavar="ROLE")
        each.add_argument("--reason", required=True, help="why, for the log; no personal data")
    for act, means in (
        ("disable", "end an account's sessions and roles"),
        ("reset", "take password, second factor and sessions away, keep the roles, and print a new link"),
    ):
        each = acts.add_parser(act, help=means)
        each.add_argument("login", metavar="NAME")
        each.add_argument("--reason", required=True, help="why, for the log; no personal data")


def run(args: argparse.Namespace) -> int:
    """Do it; 1 if it cannot be done."""
    settings = from_environment(os.environ)
    try:
        roles = load_roles(settings.rules_dir)
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        return _act(args, store, roles, settings)
    except Refused as refused:
        return _fail(WORDS[refused.code])
    except (RulesError, SecretsError, SchemaError, StoreUnavailableError) as problem:
        return _fail(str(problem))


def _act(args: argparse.Namespace, store: Store, roles: Roles, settings: Settings) -> int:
    now = int(time.time())
    if args.act == "list":
        with store.reading() as session:
            for each in roster.people(session, now):
                print(f"{each.login}\t{each.state}\t{','.join(each.roles) or '-'}\t{each.name}")
        return 0
    asked = args.role if args.act == "add" else [args.role] if args.act in ("grant", "withdraw") else []
    for role in asked:
        if role not in roles.names:
            return _fail(f"there is no role {role}; there are {', '.join(roles.names)}")
    if args.act == "add":
        account_id, code = accounts.create(store, OPERATOR, args.login, args.name or args.login, now)
        for role in dict.fromkeys(args.role):
            grants.grant(store, OPERATOR, roles, account_id, role, "granted at the command line", now)
        _print_link(settings, code, now)
        return 0
    with store.reading() as session:
        account = accounts.by_login(session, args.login)
    if account is None:
        raise Refused("no_account")
    if args.act == "grant":
        grants.grant(store, OPERATOR, roles, account.id, args.role, args.reason, now)
        print(f"{account.login} has the role {args.role}.")
        return 0
    if args.act == "withdraw":
        grants.withdraw(store, OPERATOR, roles, account.id, args.role, args.reason, now)
        print(f"{account.login} has the role {args.role} no more.")
        return 0
    if args.act == "disable":
        accounts.disable(store, OPERATOR, roles, account.id, args.reason, now)
        print(f"{account.login} is disabled: its sessions and roles are ended.")
        return 0
    _print_link(settings, accounts.invite_anew(store, OPERATOR, roles, account.id, args.reason, now), now)
    return 0


def _print_link(settings: Settings, code: str, now: int) -> None:
    until = datetime.datetime.fromtimestamp(now + accounts.INVITATION_SECONDS, datetime.UTC)
    print("Give this link to its owner alone. It is good once, and not shown again:")
    print(f"  {settings.server_url}{PATH}#kode={code}")
    print(f"Until {until:%Y-%m-%d %H:%M} UTC. Where it cannot be opened, the code is {code}")


def _fail(problem: str) -> int:
    print(f"cektautan user: {problem}", file=sys.stderr)
    return 1

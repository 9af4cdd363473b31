"""`cektautan lookalikes`: hosts that look like a protected name; `scan` judges names by themselves, `list` tells cases.

It looks at names alone: no site is contacted, and no case is opened by it. The service watches the hosts of reports
and imports by itself. Exit codes: 0 done, 1 it cannot be done.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from cektautan.core.address import NotJudgeable, parse
from cektautan.desk.lookalikes.watching import DETAIL
from cektautan.desk.policy import Policy, load_policy
from cektautan.publish.rules_bundle import RulesError
from cektautan.settings import from_environment
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.models import Case
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError
from cektautan.store.transaction import Store
from cektautan.web.texts import load

HELP = "tell which hosts look like an official site, a newspaper or a fact-checker"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    scan = acts.add_parser("scan", help="judge names of hosts, and print those that look like another; nothing is kept")
    scan.add_argument("hosts", nargs="*", metavar="HOST")
    scan.add_argument("--file", type=Path, help="more of them, one a line")
    acts.add_parser("list", help="print the cases of look-alikes that are not closed")


def run(args: argparse.Namespace) -> int:
    """Do it."""
    settings = from_environment(os.environ)
    try:
        policy = load_policy(settings.rules_dir, settings.blocklists_dir)
        if args.act == "scan":
            lines = args.file.read_text("utf-8", "replace").splitlines() if args.file else []
            return _scan(policy, [*args.hosts, *lines])
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        return _list(store)
    except (RulesError, SecretsError, SchemaError, StoreUnavailableError) as problem:
        print(f"cektautan lookalikes: {problem}", file=sys.stderr)
        return 1


def _scan(policy: Policy, given: Iterable[str]) -> int:
    names = [each.strip() for each in given if each.strip()]
    seen, found, unread = 0, 0, 0
    for name in dict.fromkeys(names):
        try:
            host = parse(name if "://" in name else f"https://{name}/", policy.reference.rules.pseudo_hosts).host
        except NotJudgeable:
            unread += 1
            continue
        seen += 1
        alike = policy.lookalikes.find(host)
        if alike is not None:
            found += 1
            print(_line(alike.host, alike.name, alike.reason))
    print(f"{seen} hosts, {found} look like another, {unread} are no names of hosts")
    return 0


def _list(store: Store) -> int:
    with store.reading() as session:
        query = select(Case).where(Case.status != "closed", Case.lane == "imposter").order_by(Case.id)
        for case in session.scalars(query):
            says = case.details.get(DETAIL)
            if isinstance(says, dict):
                print(f"case {case.id}\t{_line(case.url, str(says.get('name')), str(says.get('reason')))}")
    return 0


def _line(host: str, name: str, reason: str) -> str:
    return f"{host}\t{name}\t{load('en').texts.get(f'desk_resembles_{reason}', reason)}"

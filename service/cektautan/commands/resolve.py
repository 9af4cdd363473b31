"""`cektautan resolve URL…`: where short and share links lead, hop by hop, one JSON object a line, in order.

Each hop comes with its key, which is what a list could hold, and so does the end. Only hosts that the rules name are
asked, by the client of the service, and the end is never opened. A link that leads nowhere is a line with the reason.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

import orjson

from cektautan.app import far_client
from cektautan.core.address import NotJudgeable
from cektautan.core.rules import Rules
from cektautan.lines import answer_each
from cektautan.lookup.answer import DETAILS
from cektautan.outbound.protocol import HopClient
from cektautan.outbound.shortlinks import REASONS, CannotResolve, NotAShortLink, resolve
from cektautan.publish.rules_bundle import RulesError, load_rules
from cektautan.settings import from_environment

HELP = "say where short and share links lead, by asking their hosts"

NOT_SHORT = "Only short and share links of hosts that the rules name are resolved."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("urls", nargs="*", metavar="URL", help="links (default: one a line on standard input)")


def run(args: argparse.Namespace) -> int:
    """Answer every link: 0 where all lead somewhere, 3 where one does not, 1 where the rules cannot be used."""
    settings = from_environment(os.environ)
    try:
        rules = Rules.from_bundle(load_rules(settings.rules_dir))
    except RulesError as problem:
        print(f"cektautan resolve: {problem}", file=sys.stderr)
        return 1
    client, failed = far_client(settings), []

    def answer_one(line: bytes) -> bytes:
        answered = answer(line, rules, client)
        if "error" in answered:
            failed.append(True)
        return orjson.dumps(answered)

    answer_each(args.urls, answer_one)
    return 3 if failed else 0


def answer(line: bytes, rules: Rules, client: HopClient) -> dict[str, Any]:
    """Return the answer about one link."""
    url = line.decode(errors="replace")
    try:
        found = resolve(url, rules, client)
    except NotJudgeable as refused:
        return _no(url, refused.reason, DETAILS[refused.reason])
    except NotAShortLink:
        return _no(url, "not_a_short_link", NOT_SHORT)
    except CannotResolve as failed:
        return _no(url, failed.reason, REASONS[failed.reason])
    chain = [{"url": link.url, "key": link.key} for link in found.chain]
    return {"url": url, "hops": chain, "leads_to": {"url": found.url, "key": found.key}}


def _no(url: str, error: str, detail: str) -> dict[str, Any]:
    return {"url": url, "error": error, "detail": detail}

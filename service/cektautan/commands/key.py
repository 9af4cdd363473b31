"""`cektautan key [URL ...]`: the keys of addresses, one JSON object a line, in the order of the addresses.

Addresses come as arguments or one a line on standard input, and each is answered as it comes. An address that cannot be
judged is a line with its reason, and so is one that is not UTF-8; neither ends the run. `node extension/tools/key.mjs`
does the same by the extension's code.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from cektautan.core.address import NotJudgeable
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.lines import answer_each
from cektautan.publish.rules_bundle import RulesError, load_rules
from cektautan.settings import CHECKOUT

HELP = "say under which keys addresses could stand in a list"

NOT_UTF8 = "not_utf8"
"""The reason for bytes that are no text, which only a command line meets."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("urls", nargs="*", metavar="URL", help="addresses (default: one a line on standard input)")
    parser.add_argument("--rules", type=Path, default=CHECKOUT / "rules", help="directory of the identity rules")


def run(args: argparse.Namespace) -> int:
    """Answer every address; 1 only if the rules cannot be used."""
    try:
        rules = Rules.from_bundle(load_rules(args.rules))
    except RulesError as problem:
        print(f"cektautan key: {problem}", file=sys.stderr)
        return 1
    answer_each(args.urls, lambda line: _line(answer(line, rules)))
    return 0


def answer(line: bytes, rules: Rules) -> dict[str, Any]:
    """Return the answer about one address."""
    try:
        url = line.decode()
    except UnicodeDecodeError:
        return {"url": line.decode(errors="replace"), "error": NOT_UTF8}
    try:
        identity = identify(url, rules)
    except NotJudgeable as refused:
        return {"url": url, "error": refused.reason}
    return {"url": url, "key": identity.key, "kind": identity.kind, "expressions": list(identity.keys)}


def _line(answered: dict[str, Any]) -> bytes:
    return json.dumps(answered, ensure_ascii=False, separators=(",", ":")).encode()

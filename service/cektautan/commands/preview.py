"""`cektautan preview FILE`: what an import of a list would come to, in any form, before anybody uploads it.

Lists nothing and keeps nothing: an import is a person's act at the desk (docs/imports.md). Exit codes: 0 it could be
read, 1 it could not, or there is no desk.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

from cektautan.desk.imports.judged import TAKEN
from cektautan.desk.imports.previewing import Looked, look
from cektautan.desk.imports.rows import Defaults
from cektautan.desk.imports.uploading import FORMATS
from cektautan.desk.policy import load_policy
from cektautan.publish.rules_bundle import RulesError
from cektautan.settings import from_environment
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError
from cektautan.web.console.imports.imports_shown import say
from cektautan.web.texts import Texts, load

HELP = "say what an import of a list would come to, in any form"

MOST_LINES = 50


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="the list")
    parser.add_argument("--format", choices=[each for each in FORMATS if each], help="its form, if not recognised")
    parser.add_argument("--claim", default="", metavar="ID", help="the claim that its lines would be listed with")
    parser.add_argument(
        "--lines", type=int, default=MOST_LINES, metavar="N", help=f"how many refused lines to name ({MOST_LINES})"
    )


def run(args: argparse.Namespace) -> int:
    """Read the list and say what came of it."""
    settings, texts = from_environment(os.environ), load("en")
    if not settings.desk:
        print("cektautan preview: there is no desk (CEKTAUTAN_DESK=off)", file=sys.stderr)
        return 1
    try:
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        policy = load_policy(settings.rules_dir, settings.blocklists_dir)
        defaults = Defaults(claim=args.claim)
        data = args.file.read_bytes()
        looked = look(store, policy, data, args.file.name, args.format or "", defaults, int(time.time()))
    except FileRefusedError as refused:
        print(f"cektautan preview: {say(texts, refused.finding.members())}", file=sys.stderr)
        return 1
    except (SecretsError, RulesError, SchemaError, StoreUnavailableError) as problem:
        print(f"cektautan preview: {problem}", file=sys.stderr)
        return 1
    tell(looked, texts, args.lines)
    return 0


def tell(looked: Looked, texts: Texts, most: int) -> None:
    """Print what was noticed of the file, its refused lines, and how many of each class there are."""
    for notice in looked.opened.notices:
        print(plain(say(texts, notice.members())))
    counts: Counter[str] = Counter()
    refused = 0
    for judged in looked.judged:
        counts[judged.class_.value] += 1
        if judged.class_ in TAKEN or judged.problem is None:
            continue
        refused += 1
        if refused <= most:
            why = say(texts, judged.problem.finding.members())
            class_ = texts[f"import_class_{judged.class_.value}"]
            print(plain(f"line {judged.row.line}: {class_}: {why} {judged.row.subject}"))
    if refused > most:
        print(f"and {refused - most} more lines that would not be listed")
    print(", ".join(f"{count} {texts[f'import_class_{name}'].lower()}" for name, count in counts.most_common()))


def plain(text: str) -> str:
    r"""Return a text without what a terminal would obey.

    >>> plain("kabar\x1b[2J.example")
    'kabar\ufffd[2J.example'
    """
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)

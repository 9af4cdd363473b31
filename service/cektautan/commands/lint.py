"""`cektautan lint [PATHS]`: says what is wrong with the reviewed lists, one finding a line, and exits 1 if anything is.

A path is a `blocklists/` directory or single claim files of one; a file is always judged among its neighbours, because
whether a key is listed twice shows only there.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from cektautan.blocklists.lint import lint_blocklists
from cektautan.blocklists.problems import Severity
from cektautan.core.days import day_of
from cektautan.publish.rules_bundle import RulesError, load_rules
from cektautan.settings import CHECKOUT

HELP = "check the reviewed lists and say, with line numbers, what is wrong"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="blocklists directory or claim files (default: the checkout's)",
    )
    parser.add_argument("--rules", type=Path, default=CHECKOUT / "rules", help="directory of the identity rules")
    parser.add_argument("--as-of", type=_day, default=None, metavar="YYYY-MM-DD", help="judge as on this day")


def run(args: argparse.Namespace) -> int:
    """Print the findings; 1 if there is an error, 2 if a path is not part of a list or the rules cannot be used."""
    as_of = args.as_of or day_of(int(time.time()))
    try:
        bundle = load_rules(args.rules)
    except RulesError as unusable:
        print(f"cektautan lint: {unusable}", file=sys.stderr)
        return 2
    paths = args.paths or [CHECKOUT / "blocklists"]
    errors = warnings = 0
    roots: dict[Path, list[Path]] = {}
    for path in paths:
        root = _root(path)
        if root is None or not path.exists():
            print(f"cektautan lint: {path} is neither a blocklists directory nor a file in one", file=sys.stderr)
            return 2
        roots.setdefault(root, []).append(path)
    for root, wanted in roots.items():
        for problem in lint_blocklists(root, bundle, as_of):
            if not any(_covers(path, Path(problem.file)) for path in wanted):
                continue
            print(replace(problem, file=_short(problem.file)))
            if problem.severity is Severity.ERROR:
                errors += 1
            else:
                warnings += 1
    print(f"{errors} errors, {warnings} warnings", file=sys.stderr)
    return 1 if errors else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day written as 2026-11-23") from None


def _root(path: Path) -> Path | None:
    """The nearest directory, going up, that holds a registry of sources."""
    return next((folder for folder in (path, *path.absolute().parents) if (folder / "sources.yaml").is_file()), None)


def _short(file: str) -> str:
    """The file's name as seen from here, which editors and terminals can open."""
    here = Path.cwd()
    path = Path(file).absolute()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else file


def _covers(path: Path, file: Path) -> bool:
    return file.absolute() == path.absolute() or path.absolute() in file.absolute().parents

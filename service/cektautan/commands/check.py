"""`cektautan check URL…`: what the published set says about addresses, one JSON object a line, in order.

The answer is that of `/v1/check`, from the set on this machine; nothing is sent anywhere. Addresses come as arguments
or one a line on standard input.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

import orjson

from cektautan.core.address import NotJudgeable
from cektautan.lines import answer_each
from cektautan.lookup.answer import refusal
from cektautan.lookup.loading import LoadError
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.render import Ending, one
from cektautan.settings import from_environment

HELP = "say what the published lists know about addresses"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("urls", nargs="*", metavar="URL", help="addresses (default: one a line on standard input)")


def run(args: argparse.Namespace) -> int:
    """Answer; 1 if there is no set to answer from."""
    settings = from_environment(os.environ)
    try:
        published = PublishedSet.load(settings.public_dir, settings.root_key)
    except LoadError as problem:
        print(f"cektautan check: {problem}", file=sys.stderr)
        return 1
    ending = Ending()
    answer_each(args.urls, lambda line: answer(line, published, int(time.time()), ending))
    return 0


def answer(line: bytes, published: PublishedSet, now: int, ending: Ending) -> bytes:
    """The line for one address."""
    try:
        # Bytes that are no UTF-8 become lone surrogates, which are refused as `not_parseable`.
        return one(line.decode(errors="surrogateescape"), published, now, ending)[1]
    except NotJudgeable as refused:
        return orjson.dumps(refusal(refused.reason))

"""`cektautan sources add|list|test|sync`: where sources publish, how each feed fares, and what it would bring.

`test` fetches and prints what was found, and keeps nothing; `sync` does a round now, which the service does by itself.
Exit codes: 0 done, 1 not possible, 3 where a feed could not be read.
"""

from __future__ import annotations

import argparse
import datetime
import os
import sys
import time
from collections.abc import Mapping

from cektautan.app import far_client, interface_keys
from cektautan.core.days import JAKARTA
from cektautan.desk.errors import Invalid, NotFound
from cektautan.desk.harvest.asking import ask
from cektautan.desk.harvest.collecting import Known
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed, all_feeds, due, find_feed
from cektautan.desk.harvest.interfaces import interface_at
from cektautan.desk.harvest.outcomes import Outcome
from cektautan.desk.harvest.ratings import verdict_of
from cektautan.desk.harvest.run import Harvester, make_harvester
from cektautan.desk.policy import Policy, load_policy
from cektautan.publish.rules_bundle import RulesError
from cektautan.settings import Settings, from_environment
from cektautan.sources.adapters import make_adapters
from cektautan.sources.protocol import Adapter, Document, Reading
from cektautan.sources.recognising import first_that_knows, recognise
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.opening import open_store
from cektautan.store.secrets import SecretsError
from cektautan.store.transaction import Store
from cektautan.web.console.telling import source_words
from cektautan.web.texts import load

HELP = "add, list, test and read the feeds of sources"

WORDS: Mapping[tuple[str, str], str] = {
    ("id", "unknown"): "NAME has letters a-z, digits and single hyphens, at most 100",
    ("id", "taken"): "there is a feed of this name already",
    ("source", "unknown"): "there is no such source; register it at the desk, or in blocklists/sources.yaml",
    ("address", "unknown"): "the address must begin with http:// or https:// and hold no spaces",
    ("address", "too_long"): "the address is too long",
    ("address", "key_inside"): "a key never stands in an address; set CEKTAUTAN_GOOGLE_KEY or CEKTAUTAN_MAFINDO_KEY",
    (
        "address",
        "not_as_documented",
    ): "this interface is asked at one address alone; see docs/sources.md",
    ("address", "no_filter"): "Google wants a publisher (reviewPublisherSiteFilter) or words (query) in the address",
    ("address", "taken"): "a feed of this format reads this address already",
    ("every_minutes", "out_of_range"): "--every must be from 15 to 10080 minutes",
    ("budget", "out_of_range"): "--budget must be from 1 to 500 cases a day",
    ("expires", "not_a_day"): "--expires must be a day such as 2027-11-30",
    ("expires", "out_of_range"): "--expires must be a day within two years from today",
    ("claim", "unknown"): "there is no such claim",
    ("level", "unknown"): "--level must be 1, 2 or 3",
    ("scope", "unknown"): "--scope must be content, url, path, host or domain",
    ("claim", "of_lists_only"): "--claim is for formats of lists alone",
    ("level", "of_lists_only"): "--level is for formats of lists alone",
    ("scope", "of_lists_only"): "--scope is for formats of lists alone",
    (
        "adapter",
        "of_interface",
    ): "this interface has a format of its own: claims_search for Google, mafindo for Mafindo",
    ("licence", "too_long"): "the licence has at most 200 characters",
    ("licence", "unreadable"): "the licence holds characters that cannot be shown",
    ("reason", "empty"): "give a reason",
}

SHOWN = 20
"""Findings that `test` prints of each kind."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    add = acts.add_parser("add", help="register a feed of a source")
    add.add_argument("name", metavar="NAME", help="what it is called, e.g. turnbackhoax-rss")
    add.add_argument("address", metavar="URL")
    add.add_argument("--source", required=True, metavar="ID", help="the registered source that publishes there")
    add.add_argument("--format", required=True, metavar="FORMAT", help="how it is read (see `sources test URL`)")
    add.add_argument("--licence", default="", help="under which its data may be used")
    add.add_argument("--every", default="60", metavar="MINUTES", help="how often it is read (default: 60)")
    add.add_argument("--budget", default="20", metavar="N", help="cases that it may open on one day (default: 20)")
    add.add_argument("--expires", default="", metavar="DAY", help="the last day of reading it (default: in a year)")
    add.add_argument("--claim", default="", metavar="ID", help="of a list: the claim of entries that name none")
    add.add_argument("--level", default="", metavar="N", help="of a list: the level of entries that name none")
    add.add_argument("--scope", default="", help="of a list: url, path, host or domain, for entries that name none")
    add.add_argument("--reason", required=True, help="why, for the log; no personal data")
    acts.add_parser("list", help="print every feed with its health")
    test = acts.add_parser("test", help="fetch an address and print what is found in it; nothing is kept")
    test.add_argument("address", metavar="URL")
    test.add_argument("--format", metavar="FORMAT", help="how to read it (default: by what it looks like)")
    sync = acts.add_parser("sync", help="read every feed that is due, or one of them now")
    sync.add_argument("name", nargs="?", metavar="NAME")


def run(args: argparse.Namespace) -> int:
    """Do it; 1 if it cannot be done."""
    settings = from_environment(os.environ)
    try:
        policy = load_policy(settings.rules_dir, settings.blocklists_dir)
        adapters = make_adapters(policy.reference.rules)
        if args.act == "test":
            return _test(settings, policy, adapters, args.address, args.format)
        store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
        if args.act == "add":
            return _add(store, adapters, args)
        if args.act == "list":
            return _list(store)
        return _sync(store, make_harvester(policy, far_client(settings), interface_keys(settings)), args.name)
    except Invalid as problem:
        formats = f"there is no such format; there are {', '.join(sorted(adapters))}"
        place = (problem.field, problem.code)
        words = formats if place == ("adapter", "unknown") else WORDS.get(place, str(problem))
        return _fail(words)
    except NotFound:
        return _fail(f"there is no feed {args.name}; `cektautan sources list` prints them")
    except (RulesError, SecretsError, SchemaError, StoreUnavailableError) as problem:
        return _fail(str(problem))


def _add(store: Store, adapters: Mapping[str, Adapter], args: argparse.Namespace) -> int:
    wanted = FeedWritten(
        args.name, args.source, args.format, args.address, args.licence, args.every, args.budget, args.expires,
        args.claim, args.level, args.scope,
    )  # fmt: skip
    with store.deciding("operator", int(time.time())) as work:
        feed = add_feed(work, wanted, adapters, args.reason)
        until = feed.expires
    print(f"{args.name} is read every {args.every} minutes, until {until}.")
    return 0


def _list(store: Store) -> int:
    now, texts = int(time.time()), load("en")
    with store.reading() as session:
        waiting = due(session, now)
        feeds = all_feeds(session)
        if not feeds:
            print("There are no feeds yet: `cektautan sources add` registers one.")
        for feed in feeds:
            state = source_words.problem(texts, feed.problem, feed.detail) if feed.problem else feed.status
            good = _hour(feed.good_at) if feed.good_at else "never"
            due_now = "due" if feed.id in waiting else ""
            print(f"{feed.id}\t{feed.source_id}\t{feed.adapter}\t{state}\t{good}\t{feed.rows} rows\t{due_now}".rstrip())
    return 0


def _test(settings: Settings, policy: Policy, adapters: Mapping[str, Adapter], address: str, wanted: str | None) -> int:
    if wanted is not None and wanted not in adapters:
        raise Invalid("adapter", "unknown")
    interface = interface_at(address)
    wanted = wanted or (interface.adapter if interface else None)
    adapter = adapters[wanted] if wanted else _AnyFormat(adapters)
    collected = ask(far_client(settings), adapter, address, Known(), interface_keys(settings))
    if collected.problem:
        why = source_words.problem(load("en"), collected.problem, collected.detail)
        print(f"cektautan sources: not read. {why}", file=sys.stderr)
        return 3
    _print(collected.reading, policy)
    return 0


class _AnyFormat:
    """Reads a document as whatever it looks like, and says what that is."""

    name = ""

    def __init__(self, adapters: Mapping[str, Adapter]) -> None:
        self._adapters = adapters.values()

    def recognises(self, document: Document) -> bool:
        return first_that_knows(self._adapters, document) is not None

    def read(self, document: Document) -> Reading:
        adapter = recognise(self._adapters, document)
        print(f"format: {adapter.name}")
        return adapter.read(document)


def _print(reading: Reading, policy: Policy) -> None:
    texts = load("en")
    for name, value in reading.facts.items():
        print(f"{name}: {value}")
    print(
        f"{len(reading.reviews)} checks, {len(reading.entries)} entries, {len(reading.pages)} pages, "
        f"{len(reading.faults)} faults"
    )
    for review in reading.reviews[:SHOWN]:
        rating = f"{review.rating.text or '-'} = {verdict_of(policy, review)}"
        print(f"check\t{review.date or '-'}\t{rating}\t{review.url}")
        for place in review.appearances:
            print(f"\tappeared\t{place}")
        for flag in review.flags:
            print(f"\tnote\t{source_words.flag(texts, flag)}")
    for entry in reading.entries[:SHOWN]:
        print(f"entry\t{entry.line}\t{entry.scope or '-'}\t{entry.subject}")
    for page in reading.pages[:SHOWN]:
        print(f"page\t{page}")
    for fault in reading.faults[:SHOWN]:
        why = source_words.fault(texts, fault.code)
        print(f"fault\tline {fault.line}\t{why}\t{fault.field}\t{fault.shown}".rstrip())


def _sync(store: Store, harvest: Harvester, name: str | None) -> int:
    now = int(time.time())
    with store.reading() as session:
        names = (find_feed(session, name).id,) if name else due(session, now)
    if not names:
        print("No feed is due.")
    failed = False
    for number, each in enumerate(names, 1):
        print(f"[{number}/{len(names)}] {each} …", flush=True)
        outcome = harvest.feed(store, each, now)
        print(_told(outcome))
        failed = failed or bool(outcome.problem)
    return 3 if failed else 0


def _told(outcome: Outcome) -> str:
    if outcome.problem:
        why = source_words.problem(load("en"), outcome.problem, outcome.detail)
        return f"{outcome.feed}: not read; what was known of it stays. {why}"
    if outcome.unchanged:
        return f"{outcome.feed}: unchanged"
    taken = outcome.taken
    batch = f", import {outcome.batch}" if outcome.batch is not None else ""
    return (
        f"{outcome.feed}: {taken.new} new checks, {taken.changed} changed, {taken.held} held, {taken.cases} cases, "
        f"{outcome.pages} pages read, {outcome.left} left for the next round{batch}"
    )


def _hour(at: int) -> str:
    return f"{datetime.datetime.fromtimestamp(at, JAKARTA):%Y-%m-%d %H:%M} WIB"


def _fail(problem: str) -> int:
    print(f"cektautan sources: {problem}", file=sys.stderr)
    return 1

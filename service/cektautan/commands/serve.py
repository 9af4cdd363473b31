"""`cektautan serve`: publishes the lists and serves them, until Ctrl-C.

With a moderators' desk it syncs the reviewed files into the store, publishes what the store says and goes on doing so
as decisions are made. On first use it makes development keys. Anything that keeps it from running is one line on
standard error and a non-zero exit: a bad setting, a taken port, a list that cannot be read. Stopped and started again
it goes on where it was.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time

from cektautan.about import AboutError, read_about
from cektautan.app import travel_of
from cektautan.lookup.loading import LoadError, root
from cektautan.lookup.published import PublishedSet
from cektautan.publish.errors import PublishError
from cektautan.running.background import Background
from cektautan.running.extension_config import write_extension_config
from cektautan.running.follow import Follower
from cektautan.running.renewal import DeskRenewal, FilesRenewal, renewal_of
from cektautan.running.resign import Resigner
from cektautan.running.sending import Sender, takes
from cektautan.running.server import PortTakenError, check_port, serve
from cektautan.running.taking import NothingTakenError, Taker
from cektautan.running.welcome import welcome
from cektautan.settings import Settings, from_environment, unknown_names
from cektautan.store.opening import see_secrets
from cektautan.store.secrets import SecretsError

HELP = "publish the lists and serve them (settings: docs/operations.md)"

JOIN_SECONDS = 5
"""How long a publication that is under way may take to end; cut off, it leaves the set before it."""


def configure(_parser: argparse.ArgumentParser) -> None:
    """There are no arguments: everything is a setting, so that it is the same for every process."""


def run(_args: argparse.Namespace) -> int:
    """Serve until stopped; 0 after a signal, 1 if it cannot run."""
    settings = from_environment(os.environ)
    for name in unknown_names(os.environ):
        _say(f"there is no setting {name}; it is ignored")
    try:
        check_port(settings)
        if settings.desk and takes(settings):
            see_secrets(settings.var_dir, settings.desk_secrets)
        renewal = renewal_of(settings, _say)
        if settings.about_file:
            # Read here too, so that a slip in it is told at once and not by workers that will not live.
            read_about(settings.about_file)
        if settings.publish:
            now = int(time.time())
            for conflict in renewal.first(now).conflicts:
                _say(f"several claims: {conflict}")
        travel = travel_of(settings, _say)
        if isinstance(travel, Taker):
            travel.first(time.monotonic, _say)
        # What is served is read and verified as by any client, before a worker is started.
        published = PublishedSet.load(settings.public_dir, settings.root_key, settings.cache_dir)
        root_key = root(settings.public_dir, settings.root_key).text
    except (PortTakenError, AboutError, SecretsError, PublishError, LoadError, NothingTakenError) as problem:
        for line in str(problem).splitlines():
            print(f"cektautan serve: {line}", file=sys.stderr)
        return 1
    return _serve(settings, renewal, travel, published, root_key)


def _serve(
    settings: Settings,
    renewal: FilesRenewal | DeskRenewal,
    travel: Sender | Taker | None,
    published: PublishedSet,
    root_key: str,
) -> int:
    unpacked = write_extension_config(settings.extension_dir, settings.server_url, root_key)
    stop = threading.Event()
    background = Background(settings, _say)
    threads: list[threading.Thread] = []

    def started() -> None:
        extension = settings.extension_dir if unpacked else None
        text = welcome(settings.server_url, published.seq, published.manifest.counts.listings, extension, settings.desk)
        print(text, flush=True)
        if settings.publish:
            resigner = Resigner(renewal, time.time, _say, settings.resign_hours * 3600, published.created)
            job: Resigner | Follower = resigner
            if isinstance(renewal, DeskRenewal):
                job = Follower(renewal, resigner, time.time, _say)
            threads.append(threading.Thread(target=job.run, args=(stop,), name="publish", daemon=True))
        if travel is not None:
            threads.append(threading.Thread(target=travel.run, args=(stop,), name="carry-set", daemon=True))
        if settings.desk and (settings.publish or settings.database_url):
            # Where the desk lies in this folder, whoever publishes it does its periodic work; else every node may.
            threads.append(threading.Thread(target=background.run, args=(stop,), name="watch-jobs", daemon=True))
        for thread in threads:
            thread.start()

    def stopped() -> None:
        stop.set()
        for thread in threads:
            thread.join(JOIN_SECONDS)
        background.stop()

    return serve(settings, started, stopped)


def _say(text: str) -> None:
    print(f"cektautan: {text}", file=sys.stderr, flush=True)

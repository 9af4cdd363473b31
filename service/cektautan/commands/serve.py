"""`cektautan serve`: publishes the reviewed lists and serves them, until Ctrl-C.

On first use it makes development keys. Anything that keeps it from running is one line on standard error and a non-zero
exit: a bad setting, a taken port, a list that cannot be read. Stopped and started again it goes on where it was.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time

from cektautan.about import AboutError, read_about
from cektautan.lookup.loading import LoadError, root
from cektautan.lookup.published import PublishedSet
from cektautan.publish.errors import PublishError
from cektautan.running.extension_config import write_extension_config
from cektautan.running.renewal import SettingsRenewal
from cektautan.running.resign import Resigner
from cektautan.running.server import PortTakenError, check_port, serve
from cektautan.running.welcome import welcome
from cektautan.settings import Settings, from_environment, unknown_names

HELP = "publish the reviewed lists and serve them (settings: docs/operations.md)"


def configure(_parser: argparse.ArgumentParser) -> None:
    """There are no arguments: everything is a setting, so that it is the same for every process."""


def run(_args: argparse.Namespace) -> int:
    """Serve until stopped; 0 after a signal, 1 if it cannot run."""
    settings = from_environment(os.environ)
    for name in unknown_names(os.environ):
        _say(f"there is no setting {name}; it is ignored")
    renewal = SettingsRenewal(settings)
    try:
        check_port(settings)
        if settings.about_file:
            # Read here too, so that a slip in it is told at once and not by workers that will not live.
            read_about(settings.about_file)
        if settings.publish:
            now = int(time.time())
            for conflict in renewal.first(now).conflicts:
                _say(f"several claims: {conflict}")
        # What is served is read and verified as by any client, before a worker is started.
        published = PublishedSet.load(settings.public_dir, settings.root_key, settings.cache_dir)
        root_key = root(settings.public_dir, settings.root_key).text
    except (PortTakenError, AboutError, PublishError, LoadError) as problem:
        for line in str(problem).splitlines():
            print(f"cektautan serve: {line}", file=sys.stderr)
        return 1
    return _serve(settings, renewal, published, root_key)


def _serve(settings: Settings, renewal: SettingsRenewal, published: PublishedSet, root_key: str) -> int:
    unpacked = write_extension_config(settings.extension_dir, settings.server_url, root_key)
    stop = threading.Event()

    def started() -> None:
        extension = settings.extension_dir if unpacked else None
        text = welcome(settings.server_url, published.seq, published.manifest.counts.listings, extension)
        print(text, flush=True)
        if settings.publish:
            job = Resigner(renewal, time.time, _say, settings.resign_hours * 3600, published.created)
            threading.Thread(target=job.run, args=(stop,), name="resign", daemon=True).start()

    return serve(settings, started, stop.set)


def _say(text: str) -> None:
    print(f"cektautan: {text}", file=sys.stderr, flush=True)

"""The process of the desk's periodic work, and the watch over it.

It is a child of the parent that serves, so that a long import never keeps an approved listing from its readers. It is
started afresh and not forked, started again when it dies, and ends with its parent. It holds no signing key.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from cektautan.app import lead_of, make_jobs
from cektautan.desk.policy import load_policy
from cektautan.running.one_run import Runner
from cektautan.running.scheduler import Scheduler
from cektautan.settings import Settings
from cektautan.store.opening import open_store

LOOK_SECONDS: Final = 1.0
"""How often it is looked whether the process lives."""

STOP_SECONDS: Final = 5
"""How long the process may take to end. Then it is killed, which loses nothing that was decided."""

END_SECONDS: Final = 3
"""How long a job that is under way may take to end, once the process is told to. Then it is cut off."""

RESTART_SECONDS: Final = 2.0
"""Between two starts: a process that dies at once must not fill the machine with its starting."""


class Background:
    """Keeps the process running. Used by one thread of the parent at a time."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        self._process: BaseProcess | None = None
        self._started_at = 0.0

    def watch(self) -> None:
        """Start the process if it does not run."""
        process = self._process
        if process is not None and process.is_alive():
            return
        if time.monotonic() - self._started_at < RESTART_SECONDS:
            return
        if process is not None:
            self._say(f"the process of periodic work ended ({process.exitcode}) and is started again")
            process.close()
        self._started_at = time.monotonic()
        self._process = multiprocessing.get_context("spawn").Process(
            target=work, args=(self._settings,), name="cektautan-jobs", daemon=True
        )
        self._process.start()

    def run(self, stop: threading.Event) -> None:
        """Watch over it until told to stop."""
        self.watch()
        while not stop.wait(LOOK_SECONDS):
            self.watch()

    def stop(self) -> None:
        """End the process, and wait for it."""
        process = self._process
        if process is None:
            return
        process.terminate()
        process.join(STOP_SECONDS)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()
        self._process = None


def work(settings: Settings) -> None:
    """Look after the jobs until told to end, or until the parent is gone."""
    stop = threading.Event()
    with suppress(OSError):
        # What an operator sees in a list of processes.
        Path("/proc/self/comm").write_text("cektautan-jobs", "utf-8")
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    parent = multiprocessing.parent_process()
    if parent is not None:
        # A terminal's Ctrl-C is the parent's, which then ends this process in order.
        os.setpgid(0, 0)
        threading.Thread(target=_end_with, args=(parent, stop), name="end-with-parent", daemon=True).start()
    store, secrets = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
    policy = load_policy(settings.rules_dir, settings.blocklists_dir)
    scheduler = Scheduler(make_jobs(settings, policy), Runner(store), lead_of(settings, secrets, _say), _say)
    scheduler.start()
    stop.wait()
    scheduler.stop(END_SECONDS)
    # A thread that waits for a far server would keep the interpreter from ending.
    os._exit(0)


def _end_with(parent: BaseProcess, stop: threading.Event) -> None:
    parent.join()
    stop.set()
    # A step that waits for the database notices nothing else.
    time.sleep(STOP_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def _say(text: str) -> None:
    sys.stderr.write(f"cektautan jobs: {text}\n")
    sys.stderr.flush()

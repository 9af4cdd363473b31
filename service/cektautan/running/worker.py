"""What a worker process of the server does before it answers.

It leaves the terminal's process group, so that Ctrl-C reaches the parent alone, which then stops its workers one by one
and in order; and it ends with its parent, so that no orphan keeps the port after a parent was killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading

from flask import Flask

from cektautan.app import from_environment


def make_application() -> Flask:
    """Make the application of this worker."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        os.setpgid(0, 0)
        threading.Thread(target=_end_with, args=(parent,), name="end-with-parent", daemon=True).start()
    return from_environment()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)

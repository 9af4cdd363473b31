"""Runs Granian, the production WSGI server (docs/adr/0004), until a signal.

The parent process holds the signing key and never answers a request; the workers answer and hold no key. Nothing is
logged of a request: no access log, and errors without what they were about.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import socket
from collections.abc import Callable

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from cektautan.settings import Settings

TARGET = "cektautan.running.worker:make_application"
STOP_SECONDS = 10
MOST_HEAD = 128 * 1024
"""Bytes of a request's line and fields, as much as nginx takes; an address has 64 KiB at most."""


class PortTakenError(Exception):
    """Somebody listens there already, nobody may, or it is no address of this machine. The message is one line."""


def check_port(settings: Settings) -> None:
    """See that the port can be had. Granian itself would share it with another Granian, and both would answer.

    Raises:
        PortTakenError: it cannot.

    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except socket.gaierror as problem:
            raise PortTakenError(f"CEKTAUTAN_HOST {settings.host}: {problem.strerror}") from None
        except OSError as problem:
            if problem.errno == errno.EADDRNOTAVAIL:
                raise PortTakenError(f"CEKTAUTAN_HOST {settings.host}: this machine has no such address") from None
            hint = f"PORT={settings.port + 1 if settings.port < 65535 else 8000} make run"
            where = f"port {settings.port} on {settings.host}"
            raise PortTakenError(f"{where} cannot be had ({problem.strerror}); choose another: {hint}") from None


def serve(settings: Settings, started: Callable[[], None], stopped: Callable[[], None]) -> int:
    """Serve until SIGINT or SIGTERM and return the exit code: 0 after a signal, 1 if a worker would not live."""
    # Workers are started afresh: a fork would copy the re-signing thread's locks in whatever state they are.
    multiprocessing.set_start_method("spawn", force=True)
    if settings.workers > 1:
        _share_metrics(settings)
    server = Granian(
        TARGET,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        # Whoever speaks HTTP/2 before it does so to what ends TLS; here it would open 200 requests at once, with a
        # head of 16 MiB each.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=MOST_HEAD),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,
        log_access=False,
    )

    def on_start() -> None:
        # A terminal that closes means stop, and not Granian's "start your workers again".
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        started()

    server.on_startup(on_start)
    server.on_shutdown(stopped)
    try:
        server.serve()
    except SystemExit as ended:
        return 0 if server.interrupt_signal else int(ended.code or 1)
    return 0


def _share_metrics(settings: Settings) -> None:
    """Let the workers count together: the client library keeps counts in files that all of them map."""
    folder = settings.cache_dir / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)

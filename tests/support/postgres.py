"""A PostgreSQL server of the tests' own: begun once, on loopback, not waiting for the disk, and stopped at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from tests.support.processes import free_port, until

SETTINGS = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off", "max_connections": "200"}
"""The tests kill services, not machines: what a service was told is committed has to survive without a flush."""


@dataclass
class PostgresServer:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    command: list[str]

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database, as DATABASE_URL."""
        return f"postgresql://cektautan@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Run a statement that no transaction may surround."""
        engine = create_engine(f"postgresql+psycopg://cektautan@127.0.0.1:{self.port}/postgres")
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()

    def answers(self) -> bool:
        """Say whether it takes statements."""
        try:
            self.run("SELECT 1")
        except OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Stop it at once, as a failing machine does; `start` brings it back with its data."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)

    def start(self) -> None:
        """Start it with the data that it has, and wait until it answers."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self.answers)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server in a folder of its own."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    folder = Path(tempfile.mkdtemp(prefix="cektautan-pg-"))
    port = free_port()
    # The server refuses to run as root, whom containers and CI run tests as.
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if prefix:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    subprocess.run(
        [*prefix, programs / "initdb", "--pgdata", data, "--username", "cektautan", "--auth", "trust", "--no-sync",
         "--encoding", "UTF8", "--locale", "C.UTF-8"],
        check=True, stdout=subprocess.DEVNULL, cwd=folder,
    )  # fmt: skip
    options = [argument for name, value in SETTINGS.items() for argument in ("-c", f"{name}={value}")]
    command = [*prefix, str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port),
               "-k", str(folder), *options]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    server = PostgresServer(port, process, command)
    try:
        until(server.answers)
        yield server
    finally:
        if server.process.poll() is None:
            server.process.send_signal(signal.SIGINT)
            server.process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)

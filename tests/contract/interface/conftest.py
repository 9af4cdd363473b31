"""One running service for the runs of a file, and one desk in the middle of its work; no run reaches their limits."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from tests.support.desk_fuzz import Judge
from tests.support.desk_walk import Walk
from tests.support.far import Authority, Unhurried, World
from tests.support.postgres import PostgresServer
from tests.support.processes import ROOT, serving
from tests.support.rewind import Rewind, engines
from tests.support.stores import Database
from tests.support.whole_desk import WholeDesk

NOBODY = 9
"""A port where nothing listens: nobody outside is asked, and the resolver knows no name."""
SHORT, LISTED, NEW = "https://s.id/contoh", "https://kabar.example/1", "https://kabar.example/baru"


Begin = Callable[..., Judge]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("service")
    limited = ("CHECK", "LISTS", "PAGES", "REPORTS", "STATUS")
    limits = {f"CEKTAUTAN_LIMIT_{name}": "1000000 per minute" for name in limited}
    # Nobody outside is asked by a test; what a short link leads to is tested with far hosts of the tests' own.
    limits |= {"CEKTAUTAN_RESOLVE": "off", "CEKTAUTAN_DESK": "on"}
    # The check page runs the extension's modules; the service writes a file beside them.
    extension = shutil.copytree(ROOT / "extension", folder / "extension")
    with serving({**limits, "CEKTAUTAN_VAR_DIR": str(folder), "CEKTAUTAN_EXTENSION_DIR": str(extension)}) as (at, _):
        yield at


@pytest.fixture(scope="session")
def begin(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Begin]:
    """Begins a desk, on SQLite or in a database of PostgreSQL, and walks it."""
    with ExitStack() as stack:

        def make(postgres: PostgresServer | None = None) -> Judge:
            folder, opened = tmp_path_factory.mktemp("desk"), stack.enter_context(engines())
            world = World.make(authority, NOBODY, [], Unhurried().pace())
            if postgres is None:
                database = Database(f"sqlite:///{folder / 'desk.sqlite3'}")
                whole = WholeDesk(folder, world.client)
            else:
                postgres.run("CREATE DATABASE desk_forms TEMPLATE template_store")
                database = Database(postgres.url("desk_forms"))
                whole = WholeDesk(folder, world.client, DATABASE_URL=database.url)
            return Judge(whole.desk, walked(whole), Rewind(database, opened, postgres))

        yield make


def walked(whole: WholeDesk) -> Walk:
    """Open everything, as those who may and as those who are not in yet."""
    walk = Walk(whole.desk.app)
    walk.go(whole.everybody, whole.undoable, "/meja")
    walk.go(whole.rina, "/meja", "/meja/impor", "/meja/orang", whole.undoable)
    walk.go(whole.stranger, "/meja/masuk", "/meja/undangan")
    walk.go(whole.halfway, "/meja/masuk/kode")
    walk.go(whole.newcomer, "/meja/masuk/pasang")
    # A form is kept as it is found first, and what is listed already is not added again.
    for url in (SHORT, NEW, LISTED):
        walk.send(whole.everybody, "/meja/tempel", url=url)
    walk.send(whole.everybody, "/meja/tempel/cek", cek="https://turnbackhoax.id/baru")
    return walk


@pytest.fixture(scope="session")
def judge(begin: Begin) -> Judge:
    return begin()

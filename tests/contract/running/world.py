"""A publisher and nodes as processes, started by hand as docs/operations.md says, over a PostgreSQL and a Redis."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from cryptography.fernet import Fernet
from sqlalchemy import select
from tests.e2e.lists import VIDEO, write_lists
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.processes import free_port, redis_server, serving, start, until

from cektautan.store.models import Listing
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

HOAX, KEY = f"https://youtu.be/{VIDEO}", f"content:youtube:{VIDEO}"
PAGES = 20
"""Pages that one network may open in these tests."""
BUSY_SECONDS = 8
"""What verifying, loading and answering may take where a dozen processes share two cores; else about one."""
WITHOUT_DESK = {"CEKTAUTAN_DESK": "off", "CEKTAUTAN_DESK_SECRETS": ""}


class World:
    """What is run for one test."""

    def __init__(self, folder: Path, database: str, redis: str) -> None:
        self.folder = folder
        made = {"session": "s" * 40, "tickets": "t" * 40, "sealing": [Fernet.generate_key().decode()]}
        self.common = {
            "CEKTAUTAN_DESK": "on",
            "CEKTAUTAN_BLOCKLISTS_DIR": str(write_lists(folder / "blocklists")),
            "CEKTAUTAN_EXTENSION_DIR": str(folder / "extension"),
            "CEKTAUTAN_PUBLIC_URL": "https://cek.example",
            "CEKTAUTAN_RESOLVE": "off",
            "CEKTAUTAN_DESK_SECRETS": json.dumps(made),
            "CEKTAUTAN_LIMIT_CHECK": "100000 per minute",
            "CEKTAUTAN_LIMIT_LISTS": "100000 per minute",
            "CEKTAUTAN_LIMIT_PAGES": f"{PAGES} per hour",
            "DATABASE_URL": database,
            "REDIS_URL": redis,
        }
        self.store: Store = open_store(database, folder / "var", self.common["CEKTAUTAN_DESK_SECRETS"])[0]

    def publisher(self) -> Any:
        return serving({**self.common, "CEKTAUTAN_VAR_DIR": str(self.folder / "publisher")})

    def node(self, name: str, settings: Mapping[str, str] | None = None) -> Any:
        root = (self.folder / "publisher/keys/root.pub").read_text().splitlines()[-1]
        return serving(
            {
                **self.common,
                "CEKTAUTAN_VAR_DIR": str(self.folder / name),
                "CEKTAUTAN_PUBLISH": "off",
                "CEKTAUTAN_ROOT_KEY": root,
                "CEKTAUTAN_TRUSTED_PROXIES": "1",
                **(settings or {}),
            }
        )

    def api_key(self, *words: str) -> Any:
        """Run `cektautan api-key` at a place of its own; return what it prints first, when it is done but not ended."""
        place = {"CEKTAUTAN_VAR_DIR": str(self.folder / "elsewhere"), "PYTHONUNBUFFERED": "1"}
        process = start({**self.common, **place}, "api-key", *words, "--json")
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(process.communicate()[1])
        threading.Thread(target=process.communicate).start()
        return json.loads(line)

    def new_key(self, *words: str) -> Any:
        """Make a key with the command; return its members."""
        who = ("--label", "Uji", "--organisation", "Redaksi Uji", "--contact", "uji@contoh.example")
        return self.api_key("create", *who, *words)

    def decide(self) -> int:
        """Suspend the listing, or put it in force again, as somebody at the desk does; return the level then."""
        with self.store.deciding("account:1", int(time.time())) as work:
            row = work.session.scalars(select(Listing).where(Listing.key == KEY)).one()
            row.status = "suspended" if row.status == "active" else "active"
            work.record("listing.changed", ("listing", row.id), reason="Ditinjau.")
            return 3 if row.status == "active" else 1

    def published(self) -> str:
        return (self.folder / "publisher/public/current").resolve().name


@contextmanager
def standing(folder: Path) -> Iterator[tuple[World, PostgresServer]]:
    """A world over a PostgreSQL and a Redis of its own, before anything of it is started."""
    port = free_port()
    with postgres_server() as postgres, redis_server(port, folder):
        world = World(folder, postgres.url(), f"redis://127.0.0.1:{port}/0")
        try:
            yield world, postgres
        finally:
            world.store.engine.dispose()


def check(node: str, key: str = "") -> requests.Response:
    """Ask a node about the hoax."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return requests.get(f"{node}/v1/check", params={"url": HOAX}, headers=headers, timeout=10)


def level(node: str) -> Any:
    return check(node).json()["level"]


def health(node: str) -> Any:
    return requests.get(f"{node}/healthz", timeout=10).json()


def seconds_until(condition: Callable[[], bool], most: float) -> float:
    begun = time.monotonic()
    until(condition, most)
    return time.monotonic() - begun

"""A publisher and nodes as processes, started by hand as docs/operations.md says, over a PostgreSQL and a Redis."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import select
from tests.e2e.lists import VIDEO, write_lists
from tests.support.postgres import PostgresServer
from tests.support.processes import serving

from cektautan.store.models import Listing
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

HOAX, KEY = f"https://youtu.be/{VIDEO}", f"content:youtube:{VIDEO}"
PAGES = 20
"""Pages that one network may open."""


class World:
    """What is run for one test."""

    def __init__(self, folder: Path, postgres: PostgresServer, redis: str) -> None:
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
            "DATABASE_URL": postgres.url(),
            "REDIS_URL": redis,
        }
        self.store: Store = open_store(postgres.url(), folder / "var", self.common["CEKTAUTAN_DESK_SECRETS"])[0]

    def publisher(self) -> Any:
        return serving({**self.common, "CEKTAUTAN_VAR_DIR": str(self.folder / "publisher")})

    def node(self, name: str) -> Any:
        root = (self.folder / "publisher/keys/root.pub").read_text().splitlines()[-1]
        var = str(self.folder / name)
        return serving(
            {
                **self.common,
                "CEKTAUTAN_VAR_DIR": var,
                "CEKTAUTAN_PUBLISH": "off",
                "CEKTAUTAN_ROOT_KEY": root,
                "CEKTAUTAN_TRUSTED_PROXIES": "1",
            }
        )

    def decide(self) -> int:
        """Suspend the listing, or put it in force again, as somebody at the desk does; return the level then."""
        with self.store.deciding("account:1", int(time.time())) as work:
            row = work.session.scalars(select(Listing).where(Listing.key == KEY)).one()
            row.status = "suspended" if row.status == "active" else "active"
            work.record("listing.changed", ("listing", row.id), reason="Ditinjau.")
            return 3 if row.status == "active" else 1

    def published(self) -> str:
        return (self.folder / "publisher/public/current").resolve().name

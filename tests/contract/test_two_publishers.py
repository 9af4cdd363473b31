"""Two services that publish at once: a reader never sees the list go back, and a place of its own is refused."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select
from tests.e2e.lists import VIDEO, write_lists
from tests.support.processes import free_port, serving, start, until
from tests.support.stores import Database

from cektautan.core.errors import ErrorCode
from cektautan.core.keys import key_hash, prefix
from cektautan.core.minisign import PublicKey
from cektautan.core.snapshot import decode_snapshot, entries
from cektautan.core.trust import SignedFiles, Trust, judge
from cektautan.store.models import Listing
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

KEY = f"content:youtube:{VIDEO}"
NAMES = ("keys.json", "keys.json.minisig", "manifest.json", "manifest.json.minisig")
DECISIONS = 6


@pytest.fixture
def settings(postgres_database: Database, tmp_path: Path) -> dict[str, str]:
    return {
        "CEKTAUTAN_DESK": "on",
        "CEKTAUTAN_VAR_DIR": str(tmp_path / "var"),
        "CEKTAUTAN_PUBLIC_URL": "https://cek.example",
        "CEKTAUTAN_BLOCKLISTS_DIR": str(write_lists(tmp_path / "blocklists")),
        "CEKTAUTAN_EXTENSION_DIR": str(tmp_path / "extension"),
        "DATABASE_URL": postgres_database.url,
    }


def run(settings: dict[str, str], command: str) -> tuple[int, list[str]]:
    process = start({**settings, "PORT": str(free_port())}, command)
    _, err = process.communicate(timeout=90)
    return process.returncode, err.splitlines()


class Reader:
    """A client that is answered now by one service and now by the other."""

    def __init__(self, root: str) -> None:
        self.trust = Trust()
        self.level = 0
        self._root = PublicKey.parse(root)

    def update(self, address: str) -> int:
        """Take what is served, as docs/protocol.md says, and return the level that the reader has of the video."""
        files = SignedFiles(*(requests.get(f"{address}/lists/{name}", timeout=10).content for name in NAMES))
        judgement = judge(self.trust, self._root, files, int(time.time()))
        self.trust = judgement.trust
        if judgement.manifest is not None:
            data = requests.get(f"{address}/lists/{judgement.manifest.snapshot.path}", timeout=10).content
            self.level = dict(entries(decode_snapshot(data)))[prefix(key_hash(KEY))].level
        else:
            # One service takes a set up a moment after the other, or publishes between two of the four answers.
            assert judgement.code in (ErrorCode.ROLLED_BACK, ErrorCode.BAD_SIGNATURE), judgement.error
        return self.level


def decide(store: Store, status: str) -> None:
    with store.deciding("account:1", int(time.time())) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == KEY)).one()
        row.status = status
        work.record("listing.changed", ("listing", row.id), reason="Ditinjau.")


def served(address: str) -> Any:
    return requests.get(f"{address}/lists/manifest.json", timeout=10).json()


def test_two_services_over_one_folder_never_take_a_reader_back(settings: dict[str, str]) -> None:
    with serving(settings) as (one, _), serving(settings) as (other, _):
        store, _ = open_store(settings["DATABASE_URL"], Path(settings["CEKTAUTAN_VAR_DIR"]))
        reader = Reader((Path(settings["CEKTAUTAN_VAR_DIR"]) / "keys/root.pub").read_text().splitlines()[-1])
        assert reader.update(one) == 3
        for number in range(DECISIONS):
            wanted = 3 if number % 2 else 1
            decide(store, "active" if number % 2 else "suspended")
            until(lambda wanted=wanted: reader.update(one) == wanted)  # type: ignore[misc]
            until(lambda wanted=wanted: reader.update(other) == wanted)  # type: ignore[misc]
            # Both publish what was decided, one after the other; what the second one read is not older.
            assert {reader.update((one, other)[each % 2]) for each in range(20)} == {wanted}
        store.engine.dispose()


def test_a_place_of_its_own_is_refused_while_another_publishes(settings: dict[str, str], tmp_path: Path) -> None:
    elsewhere = {**settings, "CEKTAUTAN_VAR_DIR": str(tmp_path / "elsewhere")}
    with serving(settings) as (address, process):
        before = served(address)["seq"]
        for command in ("serve", "publish"):
            code, said = run(elsewhere, command)
            assert code == 1
            assert said[-1].startswith(f"cektautan {command}: another publisher holds this database"), said
        assert not (tmp_path / "elsewhere" / "public" / "current").exists()
        assert run(settings, "publish")[0] == 0
        until(lambda: served(address)["seq"] > before)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    code, said = run(elsewhere, "publish")
    assert code == 0, said

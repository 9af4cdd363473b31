"""The commands of docs/operations.md that back up and restore, run as they stand, on both engines.

Everything is lost after the backup, and sets that readers have seen with it. What is put back is whole, and readers
take the set that is published from it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.e2e.lists import VIDEO, write_lists

from cektautan.core.minisign import PublicKey
from cektautan.core.trust import SignedFiles, Trust, judge
from cektautan.publish.store import NAMES
from cektautan.store.models import Listing
from cektautan.store.opening import open_store

ROOT = Path(__file__).resolve().parents[2]
OTHER = {"sqlite": ("pg_", "DATABASE_URL"), "postgresql": ("sqlite3",)}
"""Words by which a command is the other engine's."""


def commands(place: int, engine: str) -> str:
    """Return a block of the section, without the lines of the other engine."""
    text = (ROOT / "docs/operations.md").read_text("utf-8")
    section = text.partition("## Backup and restore\n")[2].partition("\n## ")[0]
    block = re.findall(r"```sh\n(.*?)```", section, re.S)[place]
    return "".join(line for line in block.splitlines(keepends=True) if not any(word in line for word in OTHER[engine]))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def environment(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "cektautan"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m cektautan.cli "$@"\n')
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CEKTAUTAN_", "DATABASE_"))}
    url = request.getfixturevalue("postgres_database").url if engine == "postgresql" else ""
    return {
        **kept,
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "service"),
        "CEKTAUTAN_DESK": "on",
        "CEKTAUTAN_VAR_DIR": str(tmp_path / "var"),
        "CEKTAUTAN_RULES_DIR": str(ROOT / "rules"),
        "CEKTAUTAN_BLOCKLISTS_DIR": str(write_lists(tmp_path / "blocklists")),
        "DATABASE_URL": url,
    }


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path) -> Callable[[str], str]:
    def run(script: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stderr}"
        return done.stdout

    return run


def suspend(environment: dict[str, str], var: Path) -> None:
    store, _ = open_store(environment["DATABASE_URL"], var)
    with store.deciding("account:1", int(time.time())) as work:
        row = work.session.scalars(select(Listing).where(Listing.key == f"content:youtube:{VIDEO}")).one()
        row.status = "suspended"
        work.record("listing.suspended", ("listing", row.id), reason="Ditinjau.")
    store.engine.dispose()


def test_what_is_put_back_is_whole_and_readers_take_it(
    engine: str, environment: dict[str, str], shell: Callable[[str], str], tmp_path: Path
) -> None:
    var = tmp_path / "var"

    def update(trust: Trust) -> tuple[Trust, int]:
        files = SignedFiles(*((var / "public/current" / name).read_bytes() for name in NAMES))
        root = PublicKey.parse((var / "keys/root.pub").read_text().splitlines()[-1])
        judgement = judge(trust, root, files, int(time.time()))
        assert judgement.manifest is not None, judgement.error
        return judgement.trust, judgement.manifest.seq

    shell("cektautan publish --quiet")
    suspend(environment, var)
    shell("cektautan publish --quiet")
    history = sorted(path.name for path in (var / "public/sets").iterdir())
    shell(commands(0, engine))
    for _ in range(3):
        shell("cektautan publish --quiet")
    trust, last = update(Trust())

    shutil.rmtree(var)
    var.mkdir()
    said = shell(commands(1, engine))
    assert said.startswith("whole: ")
    assert "the published set of this log" in said
    assert sorted(path.name for path in (var / "public/sets").iterdir()) == history
    assert (var / "keys").stat().st_mode & 0o077 == 0 or (var / "keys/desk.json").stat().st_mode & 0o077 == 0
    shell("cektautan publish --quiet")
    assert shell("cektautan verify").startswith("genuine: ")
    assert "whole: " in shell("cektautan audit")
    _, seq = update(trust)
    assert seq > last

"""A publisher and two nodes are started by the lines of docs/operations.md, as they stand, and are one service then."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests
from tests.contract.running.world import HOAX, World, health, level
from tests.e2e.lists import write_lists
from tests.support.intake import ticket
from tests.support.nginx import put
from tests.support.processes import ASKS_NOBODY, ROOT, answers, free_port, redis_server, start, until
from tests.support.stores import Database


def by_hand() -> str:
    """The lines that start the processes."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/operations.md").read_text("utf-8"), re.S)
    (found,) = (each for each in blocks if "CEKTAUTAN_VAR_DIR=node-2" in each)
    return str(found)


def moved(lines: str, places: Mapping[str, str]) -> str:
    """The same lines with this test's database, Redis and ports."""
    for what, by in places.items():
        lines = put(lines, what, by)
    return lines


@contextmanager
def shell(lines: str, folder: Path) -> Iterator[None]:
    """Run lines in a shell as an operator does, until the end of the block; only the lists are small ones."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CEKTAUTAN_", "PORT"))}
    environment = {
        **clean,
        **ASKS_NOBODY,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "CEKTAUTAN_BLOCKLISTS_DIR": str(write_lists(folder / "blocklists")),
        "CEKTAUTAN_EXTENSION_DIR": str(folder / "extension"),
        "CEKTAUTAN_RESOLVE": "off",
    }
    command = ["bash", "-eu", "-c", f"trap : TERM\n{lines}\nwait || wait"]
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def test_the_lines_of_the_document_start_one_service(postgres_database: Database, tmp_path: Path) -> None:
    publisher, first, second, port = (free_port() for _ in range(4))
    nodes = (f"http://127.0.0.1:{first}", f"http://127.0.0.1:{second}")
    places = {
        "postgresql://cektautan:password@127.0.0.1/cektautan": postgres_database.url,
        "redis://127.0.0.1:6379/0": f"redis://127.0.0.1:{port}/0",
        "PORT=8000": f"PORT={publisher}", ":8000/": f":{publisher}/",
        "PORT=8001": f"PORT={first}", "PORT=8002": f"PORT={second}",
    }  # fmt: skip
    with redis_server(port, tmp_path), shell(moved(by_hand(), places), tmp_path):
        until(lambda: all(answers(f"{node}/readyz") for node in nodes), 120)
        assert [level(node) for node in nodes] == [3, 3]
        for node in nodes:
            told = health(node)
            assert (told["limits"], told["set"], told["api_keys"]) == ("redis", "ok", "ok")
        # Only a node with the same secrets finds what another one filed.
        filed = {"ticket": ticket(), "kind": "report", "url": HOAX, "reason": "hoax"}
        assert requests.post(f"{nodes[0]}/v1/reports", json=filed, timeout=20).status_code == 201
        found = requests.post(f"{nodes[1]}/v1/reports/status", json={"ticket": filed["ticket"]}, timeout=20)
        assert (found.status_code, found.json()["kind"]) == (200, "report")
    assert not list(tmp_path.glob("node-*/keys/*"))
    said = (tmp_path / "said").read_text()
    assert "No such file" not in said
    assert "Traceback" not in said


def test_a_node_with_a_desk_that_was_given_no_secrets_says_so_and_does_not_start(tmp_path: Path) -> None:
    world = World(tmp_path, "postgresql://cektautan@127.0.0.1:9/nichts", "")
    settings = {**world.common, "CEKTAUTAN_PUBLISH": "off", "CEKTAUTAN_VAR_DIR": str(tmp_path / "node"),
                "CEKTAUTAN_DESK_SECRETS": "", "PORT": str(free_port())}  # fmt: skip
    process = start(settings, "serve")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.splitlines() == [
        "cektautan serve: this node has a desk and none of its secrets: give it the publisher's as "
        "CEKTAUTAN_DESK_SECRETS, or start it with CEKTAUTAN_DESK=off"
    ]
    assert not (tmp_path / "node").exists()
    world.store.engine.dispose()

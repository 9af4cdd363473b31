"""nginx as shipped before two real nodes, started by hand as docs/operations.md says, over PostgreSQL and Redis.

Limits are those of the reader's network; a node that is killed under load fails no reader's request; and after all of
it nothing that nginx or the nodes wrote holds what was asked or from where. `pytest -s` prints figures.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
import requests
from requests.adapters import HTTPAdapter
from tests.contract.running.readers import Readers
from tests.contract.running.world import HOAX, PAGES, standing
from tests.support.nginx import nginx
from tests.support.processes import until

ASKED = "https://kabar.example/Rahasia0001?surat=Rahasia0002"
SEARCHED = "Rahasia0003"
"""What readers ask about; it stands on no list."""
READER, NEIGHBOUR = "127.0.0.2", "127.0.0.3"
FORGED = "203.0.113.77"
AGENT = "Rahasia0004"
TOLD = (b"Rahasia000", READER.encode(), NEIGHBOUR.encode(), FORGED.encode())
"""Of which no file may hold anything."""
LOAD = 4
"""Readers at once while a node is killed."""
KILLED_AFTER = 40
"""Requests."""


@dataclass
class Stand:
    """nginx and what stands behind it."""

    address: str
    folder: Path
    second: subprocess.Popen[str]
    snapshot: str

    def get(self, path: str, source: str = READER, **given: object) -> requests.Response:
        """Ask as a reader at another address of this machine."""
        with requests.Session() as session:
            session.mount("http://", From(source))
            return session.get(f"{self.address}{path}", timeout=20, **given)  # type: ignore[arg-type]

    def post(self, path: str, source: str = READER, **given: object) -> requests.Response:
        """Send as a reader at another address of this machine."""
        with requests.Session() as session:
            session.mount("http://", From(source))
            return session.post(f"{self.address}{path}", timeout=20, **given)  # type: ignore[arg-type]

    def written(self) -> Iterator[Path]:
        """Every file that nginx or a node wrote."""
        for name in ("nginx", "node-1", "node-2"):
            yield from (path for path in (self.folder / name).rglob("*") if path.is_file())


class From(HTTPAdapter):
    """Asks from an address."""

    def __init__(self, source: str) -> None:
        self._source = source
        super().__init__()

    def init_poolmanager(self, *given: object, **options: object) -> None:
        """Bind what is opened."""
        super().init_poolmanager(*given, **options, source_address=(self._source, 0))  # type: ignore[arg-type, no-untyped-call]


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    folder: Path = tmp_path_factory.mktemp("stand")
    with ExitStack() as running:
        world, _ = running.enter_context(standing(folder))
        running.enter_context(world.publisher())
        (first, _), (second, process) = (running.enter_context(world.node(name)) for name in ("node-1", "node-2"))
        (folder / "nginx").mkdir()
        ports = [int(each.rpartition(":")[2]) for each in (first, second)]
        address = running.enter_context(nginx(folder / "nginx", ports))
        manifest = requests.get(f"{address}/lists/manifest.json", timeout=20).json()
        yield Stand(address, folder, process, f"/lists/{manifest['rules']['path']}")


def workers(parent: int) -> list[int]:
    """The processes below a process."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    below = [int(each) for each in found.stdout.split()]
    return [*below, *(each for child in below for each in workers(child))]


def test_the_share_is_that_of_the_readers_network_and_not_of_nginx(stand: Stand) -> None:
    asked = [stand.get("/tentang", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(PAGES)]
    assert asked == [200] * PAGES
    for forged in (FORGED, f"{NEIGHBOUR}, {FORGED}", NEIGHBOUR):
        for field in ("X-Forwarded-For", "x-forwarded-for"):
            refused = stand.get("/tentang", headers={field: forged, "X-Real-IP": forged, "Forwarded": f"for={forged}"})
            assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    assert stand.get("/tentang", NEIGHBOUR).status_code == 200


def test_a_kept_file_is_kept_in_three_forms_whatever_clients_write(stand: Stand) -> None:
    plain = stand.get(stand.snapshot, headers={"Accept-Encoding": "identity"})
    assert plain.headers["Vary"] == "Accept-Encoding"
    for number in range(60):
        for written, form in ((f"br, x{number}", "br"), (f"gzip, x{number}", "gzip"), (f"x{number}", None)):
            answer = stand.get(f"{stand.snapshot}?{number}", headers={"Accept-Encoding": written})
            assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, form)
            # The client unpacks gzip and, where the library is there, Brotli.
            assert plain.content in (answer.content, _unpacked(answer, form))
    kept = [path for path in (stand.folder / "nginx/files").rglob("*") if path.is_file()]
    assert len(kept) == 3
    # Parts are not served; a list of many small ones would be longer than the file.
    for ranges in ("bytes=0-3", "bytes=0-0" + ",1-1" * 2_000):
        whole = stand.get(stand.snapshot, headers={"Accept-Encoding": "identity", "Range": ranges})
        assert (whole.status_code, whole.content) == (200, plain.content)
    tag = stand.get(stand.snapshot, headers={"Accept-Encoding": "br"}).headers["ETag"]
    assert stand.get(stand.snapshot, headers={"Accept-Encoding": "br", "If-None-Match": tag}).status_code == 304


def _unpacked(answer: requests.Response, form: str | None) -> bytes:
    try:
        return bytes(brotli.decompress(answer.content)) if form == "br" else answer.content
    except brotli.error:
        return b""


def test_counters_and_errors_of_nodes_stay_behind_nginx(stand: Stand) -> None:
    assert stand.get("/metrics").status_code == 404
    assert "cektautan_requests_total" not in stand.get("/metrics/").text


def test_a_node_killed_under_load_fails_no_request_and_nothing_is_written_of_any(stand: Stand) -> None:
    said = {"X-Forwarded-For": FORGED, "User-Agent": AGENT, "Referer": ASKED}
    batch = {"urls": [f"{ASKED}{number}{'x' * 400}" for number in range(200)]}
    # More than a buffer of nginx holds, so it waits in a file while it arrives.
    assert len(str(batch)) > 64 << 10
    stand.get("/v1/check", params={"url": ASKED}, headers=said)
    stand.post("/v1/check", json=batch, headers=said)
    stand.get("/daftar", NEIGHBOUR, params={"q": SEARCHED}, headers=said)
    stand.post("/", NEIGHBOUR, data={"text": ASKED}, headers=said)
    stand.post("/v1/check", data=b'{"urls": ["' + ASKED.encode(), headers={**said, "Content-Type": "application/json"})
    stand.get(f"/{SEARCHED}", NEIGHBOUR, headers=said)

    parent = stand.second.pid
    with Readers((stand.address,) * LOAD, HOAX) as readers:
        until(lambda: readers.asked > KILLED_AFTER)
        for process in (*workers(parent), parent):
            os.kill(process, signal.SIGKILL)
        stand.second.wait(20)
        for number in range(20):
            assert stand.get("/v1/check", params={"url": f"{ASKED}{number}"}, headers=said).status_code == 200
        alone = readers.asked
        until(lambda: readers.asked > alone + 2 * KILLED_AFTER, 60)
    sys.stdout.write(f"one of two nodes killed: {readers.asked} readers' requests, {len(readers.failed)} failed\n")
    assert readers.failed == []

    files = list(stand.written())
    assert {path.relative_to(stand.folder).parts[0] for path in files} == {"nginx", "node-1", "node-2"}
    assert [path for path in files if any(each in path.read_bytes() for each in TOLD)] == []
    assert [path for path in files if any(each.decode() in path.name for each in TOLD)] == []
    sys.stdout.write(f"files that nginx and the nodes wrote: {len(files)}, none of them holds what was asked\n")


def test_what_a_killed_node_said_last_names_nobody(stand: Stand) -> None:
    assert stand.second.poll() is not None
    out, err = stand.second.communicate()
    assert not any(each in (out + err).encode() for each in TOLD)

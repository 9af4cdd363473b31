"""A client in a process that was forked from the one that made it, as `multiprocessing` and many servers fork theirs.

The child must ask over connections of its own, and must never wait for a thread that only its parent has.
"""

from __future__ import annotations

import copy
import json
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.support.list_server import ListServer
from tests.support.published import Publisher
from tests.support.service import HOAX, START

from cektautan.client import Client, State
from cektautan.core.manifest import Manifest

ANSWERED: dict[str, Any] = {
    "key": "url:contoh.com/", "kind": "url", "surface": "page", "comment": False,
    "state": "unknown", "verdict": "unknown", "level": None, "match_kind": None,
}  # fmt: skip
ENVELOPE = {"snapshot": {"seq": 7, "created": 5, "age": 2}, "stale": False, "licence": "CC-BY-4.0"}


class Keeping(ThreadingHTTPServer):
    """A server that keeps connections open, and remembers over which one it was asked about what."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.asked: list[tuple[int, str]] = []


class Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Keeping

    def do_POST(self) -> None:
        (url,) = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["urls"]
        self.server.asked.append((self.client_address[1], url))
        body = json.dumps({"results": [{**ANSWERED, "url": url}], **ENVELOPE}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- named so in the library
        """Write nothing."""


@pytest.fixture
def keeping() -> Iterator[Keeping]:
    with Keeping() as server:
        threading.Thread(target=server.serve_forever).start()
        yield server
        server.shutdown()


def in_a_child(act: Callable[[], str]) -> str:
    """Return what a forked process says, which has a minute for it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        threading.Timer(60, os._exit, (1,)).start()
        try:
            os.write(writing, act().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        told = said.read()
    os.waitpid(child, 0)
    return told


def test_a_forked_process_asks_over_a_connection_of_its_own(keeping: Keeping) -> None:
    with Client.remote(f"http://127.0.0.1:{keeping.server_port}") as client:
        client.check("https://induk.example/")
        assert in_a_child(lambda: client.check("https://anak.example/").url) == "https://anak.example/"
        assert client.check("https://induk.example/lagi").url == "https://induk.example/lagi"
    (first, second, third) = keeping.asked
    assert (first[0] == third[0], first[0] == second[0]) == (True, False)


def test_a_forked_process_updates_though_its_parent_was_updating(
    lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    with lists.client(publisher.root_key, tmp_path, START) as client:
        # As a thread does that is in the middle of one when another thread forks.
        with client._updating, client._current._loading:
            told = in_a_child(lambda: f"{client.update().seq} {client.check(HOAX).state}")
        assert told == f"{first.seq} {State.LISTED}"


def test_a_forked_process_can_follow_the_list_though_its_parent_does(
    lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    with lists.client(publisher.root_key, tmp_path, START) as client:
        client.update()
        client.follow()

        def follow() -> str:
            client.follow()
            return " ".join(each.name for each in threading.enumerate() if each.name.startswith("cektautan"))

        assert in_a_child(follow) == "cektautan-list"


@pytest.mark.parametrize("how", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_that_is_copied_or_sent_elsewhere_says_what_to_do(
    how: Callable[[object], object], lists: ListServer, publisher: Publisher, tmp_path: Path
) -> None:
    for client in (Client.remote(lists.url, "ct_rahasia"), Client.local(lists.url, publisher.root_key, tmp_path)):
        with client, pytest.raises(TypeError, match=r"make one there: .* Several processes may share the directory"):
            how(client)

"""A server that sends a byte now and then holds a client no longer than the client said."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.list_server import ListServer
from tests.support.published import Publisher
from tests.support.service import HOAX, START
from werkzeug import Response

from cektautan.client import LocalClient, RemoteClient, State, UnreachableError
from cektautan.client import calling as client_calling
from cektautan.core.manifest import Manifest

SECONDS = 1.0
MUCH = 15
"""What no wait of these tests comes near, however busy the machine is."""
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ENDLESS = {
    "head": (OK + b"X-Lama: ", b"x"),
    "notices": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body": (OK + b"Content-Length: 1000\r\n\r\n", b" "),
    "chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "refusal": (b"HTTP/1.1 500 Salah\r\nContent-Length: 1000\r\n\r\n", b" "),
}


class Dribbling:
    """Answers whoever connects with a beginning, and then one piece after another until the client goes."""

    def __init__(self, beginning: bytes, piece: bytes) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._beginning, self._piece = beginning, piece
        self._ending = threading.Event()
        self.asked = threading.Event()
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._ending.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self._ending.is_set():
            try:
                connected, _ = self._listening.accept()
            except OSError:
                return
            with connected:
                connected.settimeout(0.05)
                self._answer(connected)

    def _answer(self, connected: socket.socket) -> None:
        try:
            connected.recv(65536)
            self.asked.set()
            connected.sendall(self._beginning)
            while not self._ending.wait(0.05):
                connected.sendall(self._piece)
        except OSError:
            return


@pytest.fixture(params=ENDLESS)
def server(request: pytest.FixtureRequest) -> Iterator[Dribbling]:
    dribbling = Dribbling(*ENDLESS[request.param])
    yield dribbling
    dribbling.close()


def test_an_update_ends_when_its_time_is_over(server: Dribbling, publisher: Publisher, tmp_path: Path) -> None:
    client = LocalClient(server.url, publisher.root_key, tmp_path, update_timeout=SECONDS)
    start = time.monotonic()
    with pytest.raises(UnreachableError, match=r"/lists/keys\.json: not all there after 1 seconds"):
        client.update()
    assert SECONDS / 2 < time.monotonic() - start < MUCH
    client.close()


def test_a_remote_answer_ends_when_its_time_is_over(server: Dribbling, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_calling, "ANSWER_SECONDS", SECONDS)
    start = time.monotonic()
    with RemoteClient(server.url, patience=0) as client, pytest.raises(UnreachableError, match="not all there after"):
        client.check(HOAX)
    assert time.monotonic() - start < MUCH


def test_closing_ends_an_update_in_the_background(server: Dribbling, publisher: Publisher, tmp_path: Path) -> None:
    client = LocalClient(server.url, publisher.root_key, tmp_path)
    client.follow()
    assert server.asked.wait(MUCH)
    start = time.monotonic()
    client.close()
    assert time.monotonic() - start < MUCH


@pytest.mark.usefixtures("first")
def test_what_came_in_time_is_not_asked_for_again(
    lists: ListServer, publisher: Publisher, first: Manifest, tmp_path: Path
) -> None:
    ending = threading.Event()

    def slowly() -> Response:
        size = first.rules.size
        return Response((b" " for _ in range(size) if not ending.wait(0.05)), headers={"Content-Length": str(size)})

    lists.answers[first.rules.path] = slowly
    client = LocalClient(
        lists.url, publisher.root_key, tmp_path, patience=0, update_timeout=SECONDS, clock=lambda: START
    )
    with pytest.raises(UnreachableError, match="not all there"):
        client.update()
    ending.set()
    lists.answers.clear()
    assert first.snapshot.path in lists.taken()
    client = LocalClient(lists.url, publisher.root_key, tmp_path, patience=0, clock=lambda: START)
    client.update()
    assert client.check(HOAX).state is State.LISTED
    assert first.snapshot.path not in lists.taken()

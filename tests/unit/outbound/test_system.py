"""The machine's own resolver and sockets."""

from __future__ import annotations

import socket
from threading import Event

import pytest

from cektautan.outbound import system
from cektautan.outbound.errors import TooSlow, UnknownName, Unreachable
from cektautan.outbound.system import SystemConnector, SystemResolver


def test_a_name_is_looked_up_from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(name: str, *_args: object, **_options: object) -> list[tuple[object, ...]]:
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in ("192.0.2.1", "192.0.2.1")]

    monkeypatch.setattr(system.socket, "getaddrinfo", answer)
    assert SystemResolver().addresses("s.id", 5) == ["192.0.2.1"]
    assert asked == ["s.id."]


@pytest.mark.parametrize(
    ("code", "unknown"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False), (socket.EAI_FAIL, False)]
)
def test_a_name_that_nobody_knows_is_told_from_a_resolver_that_could_not_say(
    monkeypatch: pytest.MonkeyPatch, code: int, unknown: bool
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise socket.gaierror(code, "words of the machine")

    monkeypatch.setattr(system.socket, "getaddrinfo", fail)
    with pytest.raises(Unreachable) as failed:
        SystemResolver().addresses("tidak-ada.example", 5)
    assert isinstance(failed.value, UnknownName) is unknown


def test_a_resolver_that_hangs_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()
    monkeypatch.setattr(system, "_look_up", lambda _host: go_on.wait(10) and [])
    resolver = SystemResolver()
    try:
        for _ in range(system.MOST_LOOKUPS):
            with pytest.raises(TooSlow):
                resolver.addresses("s.id", 0.01)
        # All places are taken, so this one is refused at once and starts no thread.
        with pytest.raises(TooSlow):
            resolver.addresses("s.id", 60)
    finally:
        go_on.set()


def test_a_connection_is_made_to_the_address() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        SystemConnector().connect("127.0.0.1", listener.getsockname()[1], 5) as connected,
    ):
        assert connected.getpeername() == listener.getsockname()

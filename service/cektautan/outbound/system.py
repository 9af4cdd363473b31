"""The machine's own resolver and sockets, as `protocol` wants them. No proxy and no environment is asked."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread

from cektautan.outbound.protocol import TooSlow, Unreachable

MOST_LOOKUPS = 16
"""How many names may be looked up at a time; each holds a thread for as long as the machine's resolver takes."""


class SystemResolver:
    """Asks the machine's resolver, which knows no time limit of ours and therefore works in a thread."""

    def __init__(self) -> None:
        self._free = BoundedSemaphore(MOST_LOOKUPS)

    def addresses(self, host: str, seconds: float) -> Sequence[str]:
        """Return every address of a name."""
        if not self._free.acquire(blocking=False):
            raise TooSlow
        answer: SimpleQueue[list[str] | None] = SimpleQueue()

        def look_up() -> None:
            try:
                answer.put(_look_up(host))
            finally:
                self._free.release()

        Thread(target=look_up, daemon=True).start()
        try:
            found = answer.get(timeout=seconds)
        except Empty:
            raise TooSlow from None
        if found is None:
            raise Unreachable
        return found


def _look_up(host: str) -> list[str] | None:
    try:
        # The final dot keeps the machine from trying the name below its own domains.
        found = socket.getaddrinfo(f"{host}.", None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class SystemConnector:
    """Opens TCP connections."""

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """Return a connected socket."""
        return socket.create_connection((address, port), timeout=seconds)

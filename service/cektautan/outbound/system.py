"""The machine's own resolver and sockets, as `protocol` wants them. No proxy and no environment is asked."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread

from cektautan.outbound.errors import TooSlow, UnknownName, Unreachable

MOST_LOOKUPS = 16
"""How many names may be looked up at a time; each holds a thread for as long as the machine's resolver takes."""

_UNKNOWN = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
"""The resolver's answers that there is no such name, or no address of it; any other failure is its own."""


class SystemResolver:
    """Asks the machine's resolver, which knows no time limit of ours and therefore works in a thread."""

    def __init__(self) -> None:
        self._free = BoundedSemaphore(MOST_LOOKUPS)

    def addresses(self, host: str, seconds: float) -> Sequence[str]:
        """Return every address of a name."""
        if not self._free.acquire(blocking=False):
            raise TooSlow
        answer: SimpleQueue[list[str] | Unreachable] = SimpleQueue()

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
        if isinstance(found, Unreachable):
            raise found
        return found


def _look_up(host: str) -> list[str] | Unreachable:
    try:
        # The final dot keeps the machine from trying the name below its own domains.
        found = socket.getaddrinfo(f"{host}.", None, type=socket.SOCK_STREAM)
    except socket.gaierror as failed:
        return UnknownName() if failed.errno in _UNKNOWN else Unreachable()
    except (OSError, UnicodeError):
        return Unreachable()
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class SystemConnector:
    """Opens TCP connections."""

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """Return a connected socket."""
        return socket.create_connection((address, port), timeout=seconds)

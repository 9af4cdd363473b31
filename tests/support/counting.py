"""Counts the work of one request: what was called, hashed, looked up, asked of the database, read and answered.

The interpreter tells of each call while the application answers, so nothing of it is changed for being counted, and a
count is the same on a busy machine. What a single call into C does is not seen; it is over bytes that were read, which
are counted too.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import Client, TestResponse

DIGESTS = {"openssl_sha256", "hmac_digest"}
INDEX = "core/index.py"
COUNTED = ("calls", "digests", "lookups", "statements", "read", "answered")


@dataclass
class Work:
    """The work of one request."""

    calls: int = 0
    """Of functions, in Python and in C."""
    digests: int = 0
    lookups: int = 0
    """Keys that were looked for in the list, at most."""
    statements: int = 0
    read: int = 0
    """Bytes of the body."""
    answered: int = 0
    """Bytes of the answer."""

    def over(self, bounds: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """What is more than its bound, beside the bound."""
        found = {name: (getattr(self, name), bounds[name]) for name in COUNTED}
        return {name: each for name, each in found.items() if each[0] > each[1]}


class _Body(io.BytesIO):
    """A body that says how much of it was read."""

    def __init__(self, data: bytes, work: Work) -> None:
        super().__init__(data)
        self._work = work

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._work.read += len(data)
        return data

    def readinto(self, buffer: Any, /) -> int:
        count = super().readinto(buffer)
        self._work.read += count
        return count


Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def ask(application: Application, method: str, path: str, **given: Any) -> tuple[TestResponse, Work]:
    """Ask an application and count; the arguments are those of Werkzeug's test client."""
    work = Work()

    def counted(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"] = _Body(environ["wsgi.input"].read(), work)
        with _counting(work):
            answer = [b"".join(application(environ, start_response))]
        work.answered = len(answer[0])
        return answer

    return Client(counted).open(path, method=method, **given), work


@contextmanager
def _counting(work: Work) -> Iterator[None]:
    def called(frame: FrameType, what: str, of: Any) -> None:
        if what == "call":
            work.calls += 1
            code = frame.f_code
            if code.co_name in ("find", "first") and code.co_filename.endswith(INDEX):
                # One that looks for the first of several keys is given all of them.
                work.lookups += len(frame.f_locals["keys"]) if code.co_name == "first" else 1
        elif what == "c_call":
            work.calls += 1
            if of.__name__ in DIGESTS:
                work.digests += 1

    def asked(*_: Any) -> None:
        work.statements += 1

    event.listen(Engine, "before_cursor_execute", asked)
    sys.setprofile(called)
    try:
        yield
    finally:
        sys.setprofile(None)
        event.remove(Engine, "before_cursor_execute", asked)

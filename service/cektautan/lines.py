"""What the commands that answer address by address share: addresses in, one line of UTF-8 out for each, at once.

Bytes are read, not text: what is no UTF-8 is for the command to answer and never ends a run, and neither the locale nor
any line separator but LF, or CR LF, has a say.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence


def answer_each(arguments: Sequence[str], answer: Callable[[bytes], bytes]) -> None:
    """Write the answer to every address: the arguments, or without any the lines of standard input."""
    given: Iterable[bytes] = map(os.fsencode, arguments) if arguments else lines(sys.stdin.buffer)
    for line in given:
        sys.stdout.buffer.write(answer(line) + b"\n")
        # Whoever asks may wait for this answer before asking on.
        sys.stdout.buffer.flush()


def lines(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of a stream without their ends."""
    for line in stream:
        yield line.removesuffix(b"\n").removesuffix(b"\r")

"""Lets one writer at a time into a published directory. The lock dies with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cektautan.publish.errors import PublishError


@contextmanager
def lock(directory: Path) -> Iterator[None]:
    """Let one publisher at a time into a directory; another one waits. The lock dies with its process.

    Raises:
        PublishError: the directory cannot be written to.

    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(directory / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as problem:
        raise PublishError(f"{directory} cannot be written to: {problem.strerror}") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

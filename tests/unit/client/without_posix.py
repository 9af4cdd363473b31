"""Run by test_without_posix.py: a client in a process that has of its system what Windows has.

Modules of POSIX alone cannot be imported, symbolic links are refused as to an ordinary user of Windows, directories
cannot be opened, and a file that is mapped can neither be removed nor replaced. Prints a line after each update, and
waits for one before the next.
"""

from __future__ import annotations

import mmap
import os
import sys
from pathlib import Path
from typing import Any

ABSENT = ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog", "readline", "curses", "spwd", "nis")
FLAGS = ("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK")


def is_mapped(path: Any) -> bool:
    return str(Path(path).absolute()) in Path("/proc/self/maps").read_text("utf-8")


def refusing(real: Any) -> Any:
    """Refuse what Windows refuses while a file is mapped."""

    def call(*paths: Any, **options: Any) -> Any:
        for path in paths:
            if is_mapped(path):
                raise PermissionError(13, "in use by a process", str(path))
        return real(*paths, **options)

    return call


def no_links(*_args: Any, **_options: Any) -> None:
    raise OSError(1314, "a required privilege is not held by the client")


def take_away() -> None:
    """Take away what only POSIX has, before anything of the client is imported."""
    sys.modules.update(dict.fromkeys(ABSENT))  # type: ignore[arg-type] # None is what makes an import fail
    for flag in FLAGS:
        delattr(os, flag)
    for name in ("fork", "fchmod", "link", "mkfifo"):
        delattr(os, name)
    os.symlink = no_links
    for name in ("unlink", "remove", "replace", "rename"):
        setattr(os, name, refusing(getattr(os, name)))


def main(server: str, root_key: str, directory: str, now: str, *urls: str) -> None:
    take_away()
    from cektautan.client.local import LocalClient

    def tell(*more: object) -> None:
        states = [client.check(url).state for url in urls]
        print(*states, *more, flush=True)  # noqa: T201 -- its answer
        sys.stdin.readline()

    client = LocalClient(server, root_key, Path(directory), clock=lambda: int(now))
    client.update()
    files = list(Path(directory).glob("*/files/*"))
    maps = []
    for path in files:
        with path.open("rb") as file:
            maps.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    tell()
    for _ in range(2):
        client.update()
        tell(all(path.exists() for path in files))
    for each in maps:
        each.close()
    client.update()
    tell(sum(path.exists() for path in files))
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

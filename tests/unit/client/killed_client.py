"""Run by test_killed.py as a process: updates a local client again and again, killing it at another line each time.

The updating client is a forked child that SIGKILLs itself at the n-th line of the modules that touch the disk. After
each kill the parent opens the folder as the next process would. What a killed child left lying about stays there for
the next one. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from cektautan.client import State, folder, updating
from cektautan.client.local import LocalClient
from cektautan.publish import atomic

TRACED = {str(module.__file__) for module in (atomic, folder, updating)}
NEW, OLD = "https://kabar.co.id/baru", "https://kabar.co.id/palsu"


class Lines:
    """Counts the lines of the traced modules as they run, and can stop the process at one of them."""

    def __init__(self, fatal: int = 0) -> None:
        self.count = 0
        self._fatal = fatal

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in TRACED or frame.f_code.co_name.startswith("<"):
            return None
        if event == "line":
            self.count += 1
            if self.count == self._fatal:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def attempt(client: LocalClient, lines: Lines) -> bool:
    """Update in a child; True if it came to its end."""
    child = os.fork()
    if child == 0:
        # A killed process loses nothing that the system already has, so flushing to the disk only takes time here.
        os.fsync = lambda _: None
        sys.settrace(lines)
        client.update()
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main(server: str, root_key: str, now: int, directory: Path, held: Path) -> dict[str, int]:
    """Kill at every fifth line of an update from the folder `held`, each time from a fresh copy of it.

    Every second copy is one that the child before left as it died.
    """

    def client(place: Path) -> LocalClient:
        return LocalClient(server, root_key, place, patience=0, clock=lambda: now)

    found = {"killed": 0, "old": 0, "new": 0, "ended": 0, "left": 0}
    place = directory / "0"
    shutil.copytree(held, place, symlinks=True)
    for at in range(1, 4000, 5):
        if at % 2:
            place = directory / str(at)
            shutil.copytree(held, place, symlinks=True)
        ended = attempt(client(place), Lines(at))
        opened = client(place)
        new, old = opened.check(NEW), opened.check(OLD)
        assert (new.state, old.state) in ((State.UNKNOWN, State.LISTED), (State.LISTED, State.UNKNOWN)), "two sets"
        found["new" if new.state is State.LISTED else "old"] += 1
        found["killed"] += not ended
        # Whatever was left behind, the next update needs no help and clears it away.
        if at % 3 == 1:
            opened.update()
            assert opened.check(NEW).state is State.LISTED
            found["left"] += len(list(place.rglob(".writing-*")))
        opened.close()
        if ended:
            found["ended"] += 1
            if found["ended"] == 2:
                break
    return found


if __name__ == "__main__":
    server, root_key, now, directory, held = sys.argv[1:]
    print(json.dumps(main(server, root_key, int(now), Path(directory), Path(held))))  # noqa: T201 -- its answer

"""Run by test_killed.py as a process: publishes again and again, killing the publisher at another moment each time.

The publisher is a forked child that SIGKILLs itself at the n-th line of the modules that touch the disk, or
that the parent kills after a chance delay. After each kill the parent reads the set as any reader would. What a killed
child left lying about stays there for the next one, as it would on a server. Prints one JSON object.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from cektautan.core.record import read_record
from cektautan.publish import atomic, keys, publisher, store
from cektautan.publish.audit import audit
from cektautan.publish.content import Content
from cektautan.publish.verify import read_set

TRACED = {str(module.__file__) for module in (atomic, keys, publisher, store)}
NOW = 1_800_000_000
SWEEPING = 30


def content_module() -> ModuleType:
    """The neighbouring conftest.py, which no package holds."""
    spec = importlib.util.spec_from_file_location("made", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Lines:
    """Counts the lines of the traced modules as they run, and can stop the process at one of them."""

    def __init__(self, fatal: int = 0, fatal_after: int = 0) -> None:
        self.count = 0
        self.committed = 0
        self._fatal = fatal
        self._fatal_after = fatal_after

    def __call__(self, frame: FrameType, event: str, _: Any) -> Any:
        # Comprehensions are left out: they touch nothing, and there are thousands of their lines.
        if frame.f_code.co_filename not in TRACED or frame.f_code.co_name.startswith("<"):
            return None
        if event == "line":
            self.count += 1
            if self.count == (self.committed + self._fatal_after if self.committed else self._fatal):
                os.kill(os.getpid(), signal.SIGKILL)
        if event == "call" and frame.f_code.co_name == "collect_garbage":
            self.committed = self.count
        return self


def attempt(folder: Path, content: Content, now: int, lines: Lines | None, delay: float | None) -> bool:
    """Publish in a child; True if it came to its end."""
    child = os.fork()
    if child == 0:
        if lines:
            # A killed process loses nothing that the system already has, so flushing to the disk only takes time here.
            os.fsync = lambda _: None
            sys.settrace(lines)
        publisher.publish_content(content, folder / "public", folder / "keys", now)
        os._exit(0)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def main(folder: Path, after: int, timed: int) -> dict[str, int]:
    """Kill at every line up to the moment of publication, `after` times behind it, and `timed` times by chance."""
    made = content_module().made_content
    root = publisher.publish_content(made(0), folder / "public", folder / "keys", NOW).root
    sys.settrace(lines := Lines())
    publisher.publish_content(made(1), folder / "public", folder / "keys", NOW + 1)
    sys.settrace(None)
    held = made(1)
    told = {0, 1}
    chance = random.Random(3)
    moments: list[tuple[Lines | None, float | None]] = [
        # Clearing away what the child before left takes a few lines more than were counted.
        *((Lines(at), None) for at in range(1, lines.committed + SWEEPING)),
        *((Lines(0, 1 + (lines.count - lines.committed) * i // after), None) for i in range(after)),
        *((None, chance.uniform(0, 0.08)) for _ in range(timed)),
    ]
    found = {"lines": lines.count, "committed": lines.committed, "killed": 0, "old": 0, "new": 0}
    now = NOW + 1
    for at, delay in moments:
        now += 1
        offered = made(now)
        ended = attempt(folder, offered, now, at, delay)
        verified = read_set(folder / "public", root, now)
        audit(verified)
        is_new = verified.snapshot == offered.snapshot
        assert is_new or verified.snapshot == held.snapshot, "neither the old set nor the new one"
        assert (verified.buckets == offered.buckets) == is_new, "parts of two sets"
        assert is_new or not ended, "published, and not there"
        held = offered if is_new else held
        told |= {now} if is_new else set()
        assert verified.record is not None
        # A history is lost with none of them: every claim that ever was published is told of, and no other.
        assert set(read_record(verified.record)) == {f"claim-{number}" for number in told}
        found["killed"] += not ended
        found["new" if is_new else "old"] += 1
    # Whatever they all left behind, the next publisher needs no help and clears it away.
    publisher.publish_content(made(-1), folder / "public", folder / "keys", now + 1)
    audit(read_set(folder / "public", root, now + 1))
    found["left"] = len(list(folder.rglob(".writing-*")))
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), *map(int, sys.argv[2:4]))))  # noqa: T201 -- this is its answer

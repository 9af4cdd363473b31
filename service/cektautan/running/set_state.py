"""Says how the set travels through the database: the parent writes it down, the workers tell it in /healthz.

One word for a state, never what a far side wrote. A state that cannot be written is none that anybody waits for.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

NAME: Final = "carried.json"

OK: Final = "ok"
AWAY: Final = "the database does not answer"
NONE: Final = "the database holds no set"
OTHER: Final = "another publisher holds this database"
REFUSED: Final = "refused"
"""Followed by a colon and the protocol's code."""
UNWRITTEN: Final = "the folder cannot be written to"


class SetState:
    """The state of one installation's folder."""

    def __init__(self, cache_dir: Path) -> None:
        self._path = cache_dir / NAME

    def write(self, state: str) -> None:
        """Write it down, whole or not at all."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".fresh")
            fresh.write_text(json.dumps({"state": state}), "utf-8")
            fresh.replace(self._path)

    def read(self) -> str:
        """Return what was written last; where nothing was, nothing has arrived either."""
        try:
            return str(json.loads(self._path.read_text("utf-8"))["state"])
        except (OSError, ValueError, KeyError, TypeError):
            return NONE

    def problem(self) -> str | None:
        """Return what keeps a newer list from being served, for /readyz; None where nothing does."""
        state = self.read()
        return state if state.startswith(REFUSED) or state == UNWRITTEN else None

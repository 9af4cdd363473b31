"""Takes the turn for a job and keeps it until killed.

Run as `python -m tests.contract.store.hold_turn DATABASE_URL`.
"""

from __future__ import annotations

import sys
import time

from tests.support.stores import Database

from cektautan.store.turns import turns_of


def main(database: str) -> None:
    """Say whether the turn was had, and stay."""
    with turns_of(Database(database).open()).take("harvest") as ours:
        print(ours, flush=True)  # noqa: T201 -- the test waits for it
        time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1])

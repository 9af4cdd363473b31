"""Applies every agreed batch of a database in chunks of a few, saying each: what a test kills in the middle.

Run as `python -m tests.contract.desk.apply_slowly DATABASE_URL BATCH NOW`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.stores import KEY

from cektautan.desk.imports import applying
from cektautan.store.connect import connect
from cektautan.store.sealing import Sealer
from cektautan.store.transaction import Store


def main(url: str, batch: int, now: int) -> None:
    """Stage five listings at a time."""
    store = Store(connect(url, Path("unused")), Sealer([KEY]))
    while applying.stage_some(store, batch, now, 5):
        print("staged", flush=True)  # noqa: T201 -- the test waits for it
    applying.put_in_force(store, batch, now)
    print("applied", flush=True)  # noqa: T201 -- the test waits for it


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

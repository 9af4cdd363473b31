"""Applies every agreed batch of a database in chunks of a few, saying each: what a test kills in the middle.

Run as `python -m tests.contract.desk.apply_slowly DATABASE_URL BATCH NOW`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.desk import shipped_policy
from tests.support.stores import KEY

from cektautan.desk.imports import putting_in_force, rejudging, staging
from cektautan.store.connect import connect
from cektautan.store.sealing import Sealer
from cektautan.store.transaction import Store


def main(url: str, batch: int, now: int) -> None:
    """Stage five listings at a time."""
    store = Store(connect(url, Path("unused")), Sealer([KEY]))
    again = rejudging.Again(store, shipped_policy(), batch, now)
    while staging.stage_some(store, again, 5):
        print("staged", flush=True)  # noqa: T201 -- the test waits for it
    putting_in_force.put_in_force(store, again)
    print("applied", flush=True)  # noqa: T201 -- the test waits for it


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

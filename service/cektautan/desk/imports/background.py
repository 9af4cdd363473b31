"""What the desk does with batches by itself: it reads what was uploaded and applies what was agreed to."""

from __future__ import annotations

from cektautan.desk.imports.applying import apply_agreed
from cektautan.desk.imports.reading import read_uploads
from cektautan.desk.policy import Policy
from cektautan.store.transaction import Store


def run(store: Store, policy: Policy, now: int) -> None:
    """Do what is due. Agreed batches come first: somebody has decided about them already."""
    apply_agreed(store, now)
    read_uploads(store, policy, now)

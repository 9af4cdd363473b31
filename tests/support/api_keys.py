"""A service whose store has keys, and keys of each kind."""

from __future__ import annotations

from typing import Any

from cektautan.desk.api_keys.making import Made, Wanted, make
from cektautan.desk.people.acting import OPERATOR
from cektautan.store.transaction import Store

DAY = 86_400


def new_key(store: Store, now: int, **options: Any) -> Made:
    """Make a key, with fields of `Wanted`."""
    return make(store, OPERATOR, Wanted("Uji", "Redaksi Uji", "uji@contoh.example", **options), now)


def bearer(text: str) -> dict[str, str]:
    """The field that shows a key."""
    return {"Authorization": f"Bearer {text}"}

"""Who works at the desk of a test, and the cases that are opened there. Each file has a `desk` of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.desk import shipped_policy
from tests.support.people import Desk, Person

from cektautan.desk.cases.opening import open_or_merge


@pytest.fixture
def sari(desk: Desk) -> Person:
    return desk.person("sari", "moderator")


@pytest.fixture
def budi(desk: Desk) -> Person:
    return desk.person("budi", "approver")


@pytest.fixture
def opened(desk: Desk) -> Callable[..., int]:
    """Opens a case about a key."""

    def make(key: str = "url:kabar.example/2", **values: Any) -> int:
        with desk.store.deciding("system", desk.now) as work:
            made = {"kind": "report", "url": f"https://{key.partition(':')[2]}", **values}
            return open_or_merge(work, shipped_policy(), key=key, **made).id

    return make

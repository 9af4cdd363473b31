"""A store of each engine with people and sources in it."""

from __future__ import annotations

import pytest
from tests.support.desk import People, add_sources, shipped_policy

from cektautan.desk.policy import Policy
from cektautan.store.transaction import Store


@pytest.fixture
def policy() -> Policy:
    return shipped_policy()


@pytest.fixture
def people(store: Store) -> People:
    add_sources(store)
    return People(store)

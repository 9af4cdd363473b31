"""A store of each engine with people and sources in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.desk import NOW, People, add_sources, shipped_policy

from cektautan.desk.policy import Policy
from cektautan.store.audit import audit
from cektautan.store.transaction import Store


@pytest.fixture
def policy() -> Policy:
    return shipped_policy()


@pytest.fixture
def people(store: Store) -> Iterator[People]:
    """The people of a desk; whatever a test decides, the log and every listing have to fit together afterwards."""
    add_sources(store)
    yield People(store)
    with store.reading() as session:
        audit(session, store.sealer, NOW)

"""A store of each engine with people and sources in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from tests.support.desk import NOW, People, add_sources, shipped_policy

from cektautan.desk.policy import Policy
from cektautan.desk.record.differences import difference
from cektautan.store.audit import audit
from cektautan.store.models import Event
from cektautan.store.transaction import Store
from cektautan.web.console.telling.log_values import place, value
from cektautan.web.texts import LANGUAGES, load

TEXTS = [load(each) for each in LANGUAGES]


@pytest.fixture
def policy() -> Policy:
    return shipped_policy()


@pytest.fixture
def people(store: Store) -> Iterator[People]:
    """The people of a desk; whatever a test decides, the log and every listing have to fit together afterwards,
    and the log has to be told in words.
    """
    add_sources(store)
    yield People(store)
    with store.reading() as session:
        audit(session, store.sealer, NOW)
        for event in session.scalars(select(Event)):
            untold(event)


def untold(event: Event) -> None:
    """Fail where the log holds a field or a code that nobody has words for."""
    if event.action.startswith("test."):
        return
    for row in difference(event.before, event.after).rows:
        for texts in TEXTS:
            part = place(texts, (event.object_kind, event.object_id), row.name)
            assert not re.search(r"[a-z]_[a-z]", part), (event.action, row.name)
            for text in (row.before, row.after):
                said = "" if text is None else value(texts, event.object_kind, row.name, text, {})
                assert said != text or not re.fullmatch(r"[a-z]+(_[a-z]+)+|1[0-9]{9}", text), (event.action, row)

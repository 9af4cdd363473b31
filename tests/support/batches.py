"""A desk for tests of imports: people, a claim, and short words for what is done with batches."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import undefer
from tests.support.desk import NOW, People, add, add_sources, claim, shipped_policy

from cektautan.desk.imports import agreeing, applying, reading, reverting, taking_back, uploading
from cektautan.store.models import Batch, BatchRow, Change, Event, Listing
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

POLICY = shipped_policy()
CLAIM = "klaim-uji-2026"
PAGES = "subject,level\n" + "".join(f"https://kabar.example/{number},2\n" for number in range(5))


class Desk:
    """A store with people, and short words for what they do with batches."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.people = People(store)
        add_sources(store)
        add(store, claim())
        self.now = NOW

    def upload(self, text: str, by: int | None = None, **form: str) -> int:
        who = self.people.sari if by is None else by
        form.setdefault("claim", CLAIM)
        return uploading.upload(
            self.store, POLICY, who, name="Daftar uji", file_name="uji.csv", data=text.encode(), form=form, now=self.now
        )

    def preview(self, text: str, **form: str) -> int:
        batch = self.upload(text, **form)
        reading.read_uploads(self.store, POLICY, self.now)
        return batch

    def batch(self, id_: int) -> Batch:
        with self.store.reading() as session:
            return session.get_one(Batch, id_, options=[undefer(Batch.data)])

    def version(self, id_: int) -> int:
        return self.batch(id_).version

    def ask(self, id_: int, by: int | None = None) -> Any:
        who = self.people.sari if by is None else by
        return agreeing.ask(self.store, POLICY, who, id_, self.version(id_), "Sudah dilihat.", self.now)

    def approve(self, id_: int, by: int | None = None) -> Any:
        who = self.people.budi if by is None else by
        return agreeing.approve(self.store, POLICY, who, id_, self.version(id_), "Setuju.", self.now)

    def run(self, chunk: int = 2000) -> None:
        applying.apply_agreed(self.store, POLICY, self.now, chunk)

    def ask_revert(self, id_: int, by: int | None = None) -> Any:
        who = self.people.tono if by is None else by
        return reverting.revert(self.store, POLICY, who, id_, self.version(id_), "Keliru.", self.now)

    def revert(self, id_: int, by: int | None = None) -> Any:
        """Ask for a batch to be taken back, and let the background do it."""
        self.ask_revert(id_, by)
        taking_back.take_back_asked(self.store, POLICY, self.now)
        with self.store.reading() as session:
            asked = select(Event).where(Event.action == "import.reverted").order_by(Event.seq.desc())
            return session.scalars(asked).first()

    def rows(self, id_: int) -> list[BatchRow]:
        with self.store.reading() as session:
            return list(session.scalars(select(BatchRow).where(BatchRow.batch_id == id_).order_by(BatchRow.line)))

    def listings(self) -> dict[str, tuple[str, int]]:
        with self.store.reading() as session:
            return {row.key: (row.status, row.level) for row in session.scalars(select(Listing))}

    def told(self) -> list[tuple[str, int | None]]:
        with self.store.reading() as session:
            bodies = [json.loads(each.body) for each in session.scalars(select(Change).order_by(Change.seq))]
        return [(body["op"], body["level"]) for body in bodies]

    def count(self, model: Any) -> int:
        with self.store.reading() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0


class Interrupted(Store):
    """A store in which something is decided just before its own next decision begins."""

    def __init__(self, store: Store, meanwhile: Callable[[], None]) -> None:
        super().__init__(store.engine, store.sealer)
        self._meanwhile: Callable[[], None] | None = meanwhile

    def deciding(self, actor: str, now: int) -> AbstractContextManager[Work]:
        """Let the other decision be made, once."""
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super().deciding(actor, now)

"""An error in the middle of an answer leaves no connection behind that goes on reading an older moment."""

from __future__ import annotations

from sqlalchemy import func, select
from tests.contract.store.builders import NOW
from tests.support.stores import Database

from cektautan.store.models import Meta
from cektautan.store.transaction import Store


def test_whoever_reads_after_an_error_reads_what_is_there_now(database: Database) -> None:
    reader, writer = database.open(), database.open()
    with writer.deciding("system", NOW) as work:
        work.session.add_all(Meta(name=f"m{number}", value="x") for number in range(300))
    # The exception is kept, and with it the answer that was read in part, as a log or a debugger would keep them.
    kept = fail_while_reading(reader)
    with writer.deciding("system", NOW + 1) as work:
        work.session.add(Meta(name="new", value="x"))
    with reader.reading() as session:
        assert session.scalar(select(func.count()).select_from(Meta)) == 301
    assert kept is not None
    for store in (reader, writer):
        store.engine.dispose()


def fail_while_reading(store: Store) -> Exception | None:
    try:
        with store.reading() as session:
            answer = session.execute(select(Meta.name))
            raise RuntimeError(answer)
    except RuntimeError as problem:
        return problem

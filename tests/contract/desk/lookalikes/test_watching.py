"""Hosts of reports and imports are looked at once: a look-alike opens one case, and never a listing."""

from __future__ import annotations

import doctest

import pytest
from sqlalchemy import func, select
from tests.support.desk import NOW, People
from tests.support.intake import filing

from cektautan.desk.cases.closing import close
from cektautan.desk.lookalikes import watching
from cektautan.desk.policy import Policy
from cektautan.desk.readers.intake import file
from cektautan.store.models import Batch, BatchRow, Case, Listing
from cektautan.store.transaction import Store

SECRET = "s" * 32


def report(store: Store, policy: Policy, url: str, now: int = NOW) -> None:
    file(store, policy, filing(url=url), SECRET, now)


def alike(store: Store) -> list[Case]:
    with store.reading() as session:
        return [each for each in session.scalars(select(Case).order_by(Case.id)) if watching.DETAIL in each.details]


def uploaded(store: Store, keys: list[str]) -> None:
    with store.deciding("operator", NOW) as work:
        batch = Batch(name="daftar", file_name="daftar.txt", file_sha256="0" * 64, status="previewed", uploaded_at=NOW)
        work.session.add(batch)
        work.session.flush()
        rows = [
            BatchRow(batch_id=batch.id, line=line, subject=key, key=key, verdict="new") for line, key in enumerate(keys)
        ]
        work.session.add_all(rows)


def test_a_reported_look_alike_opens_a_case_and_no_listing(store: Store, policy: Policy, people: People) -> None:
    report(store, policy, "https://kpu-go.id/cek-dpt?nik=1")
    report(store, policy, "https://kabar.example/1")
    watching.run(store, policy, NOW + 1)
    (case,) = alike(store)
    assert (case.kind, case.lane, case.key, case.url) == ("match", "imposter", "host:kpu-go.id", "https://kpu-go.id/")
    assert case.details[watching.DETAIL] == {"name": "kpu.go.id", "reason": "hyphens"}
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Listing)) == 0


def test_lines_of_imports_are_looked_at_over_many_portions(
    store: Store, policy: Policy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "AT_ONCE", 3)
    keys = [f"url:kabar.example/{number}" for number in range(7)]
    uploaded(store, [*keys, "domain:bawaslo.id", "host:kpu.go.id", "content:youtube:GPdzHkn5M6M", "url:kpu-go.id/a"])
    watching.run(store, policy, NOW + 1)
    assert [each.key for each in alike(store)] == ["host:bawaslo.id", "host:kpu-go.id"]


def test_a_host_is_looked_at_once_however_often_it_comes(store: Store, policy: Policy, people: People) -> None:
    for number in range(3):
        report(store, policy, f"https://kpu-go.id/{number}")
        watching.run(store, policy, NOW + number)
        watching.run(store, policy, NOW + number)
    assert len(alike(store)) == 1


def test_what_a_person_closed_is_not_raised_again(store: Store, policy: Policy, people: People) -> None:
    report(store, policy, "https://kpu-go.id/1")
    watching.run(store, policy, NOW + 1)
    (case,) = alike(store)
    close(store, policy, people.sari, case.id, case.version, "not_listed", "Situs komunitas.", NOW + 2)
    report(store, policy, "https://kpu-go.id/2", NOW + 3)
    watching.run(store, policy, NOW + 4)
    assert [each.status for each in alike(store)] == ["closed"]


def test_a_step_that_is_cut_off_goes_on_where_it_stopped(
    store: Store, policy: Policy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(store, policy, "https://kpu-go.id/1")

    def cut_off(*_args: object, **_values: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(watching, "open_or_merge", cut_off)
        with pytest.raises(KeyboardInterrupt):
            watching.run(store, policy, NOW + 1)
    assert alike(store) == []
    watching.run(store, policy, NOW + 2)
    assert len(alike(store)) == 1


def test_nothing_new_writes_nothing(store: Store, policy: Policy, people: People) -> None:
    report(store, policy, "https://kabar.example/1")
    watching.run(store, policy, NOW + 1)
    with store.deciding("operator", NOW + 2):
        # Whoever decides holds the log's head: a step that wrote would wait for it.
        watching.run(store, policy, NOW + 2)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(watching).failed == 0

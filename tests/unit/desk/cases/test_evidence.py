"""Evidence is added with an event; only real archives and new pictures are taken."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from tests.conftest import ROOT
from tests.contract.store.builders import NOW

from cektautan.desk.cases.evidence import EvidenceError, add_archive, add_screenshot, add_text
from cektautan.desk.cases.pictures import Picture, read_picture
from cektautan.desk.reference import Reference
from cektautan.store.models import Account, Case, Event, Evidence
from cektautan.store.transaction import Store


@cache
def reference() -> Reference:
    return Reference.read(ROOT / "rules", ROOT / "blocklists")


@cache
def picture() -> Picture:
    out = BytesIO()
    Image.new("RGB", (20, 10), "blue").save(out, "PNG")
    return read_picture(out.getvalue())


@pytest.fixture
def case(sqlite_store: Store) -> int:
    with sqlite_store.deciding("system", NOW) as work:
        work.session.add(Account(id=1, login="rina", name="Rina", created_at=NOW))
        made = Case(kind="report", lane="unchecked", merge_group="tip", key="url:a.example/", opened_at=NOW)
        work.session.add(made)
        work.session.flush()
        work.record("case.opened", ("case", made.id))
        return made.id


def test_a_screenshot_is_kept_and_the_log_holds_its_hash_alone(sqlite_store: Store, case: int) -> None:
    with sqlite_store.deciding("account:1", NOW) as work:
        add_screenshot(work, work.session.get_one(Case, case), picture(), 1)
    with sqlite_store.reading() as session:
        kept = session.scalars(select(Evidence)).one()
        assert (kept.kind, kept.data, kept.width) == ("screenshot", picture().data, 20)
        event = session.scalars(select(Event).order_by(Event.seq.desc())).first()
        assert event is not None
        assert json.loads(event.after or "") == {"kind": "screenshot", "case": case, "sha256": picture().sha256}


def test_the_same_picture_is_not_kept_twice(sqlite_store: Store, case: int) -> None:
    for attempt in range(2):
        with sqlite_store.deciding("account:1", NOW) as work:
            if attempt == 0:
                add_screenshot(work, work.session.get_one(Case, case), picture(), 1)
                continue
            with pytest.raises(EvidenceError) as refused:
                add_screenshot(work, work.session.get_one(Case, case), picture(), 1)
            assert refused.value.reason == "same"


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://archive.ph/nyOaW", True),
        ("https://web.archive.org/web/2024/https://kabar.example/1", True),
        ("https://archive.org/", False),
        ("https://archive.org.jahat.example/web/1", False),
        ("javascript:alert(1)//archive.org/x", False),
    ],
)
def test_an_archive_is_one_that_stands_open_to_everybody(sqlite_store: Store, case: int, url: str, taken: bool) -> None:
    with sqlite_store.deciding("account:1", NOW) as work:
        about = work.session.get_one(Case, case)
        if taken:
            assert add_archive(work, about, url, 1, reference().rules).url == url
        else:
            with pytest.raises(EvidenceError):
                add_archive(work, about, url, 1, reference().rules)


@pytest.mark.parametrize(("text", "reason"), [(" ", "no_text"), ("a" * 2_001, "too_long")])
def test_words_are_there_and_bounded(sqlite_store: Store, case: int, text: str, reason: str) -> None:
    with sqlite_store.deciding("account:1", NOW) as work, pytest.raises(EvidenceError) as refused:
        add_text(work, work.session.get_one(Case, case), text, 1)
    assert refused.value.reason == reason

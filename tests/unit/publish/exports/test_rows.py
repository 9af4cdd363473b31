"""What is told in plain keeps its time while nothing changes, and what goes is remembered without its address."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.support.exported import ALL, KINDS, OWNER, PUBLIC, WITHDRAWN, Exporting, One
from tests.support.service import START

from cektautan.core.exports import Exports, Gone, read_exports
from cektautan.publish.exports.rows import GONE_SECONDS
from cektautan.publish.publisher import Published

HOAX = KINDS["content"]


def plain(published: Published, folder: Path) -> Exports:
    entry = published.manifest.exports
    assert entry is not None
    return read_exports((folder / "public" / entry.path).read_bytes())


def test_the_same_list_gives_the_same_file_whenever_it_is_published(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    first = service.publish(at=START)
    again = service.publish(at=START + 60)
    assert not again.changed
    assert first.manifest.exports == again.manifest.exports
    assert {row.since for row in plain(again, tmp_path).rows} == {START}


def test_only_what_changed_has_a_new_time(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish([HOAX, KINDS["url"]], START)
    found = plain(service.publish([replace(HOAX, level=1), KINDS["url"]], START + 60), tmp_path)
    assert {row.key: (row.since, row.warned) for row in found.rows} == {
        HOAX.key: (START + 60, True), KINDS["url"].key: (START, True),
    }  # fmt: skip


def test_a_note_that_never_was_a_warning_is_none_that_was_taken_back(tmp_path: Path) -> None:
    found = plain(Exporting(tmp_path).publish([replace(HOAX, level=1)], START), tmp_path)
    assert [row.warned for row in found.rows] == [False]


def test_what_is_gone_is_named_by_its_hash_for_a_year_and_comes_back_as_new(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish([HOAX, KINDS["url"]], START)
    gone = plain(service.publish([HOAX], START + 60), tmp_path)
    assert gone.gone == {KINDS["url"].sha256: Gone(START + 60, START, 0, True, KINDS["url"].claim)}
    assert KINDS["url"].key not in gone.to_bytes().decode()
    back = plain(service.publish([HOAX, KINDS["url"]], START + 120), tmp_path)
    assert (back.gone, [row.since for row in back.rows if row.key == KINDS["url"].key]) == ({}, [START + 120])
    service.publish([HOAX], START + 180)
    later = plain(service.publish([HOAX], START + 180 + GONE_SECONDS), tmp_path)
    assert later.gone == {}


def test_owners_are_counted_and_not_told(tmp_path: Path) -> None:
    found = plain(Exporting(tmp_path).publish(ALL, START), tmp_path)
    assert found.left_out == {"owner_in_key": 1}
    assert OWNER.key not in found.to_bytes().decode()
    assert len(found.rows) == len(ALL) - 1


def test_test_pages_are_in_no_export(tmp_path: Path) -> None:
    published = Exporting(tmp_path).publish(ALL, START)
    assert PUBLIC.partition("://")[2] not in json.dumps([row.key for row in plain(published, tmp_path).rows])
    assert published.manifest.keys > len(ALL)


def test_a_withdrawn_warning_stays_with_its_key(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish_story()
    (entry,) = [each for each in service.sheet().entries if each.key == WITHDRAWN.key]
    assert (entry.status, entry.is_taken_back, entry.since) == ("withdrawn", True, START)


def test_a_listing_at_two_claims_is_told_by_the_one_that_decides(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish([replace(HOAX, level=1, claim="lain-2026"), HOAX], START)
    assert [(each.claim, each.level) for each in service.sheet().entries] == [("hoaks-2026", 3)]
    assert One(HOAX.key).sha256 == service.sheet().entries[0].id


def test_a_warning_that_was_gone_for_a_while_is_known_when_it_comes_back(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish([HOAX], START)
    service.publish([], START + 60)
    (row,) = plain(service.publish([replace(HOAX, level=1)], START + 120), tmp_path).rows
    assert (row.first, row.since, row.again, row.warned, row.warns) == (START, START + 120, 0, True, False)
    (row,) = plain(service.publish([HOAX], START + 180), tmp_path).rows
    assert (row.first, row.again, row.warns) == (START, START + 180, True)
    (row,) = plain(service.publish([replace(HOAX, level=2)], START + 240), tmp_path).rows
    assert (row.since, row.again) == (START + 240, START + 180)

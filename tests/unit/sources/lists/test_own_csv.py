"""Our table and Mastodon's as entries for whoever follows a list; what went out of an import comes back as it was."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.lists import document, entries, faults, read

from cektautan.sources.lists.own_csv import OwnCsv


def test_a_table_gives_entries_with_what_they_say() -> None:
    reading = read(
        OwnCsv(),
        "subject;scope;level;verdict;listed_at;review_by;public_note\n"
        "https://kabar.example/a;url;2;False;2026-11-01;2027-01-01;Sebab\nkabar.example;semua;;;;;\n",
    )
    (entry,) = reading.entries
    assert (entry.line, entry.subject, entry.scope, entry.level, entry.verdict, entry.note) == (
        2, "https://kabar.example/a", "url", 2, "false", "Sebab",
    )  # fmt: skip
    assert (entry.listed, entry.until) == (date(2026, 11, 1), date(2027, 1, 1))
    assert [(each.line, each.code, each.field) for each in reading.faults] == [(3, "unknown_word", "scope")]


@pytest.mark.parametrize("day", ["01/11/2026", "11/01/2026", "2026-13-01", "1-11-2026"])
def test_a_day_in_another_order_is_a_fault_of_its_line(day: str) -> None:
    reading = read(OwnCsv(), f"subject,listed_at\nkabar.example,{day}\n")
    assert [(each.line, each.code, each.field) for each in reading.faults] == [(2, "bad_date", "listed_at")]


def test_mastodons_export_is_read() -> None:
    reading = read(OwnCsv(), "#domain,#severity,#public_comment\na.example,suspend,Sebab\nb.example,noop,\n")
    assert [(each.subject, each.level, each.note) for each in reading.entries] == [("a.example", 2, "Sebab")]
    assert faults(reading) == [(3, "no_severity")]


def test_an_export_of_an_import_comes_back_without_its_guard_and_without_what_was_left_out() -> None:
    reading = read(
        OwnCsv(),
        "line,class,subject,key,level,claim,scope,listed_at,review_by,problem,column,second,excluded,outcome,public_note\n"
        "2,new,https://kabar.example/a,url:kabar.example/a,2,klaim,,2026-11-01,2027-01-01,,,,,added,'=rumus\n"
        "3,new,https://kabar.example/b,url:kabar.example/b,2,klaim,,2026-11-01,2027-01-01,,,,yes,,\n",
    )
    assert entries(reading) == [(2, "https://kabar.example/a", "")]
    assert reading.entries[0].note == "=rumus"
    assert faults(reading) == [(3, "left_out_there")]


@pytest.mark.parametrize("text", ["kabar.example,2\n", "nama;alamat\n", '"terbuka', ""])
def test_other_tables_are_not_recognised(text: str) -> None:
    assert not OwnCsv().recognises(document(text))

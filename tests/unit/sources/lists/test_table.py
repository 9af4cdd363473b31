"""A text becomes records with their lines, whatever its delimiter, quoting and mistakes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.limits import MAX_ROWS
from cektautan.sources.lists.table import read_table


def refusal(text: str) -> dict[str, object]:
    with pytest.raises(FileRefusedError) as caught:
        read_table(text)
    return caught.value.finding.members()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_what_makes_the_header_known(delimiter: str) -> None:
    table = read_table(delimiter.join(("subject", "level")) + "\n" + delimiter.join(("a.example/?a=1", "2")))
    assert table.delimiter == delimiter
    assert table.records[0].cells == ["a.example/?a=1", "2"]


def test_a_spreadsheets_word_about_its_delimiter_is_not_the_header() -> None:
    table = read_table("sep=;\r\nsubject;level\r\na.example;1\r\n")
    assert (table.delimiter, table.records[0].line, table.records[0].cells) == (";", 3, ["a.example", "1"])


def test_lines_are_counted_through_quoted_breaks_and_empty_lines() -> None:
    table = read_table('subject,public_note\r\n"a.example","satu\r\ndua"\r\n\r\nb.example,tiga\r\n')
    assert [(record.line, record.cells[0]) for record in table.records] == [(2, "a.example"), (5, "b.example")]


def test_broken_quoting_is_told_for_its_line_and_the_next_is_read() -> None:
    table = read_table('subject,level\n"a".example,1\nb.example,2\n')
    assert [(record.line, record.problem) for record in table.records] == [(2, "bad_quoting"), (3, None)]


def test_a_quotation_mark_that_stays_open_refuses_the_file_with_its_line() -> None:
    assert refusal('subject\na.example\n"b.example\nc.example\n') == {"code": "open_quote", "line": 3}
    assert refusal('subject\n"' + "x" * 200_000 + '"\n') == {"code": "huge_cell", "line": 2}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kabar.example\nlain.example\n", "missing_subject"),
        ("level,claim\n1,x\n", "missing_subject"),
        ("subject\n\n", "no_rows"),
        ("subject,Subject\na,b\n", "duplicate_column"),
        ("subjek,level\na,1\n", "column_slip"),
        ("subject,revue_by\na,1\n", "column_slip"),
    ],
)
def test_a_header_that_cannot_be_used_refuses_the_file(text: str, code: str) -> None:
    assert refusal(text)["code"] == code


def test_a_slip_is_answered_with_the_name_that_was_meant() -> None:
    assert refusal("subject,Review-By,levle\na,,\n") == {
        "code": "column_slip", "name": "levle", "place": 3, "hint": "level",
    }  # fmt: skip


def test_columns_of_others_are_left_out_and_told() -> None:
    header = read_table("subject,Catatan kami,level\na,b,1\n").header
    assert header.names == ("subject", None, "level")
    assert [notice.members() for notice in header.notices] == [
        {"code": "unknown_column", "name": "catatan_kami", "place": 2}
    ]


def test_mastodons_columns_have_a_stated_meaning() -> None:
    text = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\na.example,silence,0,0,x,0\n"
    header = read_table(text).header
    assert header.is_mastodon
    assert header.names == ("subject", "severity", None, None, "public_note", None)


def test_more_rows_than_the_cap_are_refused() -> None:
    assert refusal("subject\n" + "a\n" * (MAX_ROWS + 1)) == {"code": "too_many_rows", "rows": MAX_ROWS}


@given(st.text(max_size=200))
def test_no_text_is_too_strange_to_be_answered(text: str) -> None:
    with contextlib.suppress(FileRefusedError):
        read_table("subject,level\n" + text)


def test_a_carriage_return_within_the_header_ends_it() -> None:
    table = read_table("subject\r\r,level\nkabar.example,2\n")
    assert table.header.names == ("subject",)

"""A record becomes what its line asks for: defaults fill, wrong cells are named, formulas stay text."""

from __future__ import annotations

from datetime import date

import pytest

from cektautan.desk.imports.rows import Defaults, Row, read_rows
from cektautan.sources.lists.table import read_table


def only(text: str, defaults: Defaults | None = None) -> Row:
    table = read_table(text)
    (row,) = read_rows(table.header, table.records, defaults or Defaults())
    return row


def problem(text: str) -> tuple[str, str]:
    row = only(text)
    assert row.problem is not None
    return row.problem.field, row.problem.finding.code


def test_a_line_says_what_is_to_be_listed() -> None:
    row = only("subject,scope,level,claim,review_by\nhttps://a.example/x, PATH ,2,klaim-2026,2027-01-31\n")
    assert row.problem is None
    assert (row.subject, row.scope, row.level, row.claim) == ("https://a.example/x", "path", 2, "klaim-2026")
    assert row.review_by == date(2027, 1, 31)
    assert row.written == {"scope", "level", "claim", "review_by"}


def test_empty_cells_take_the_batchs_defaults() -> None:
    defaults = Defaults(claim="klaim-2026", scope="host", level=2, source="sumber", review_by=date(2027, 1, 1))
    row = only("subject,level\na.example,\n", defaults)
    assert (row.claim, row.scope, row.level, row.source, row.review_by) == (
        "klaim-2026", "host", 2, "sumber", date(2027, 1, 1),
    )  # fmt: skip
    assert row.written == set()


def test_a_line_with_its_own_claim_does_not_take_the_default_one() -> None:
    row = only("subject,claim_text\na.example,Klaim sendiri.\n", Defaults(claim="klaim-2026"))
    assert (row.claim, row.claim_text) == ("", "Klaim sendiri.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("subject,level\na.example\n", ("", "ragged")),
        ("subject,level\na.example,1,2\n", ("", "ragged")),
        ("subject,level\n,1\n", ("subject", "no_subject")),
        ("subject,level\na.example,4\n", ("level", "unknown_word")),
        ("subject,level\na.example,0\n", ("level", "unknown_word")),
        ("subject,scope\na.example,site\n", ("scope", "unknown_word")),
        ("subject,verdict\na.example,hoaks\n", ("verdict", "unknown_word")),
        ("subject,review_by\na.example,31/12/2027\n", ("review_by", "bad_date")),
        ("subject,review_by\na.example,2027-02-30\n", ("review_by", "bad_date")),
        ("subject,claim,claim_text\na.example,x,y\n", ("claim_text", "two_claims")),
        ("subject,public_note\na.example,a\0b\n", ("public_note", "control_character")),
        ("subject,public_note\na.example," + "x" * 9000 + "\n", ("public_note", "long_cell")),
        ("#domain,#severity\na.example,noop\n", ("severity", "no_severity")),
    ],
)
def test_what_is_wrong_names_its_field(text: str, expected: tuple[str, str]) -> None:
    assert problem(text) == expected


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_formulas_are_kept_as_text_and_marked(start: str) -> None:
    row = only(f'subject,public_note\na.example,"{start}HYPERLINK(1)"\n')
    assert row.formulas == ("public_note",)
    assert row.public_note == f"{start}HYPERLINK(1)"
    assert row.problem is None


def test_tabs_and_line_breaks_at_the_beginning_count_as_formulas_too() -> None:
    assert only('subject,public_note\na.example,"\t=1"\n').formulas == ("public_note",)
    assert only('subject,public_note\na.example,"\r=1"\n').formulas == ("public_note",)


def test_mastodons_severities_become_levels() -> None:
    row = only("#domain,#severity,#public_comment\na.example,suspend,Palsu\n")
    assert (row.level, row.public_note, row.is_site) == (2, "Palsu", True)
    assert only("domain,severity\na.example,silence\n").level == 1

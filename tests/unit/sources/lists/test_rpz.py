"""A response-policy zone gives the names that it answers with nothing, wherever its records stand."""

from __future__ import annotations

import pytest
from tests.support.lists import document, entries, faults, read

from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.limits import MAX_ROWS
from cektautan.sources.lists.rpz import Rpz

HEAD = """; Title: Zona uji
$TTL 300
@ IN SOA localhost. root.localhost. (
    2026112801 ; serial
    86400 3600 604800 30 )
 NS localhost.
"""


@pytest.mark.parametrize(
    "record",
    [
        "palsu.example CNAME .", "palsu.example IN CNAME *.", "palsu.example 300 IN CNAME rpz-drop.",
        "palsu.example A 0.0.0.0", "palsu.example IN AAAA ::", "Palsu.Example. CNAME .",
        "palsu.example CNAME ( . )",
    ],
)  # fmt: skip
def test_each_way_to_answer_nothing_is_read(record: str) -> None:
    reading = read(Rpz(), f"{HEAD}{record}\n")
    assert (entries(reading), faults(reading)) == ([(7, "palsu.example", "host")], [])
    assert reading.facts["title"] == "Zona uji"


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ("kabar.example CNAME rpz-passthru.", "exception"),
        ("kabar.example CNAME kabar.example.", "exception"),
        ("kabar.example CNAME tembok.example.", "points_elsewhere"),
        ("kabar.example CNAME rpz-tcp-only.", "points_elsewhere"),
        ("kabar.example A 203.0.113.7", "points_elsewhere"),
        ("kabar.example TXT \"sebab\"", "points_elsewhere"),
        ("*.kabar.example CNAME .", "subdomains_only"),
        ("24.0.2.0.192.rpz-ip CNAME .", "no_name_trigger"),
        ("ns.kabar.example.rpz-nsdname CNAME .", "no_name_trigger"),
        ("kabar.example", "no_record"),
        ("kabar.example CNAME \"terbuka", "no_record"),
        ("$INCLUDE lain.zone", "zone_directive"),
        ("kabar CNAME .", "no_name"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_a_fault_and_the_next_record_is_read(record: str, code: str) -> None:
    reading = read(Rpz(), f"{HEAD}{record}\npalsu.example CNAME .\n")
    assert (entries(reading), faults(reading)) == ([(8, "palsu.example", "host")], [(7, code)])


def test_a_name_and_what_is_below_it_are_one_entry() -> None:
    reading = read(Rpz(), f"{HEAD}*.palsu.example CNAME .\npalsu.example CNAME .\npalsu.example AAAA ::\n")
    assert (entries(reading), faults(reading)) == ([(8, "palsu.example", "host")], [])


def test_names_are_read_within_the_zone() -> None:
    text = (
        "$ORIGIN rpz.uji.example.\n@ 300 IN SOA ns.uji.example. a.uji.example. 1 2 3 4 5\n"
        "palsu.example CNAME .\nlain.example.rpz.uji.example. CNAME .\nluar.example. CNAME .\n"
        "$ORIGIN example.rpz.uji.example.\nketiga CNAME .\n"
    )
    reading = read(Rpz(), text)
    assert [subject for _, subject, _ in entries(reading)] == ["palsu.example", "lain.example", "ketiga.example"]
    assert faults(reading) == [(5, "outside_zone")]


def test_a_bracket_that_is_never_closed_swallows_no_more_than_a_records_lines() -> None:
    text = f"{HEAD}a.example CNAME (\n" + "x\n" * 40 + "palsu.example CNAME .\n"
    reading = read(Rpz(), text)
    assert [subject for _, subject, _ in entries(reading)] == ["palsu.example"]
    assert (7, "no_record") in faults(reading)


def test_more_names_than_an_import_may_have_refuse_the_zone() -> None:
    text = HEAD + "".join(f"a{number}.example CNAME .\n" for number in range(MAX_ROWS + 1))
    with pytest.raises(FileRefusedError) as caught:
        Rpz().read(document(text))
    assert caught.value.code == "too_many_rows"

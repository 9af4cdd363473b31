"""Bad input of imports in one table: every form of list with every fault; each names its line, its field and itself,
and what is right beside it is read as if nothing had been wrong.

A form that is new fails here until it says how it writes a name. What breaks a file as a whole names its line as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from tests.support.batches import Desk

from cektautan.sources.lists import formats
from cektautan.store.transaction import Store

FIRST, LAST = "satu.example", "dua.example"

FAULTS = {
    "a\0b.example": ("invalid", "control_character"),
    "kabar\u202e.example": ("invalid", "not_judgeable"),
    "a" * 9000 + ".example": ("invalid", "long_cell"),
    "kpu.go.id": ("protected", "legitimate_site"),
    "youtube.com": ("platform", "whole_platform"),
    "sites.google.com": ("shared_host", "shared_host"),
    "co.id": ("public_suffix", "public_suffix"),
    "router.local": ("own_network", "own_network"),
    "*.tiga.example": ("invalid", "not_judgeable"),
    FIRST: ("duplicate", "duplicate"),
}
"""What stands where a name should: the class of its row and why."""
STAR = "*.tiga.example"
HOW_A_STAR_IS_REFUSED = {
    "hosts": "no_name", "domains": "subdomains_only", "adblock": "wildcard", "rpz": "subdomains_only",
    "dnsmasq": "wildcard", "misp_warninglist": "no_name", "misp_feed": "no_name", "stix": "no_name",
}  # fmt: skip
"""Where the form itself says why."""
LINES = ("hosts", "domains", "adblock", "rpz", "dnsmasq")
"""Forms without fields: of a line that is too long, or that is a pattern, nothing smaller can be named."""
SAME_ONCE = ("rpz", "opensources")
"""Forms in which a name that comes twice is one entry."""


def as_json(**members: object) -> str:
    return json.dumps(members, ensure_ascii=False)


FORMS: dict[str, Callable[[list[str]], str]] = {
    "csv": lambda names: "subject,level\n" + "".join(f"{each},2\n" for each in names),
    "hosts": lambda names: "".join(f"0.0.0.0 {each}\n" for each in names),
    "domains": lambda names: "".join(f"{each}\n" for each in names),
    "adblock": lambda names: "[Adblock Plus 2.0]\n" + "".join(f"||{each}^\n" for each in names),
    "rpz": lambda names: (
        "@ SOA localhost. root.localhost. 1 2 3 4 5\n" + "".join(f"{each} CNAME .\n" for each in names)
    ),
    "dnsmasq": lambda names: "".join(f"address=/{each}/\n" for each in names),
    "misp_warninglist": lambda names: as_json(name="x", type="hostname", list=names),
    "misp_feed": lambda names: as_json(
        Event={"Attribute": [{"type": "domain", "value": each, "to_ids": True} for each in names]}
    ),
    "stix": lambda names: as_json(
        type="bundle", objects=[{"type": "indicator", "pattern": f"[domain-name:value = '{each}']"} for each in names]
    ),
    "opensources": lambda names: as_json(**{each: {"type": "fake", "2nd type": ""} for each in names}),
}
BEFORE = {"csv": 1, "adblock": 1, "rpz": 1}
"""Lines before the first name; in JSON the number of the entry is told."""


def expected(form: str) -> Iterator[tuple[int, str, str | None, str | None]]:
    """Yield line, class, field and reason of every row."""
    begin = BEFORE.get(form, 0) + 1
    yield begin, "new", None, None
    for line, (name, (verdict, code)) in enumerate(FAULTS.items(), begin + 1):
        if name == FIRST and form in SAME_ONCE:
            continue
        code = HOW_A_STAR_IS_REFUSED.get(form, code) if name == STAR else code
        whole = form in LINES and (code == "long_cell" or (form, name) == ("adblock", STAR))
        yield line, verdict, "" if whole else "subject", code
    yield begin + len(FAULTS) + (0 if form == "opensources" else 1), "new", None, None


def test_the_table_has_every_form_that_names_hosts() -> None:
    # A chain of changes holds hashes alone; what is wrong with one breaks it as a whole.
    assert set(FORMS) == set(formats.BY_NAME) - {"changes"}


@pytest.mark.parametrize("form", FORMS)
def test_every_fault_names_its_line_its_field_and_itself_and_nothing_beside_it_is_lost(store: Store, form: str) -> None:
    desk = Desk(store)
    batch = desk.preview(FORMS[form]([FIRST, *FAULTS, LAST]), format=form)
    found = [(row.line, row.verdict, row.field, row.problem) for row in desk.rows(batch)]
    assert found == list(expected(form))
    assert [row.subject for row in desk.rows(batch) if row.verdict == "new"] == [FIRST, LAST]
    assert desk.batch(batch).status == "previewed"


COLUMNS = {
    "level,9": ("level", "unknown_word"),
    "review_by,01/11/2027": ("review_by", "bad_date"),
    "review_by,besok": ("review_by", "bad_date"),
    "claim,tidak-ada": ("claim", "unknown_claim"),
    "scope,negara": ("scope", "unknown_word"),
}
"""A cell of our own table that cannot be so: its column, and why."""


@pytest.mark.parametrize("cell", COLUMNS)
def test_a_cell_that_cannot_be_so_names_its_column_and_the_rows_beside_it_are_read(store: Store, cell: str) -> None:
    column, value = cell.split(",")
    text = f"subject,{column}\nhttps://kabar.example/1,\nhttps://kabar.example/2,{value}\nhttps://kabar.example/3,\n"
    desk = Desk(store)
    rows = desk.rows(desk.preview(text, format="csv"))
    assert [row.line for row in rows] == [2, 3, 4]
    assert (rows[1].verdict, rows[1].field, rows[1].problem) == ("invalid", *COLUMNS[cell])
    assert {rows[0].verdict, rows[2].verdict} == {"new"}


BROKEN = {
    "csv": ('subject,level\nsatu.example,2\n"terbuka,2\n', "open_quote", 3),
    "misp_warninglist": ('{"name": "x",\n"list": ["satu.example",\n', "bad_json", 3),
    "misp_feed": ('{"Event":\n{"Attribute": [', "bad_json", 2),
    "stix": ('{"type": "bundle",\n"objects": [{]}', "bad_json", 2),
    "opensources": ('{"satu.example":\n{"type": }}', "bad_json", 2),
    "changes": ('{"body":"","event_seq":1,"hash":"x","prev_hash":"x","seq":1}\n', "broken_chain", 1),
}
"""What breaks a file as a whole: why it is refused, and in which line."""


@pytest.mark.parametrize("form", BROKEN)
def test_a_file_that_is_broken_is_refused_with_its_line_and_gives_no_row(store: Store, form: str) -> None:
    text, code, line = BROKEN[form]
    desk = Desk(store)
    batch = desk.preview(text, format=form)
    found = desk.batch(batch)
    assert (found.status, desk.rows(batch)) == ("failed", [])
    assert found.findings["refused"] == {"code": code, "line": line}

"""One listing of each kind through every form: the public table is true, the bytes are stable, no person is named."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from tests.support.exported import ALL, KINDS, NOTE, OWNER, PUBLIC, WITHDRAWN, Exporting, One, imitation, told
from tests.support.service import DAY, START

from cektautan.publish.exports import misp
from cektautan.publish.exports.formats import CARRIED, WRITERS, Form, forms, kinds
from cektautan.publish.exports.sheet import Sheet

FOLDER = files("cektautan.publish.exports")
BLOCKING = [form.file for form in forms() if form.blocks]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    service = Exporting(tmp_path_factory.mktemp("exporting"))
    service.publish_story()
    return service.sheet()


def written(form: Form, sheet: Sheet) -> str:
    """What is in a form, for a MISP feed with its events."""
    text = WRITERS[form.file](sheet).decode()
    return text + "".join(data.decode() for data in misp.events(sheet).values()) if form.name == "MISP feed" else text


def test_the_table_keeps_to_its_schema_and_has_a_cell_for_everything() -> None:
    data = json.loads((FOLDER / "formats.json").read_text("utf-8"))
    jsonschema.validate(data, json.loads((FOLDER / "formats.schema.json").read_text("utf-8")))
    assert set(KINDS) == set(kinds())
    for form in forms():
        assert set(form.carries) == set(kinds()), form.file
    assert {form.file for form in forms()} | {"misp/hashes.csv"} == set(WRITERS)


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.file)
@pytest.mark.parametrize("kind", kinds())
def test_the_table_says_what_is_in_each_form(sheet: Sheet, form: Form, kind: str) -> None:
    assert told(KINDS[kind], written(form, sheet)) == (form.carries[kind] == CARRIED)


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.file)
def test_what_is_told_is_told_where_to_object_and_whose_it_is(sheet: Sheet, form: Form) -> None:
    text = written(form, sheet)
    assert f"{PUBLIC}/lapor?kind=wrong" in text
    if form.name != "MISP warninglist":
        assert "TurnBackHoax" in text
        assert "2026-10-0" in text
        assert f"{PUBLIC}/c/tiruan-2026" in text


@pytest.mark.parametrize("name", WRITERS)
def test_no_owner_is_named_anywhere(sheet: Sheet, name: str) -> None:
    text = WRITERS[name](sheet).decode()
    assert "kanal_orang" not in text
    assert OWNER.sha256 not in text


@pytest.mark.parametrize("name", BLOCKING)
def test_what_blocks_has_no_hoax_and_no_note(sheet: Sheet, name: str) -> None:
    text = WRITERS[name](sheet).decode()
    for one in (*KINDS.values(), NOTE):
        if one.verdict != "imposter":
            assert not told(one, text)
    assert re.search(r"^\W+ Count: [24]\. ", text, re.M)
    assert re.search(r"^\W+ Left out: [57] other warnings\. ", text, re.M)


@pytest.mark.parametrize(
    "change",
    [
        {"level": 2},
        {"level": 1},
        {"verdict": "scam"},
        {"imitates": ""},
        {"level": 0, "reason_code": "withdrawn"},
    ],
)
@pytest.mark.parametrize("name", BLOCKING)
def test_only_a_verified_imitation_that_a_page_warns_of_is_blocked(
    tmp_path: Path, name: str, change: dict[str, object]
) -> None:
    service = Exporting(tmp_path)
    one = KINDS["imitation_host"]
    service.publish([one], START - 60)
    assert told(one, WRITERS[name](service.sheet()).decode())
    service.publish([replace(one, **change)])  # type: ignore[arg-type]
    assert not told(one, WRITERS[name](service.sheet()).decode())


@pytest.mark.parametrize("cleared", ["url:tiruan-kpu.example/ralat", "url:a.tiruan-kpu.example/ralat"])
@pytest.mark.parametrize("name", BLOCKING)
def test_what_was_cleared_is_not_blocked_with_what_is_around_it(tmp_path: Path, name: str, cleared: str) -> None:
    service = Exporting(tmp_path)
    service.publish([KINDS["imitation_domain"], KINDS["imitation_host"]], START - 60)
    assert told(KINDS["imitation_domain"], WRITERS[name](service.sheet()).decode())
    clear = One(cleared, 0, "corrected", "corrected_by_publisher", "ralat-2026")
    service.publish([KINDS["imitation_domain"], KINDS["imitation_host"], clear])
    text = WRITERS[name](service.sheet()).decode()
    assert not told(KINDS["imitation_domain"], text)
    assert told(KINDS["imitation_host"], text)


@pytest.mark.parametrize(
    "inside",
    [
        One("url:a.tiruan-kpu.example/kolom", 1, "satire", "satire", "satire-2026"),
        One("url:tiruan-kpu.example/kabar?id=1", 3, "false", "fact_checked_false"),
        One("path:tiruan-kpu.example/kabar", 2, "imposter", "imposter_of_official", "lain-2026"),
        One("host:blog.tiruan-kpu.example", 3, "scam", "scam", "lain-2026"),
        One("domain:b.tiruan-kpu.example", 1, "opinion", "opinion", "lain-2026"),
        One("url:tiruan-kpu.example:8080/kolom", 1, "satire", "satire", "satire-2026"),
    ],
)
@pytest.mark.parametrize("name", BLOCKING)
def test_what_is_listed_as_something_else_is_not_blocked_with_what_is_around_it(
    tmp_path: Path, name: str, inside: One
) -> None:
    service = Exporting(tmp_path)
    service.publish([KINDS["imitation_domain"], KINDS["imitation_host"], inside])
    text = WRITERS[name](service.sheet()).decode()
    assert not told(KINDS["imitation_domain"], text)
    assert told(KINDS["imitation_host"], text)
    assert "Count: 1." in text
    assert f"Left out: {1 + (inside.level >= 2)} other" in text


@pytest.mark.parametrize("name", BLOCKING)
def test_an_imitation_inside_of_another_takes_nothing_back(tmp_path: Path, name: str) -> None:
    service = Exporting(tmp_path)
    service.publish([KINDS["imitation_domain"], imitation("host:a.tiruan-kpu.example")])
    text = WRITERS[name](service.sheet()).decode()
    assert told(KINDS["imitation_domain"], text)
    assert told(imitation("host:a.tiruan-kpu.example"), text)


@pytest.mark.parametrize(
    ("below", "open_"),
    [
        (One("host:aman.kpu.tiruan.example", 0, "corrected", "corrected_by_publisher", "ralat-2026"), True),
        (One("url:a.b.kpu.tiruan.example/x", 1, "satire", "satire", "satire-2026"), True),
        (One("domain:kpu.tiruan.example", 2, "misleading", "fact_checked_misleading", "lain-2026"), True),
        (One("host:lain.tiruan.example", 0, "corrected", "corrected_by_publisher", "ralat-2026"), False),
        (imitation("host:a.kpu.tiruan.example"), False),
    ],
)
def test_dnsmasq_takes_in_no_name_that_stays_open(tmp_path: Path, below: One, open_: bool) -> None:
    service = Exporting(tmp_path)
    service.publish([KINDS["imitation_host"], below])
    assert told(KINDS["imitation_host"], WRITERS["hosts.txt"](service.sheet()).decode())
    text = WRITERS["dnsmasq.conf"](service.sheet()).decode()
    assert ("address=/kpu.tiruan.example/" in text) != open_


@pytest.mark.parametrize(("days", "pages"), [(2.9, True), (3.1, True), (10.1, False)])
@pytest.mark.parametrize("name", BLOCKING)
def test_an_old_list_blocks_no_name(tmp_path: Path, name: str, days: float, pages: bool) -> None:
    service = Exporting(tmp_path)
    service.publish()
    service.clock.move(days * DAY)
    text = WRITERS[name](service.sheet()).decode()
    fresh = days < 3
    for kind in ("imitation_host", "imitation_domain", "imitation_folder"):
        carries = next(form for form in forms() if form.file == name).carries[kind] == CARRIED
        assert told(KINDS[kind], text) == (carries and fresh)
    assert told(KINDS["imitation_page"], text) == (name == "adblock.txt" and pages)
    assert ("This list is" in text) == (not fresh)


@pytest.mark.parametrize("name", WRITERS)
def test_the_order_is_that_of_the_keys_and_the_bytes_are_the_same(tmp_path: Path, sheet: Sheet, name: str) -> None:
    service = Exporting(tmp_path)
    service.publish([one for one in reversed(ALL) if one.key != WITHDRAWN.key] + [WITHDRAWN], START - 3600)
    service.publish(reversed(ALL))
    service.clock.move(60)
    service.publish(reversed(ALL))
    assert WRITERS[name](service.sheet()) == WRITERS[name](sheet)


@pytest.mark.parametrize("name", WRITERS)
def test_an_empty_list_is_an_empty_file_of_its_form(tmp_path: Path, name: str) -> None:
    service = Exporting(tmp_path)
    service.publish([])
    assert not re.search("tiruan-kpu|youtube", WRITERS[name](service.sheet()).decode())


def test_a_withdrawn_warning_is_named_as_such(sheet: Sheet) -> None:
    lines = [json.loads(line) for line in WRITERS["list.ndjson"](sheet).splitlines()]
    assert [line["key"] for line in lines if line["status"] == "withdrawn"] == [WITHDRAWN.key]
    (indicator,) = [each for each in json.loads(WRITERS["stix.json"](sheet))["objects"] if each.get("revoked") is True]
    assert "dicabutDulu" in indicator["pattern"]
    attributes = [a for data in misp.events(sheet).values() for a in json.loads(data)["Event"]["Attribute"]]
    assert [a["value"][-11:] for a in attributes if a["deleted"]] == ["dicabutDulu"]


def test_what_is_gone_is_the_last_lines_of_the_whole_list(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish([KINDS["content"], KINDS["url"]], START - 60)
    service.publish([KINDS["content"]])
    last = json.loads(WRITERS["list.ndjson"](service.sheet()).splitlines()[-1])
    assert last == {"id": KINDS["url"].sha256, "status": "removed", "since": "2026-10-14T18:00:00Z"}


@pytest.mark.parametrize(
    ("key", "write"),
    [
        ("url:unggah-kpu.example/a*b", WRITERS["adblock.txt"]),
        ("url:unggah-kpu.example/a$b,c", WRITERS["adblock.txt"]),
        ("host:[2001:db8::1]", WRITERS["hosts.txt"]),
        ("host:203.0.113.9", WRITERS["rpz.zone"]),
    ],
)
def test_what_would_mean_something_else_is_not_written(
    tmp_path: Path, key: str, write: Callable[[Sheet], bytes]
) -> None:
    service = Exporting(tmp_path)
    service.publish([replace(KINDS["imitation_host"], key=key)])
    text = write(service.sheet()).decode()
    assert "Count: 0." in text
    assert "Left out: 1 " in text


def test_words_of_others_end_no_comment_and_run_in_no_spreadsheet(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish([replace(KINDS["imitation_host"], text='=HYPERLINK("x")\n0.0.0.0 kpu.go.id')])
    for name in BLOCKING:
        assert "kpu.go.id" not in WRITERS[name](service.sheet()).decode()
    cells = WRITERS["list.csv"](service.sheet()).decode()
    assert not re.search(r"(?:^|,)\"?[=+@]", cells, re.M)


def test_the_zone_leads_to_the_operators_notice(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish()
    text = WRITERS["rpz.zone"](service.sheet("pemberitahuan.example")).decode()
    assert "kpu.tiruan.example CNAME pemberitahuan.example.\n" in text
    assert "CNAME ." not in text.replace("CNAME pemberitahuan.example.", "")


def entries(name: str, sheet: Sheet) -> list[str]:
    """What a form says of each entry that is on the list, as the text of one entry each."""
    text = WRITERS[name](sheet).decode()
    if name in BLOCKING:
        # What stands before an entry in a comment is said of it, and the head is said of none.
        *_, body = re.split(r"^\W+ Keberatan \(objections\): .*\n", text, maxsplit=1, flags=re.M)
        said = re.split(r"^[#;!] ", body, flags=re.M)[1:]
        return [each for each in said if each.partition("\n")[2].strip()]
    if name == "list.csv":
        return [str(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    if name == "list.ndjson":
        return text.splitlines()
    if name == "misp/manifest.json":
        return [json.dumps(json.loads(data)) for data in misp.events(sheet).values()]
    members = json.loads(text)
    held = members["statements"] if name == "statements.json" else members["objects"]
    return [json.dumps(each) for each in held if each.get("type") != "identity"]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("list.ndjson", 11), ("list.csv", 11), ("adblock.txt", 4), ("hosts.txt", 2), ("domains.txt", 2),
        ("rpz.zone", 2), ("dnsmasq.conf", 2), ("misp/manifest.json", 3), ("stix.json", 7), ("statements.json", 10),
    ],
)  # fmt: skip
def test_each_entry_names_its_checker_its_day_and_where_to_object_to_it(sheet: Sheet, name: str, count: int) -> None:
    found = entries(name, sheet)
    assert len(found) == count
    for each in found:
        assert "TurnBackHoax" in each
        assert re.search(r"\b2026-10-0\d\b", each)
        claim = re.search(rf"{PUBLIC}/c/([a-z0-9-]+)", each)
        assert claim is not None
        assert f"{PUBLIC}/lapor?kind=wrong&claim={claim[1]}" in each

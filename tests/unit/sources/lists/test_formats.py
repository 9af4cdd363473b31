"""The form of a list is known by its content, and a stranger's bytes end as rows, faults or a refusal: nothing else."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.lists import document

from cektautan.sources.lists import formats
from cektautan.sources.lists.collecting import SHOWN
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.limits import MAX_BYTES, MAX_CELL, MAX_ROWS, MOST_VALUES
from cektautan.sources.protocol import Adapter, NotThisFormatError, Reading

SIGNS = {
    "csv": "subject,level\nkabar.example,2\n",
    "hosts": "0.0.0.0 a.example\n0.0.0.0 b.example\n",
    "domains": "a.example\nhttps://b.example/c\n",
    "adblock": "[Adblock Plus 2.0]\n||a.example^\n",
    "rpz": "@ SOA localhost. root.localhost. 1 2 3 4 5\na.example CNAME .\n",
    "dnsmasq": "address=/a.example/\n",
    "misp_warninglist": '{"name": "x", "list": ["a.example"], "type": "hostname"}',
    "misp_feed": '{"Event": {"Attribute": [{"type": "domain", "value": "a.example", "to_ids": true}]}}',
    "stix": '{"type": "bundle", "objects": [{"type": "indicator", "pattern": "[url:value = \'https://a.example/\']"}]}',
    "opensources": '{"a.example": {"type": "fake", "2nd type": ""}}',
    "changes": f'{{"body":"","event_seq":1,"hash":"{"0" * 64}","prev_hash":"{"0" * 64}","seq":1}}\n',
}
ADAPTERS = pytest.mark.parametrize("adapter", formats.ADAPTERS, ids=lambda each: each.name)


def read_or_refuse(adapter: Adapter, data: bytes) -> Reading | str:
    """Return what an adapter makes of bytes; anything but a refusal by its own error is a defect."""
    adapter.recognises(document(data))
    try:
        reading = adapter.read(document(data))
    except NotThisFormatError as refused:
        return refused.code
    assert len(reading.entries) + len(reading.faults) <= MAX_ROWS
    for entry in reading.entries:
        assert len(entry.subject) <= MAX_CELL
        assert "\x00" not in f"{entry.subject}{entry.note}{entry.claim}"
    for fault in reading.faults:
        assert len(fault.shown) <= SHOWN or adapter.name == formats.CSV
        assert "\x00" not in fault.shown
    return reading


def test_every_form_has_a_sign() -> None:
    assert set(SIGNS) == set(formats.BY_NAME)


@pytest.mark.parametrize("name", SIGNS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_form_is_recognised_by_its_content(name: str, encoding: str) -> None:
    data = SIGNS[name].encode(encoding)
    assert formats.recognise(document(data)).name == name


@pytest.mark.parametrize("name", [name for name in SIGNS if name not in ("csv", "domains", "changes")])
def test_each_form_is_recognised_by_no_other_adapter_that_is_asked_before(name: str) -> None:
    names = [adapter.name for adapter in formats.ADAPTERS if adapter.recognises(document(SIGNS[name]))]
    assert names[0] == name


@pytest.mark.parametrize(
    ("text", "code"),
    [("Ini hanya sebuah kalimat.\n", "unknown_format"), ('{"a": 1}', "unknown_format"), ("[1, 2]", "unknown_format")],
)
def test_what_has_no_known_form_is_refused_with_its_beginning(text: str, code: str) -> None:
    with pytest.raises(FileRefusedError) as caught:
        formats.recognise(document(text))
    assert caught.value.code == code
    assert caught.value.finding.values["first"]


def test_a_table_whose_columns_are_not_ours_is_told_which() -> None:
    adapter = formats.recognise(document("nama;catatan\nkabar.example;x\n"))
    with pytest.raises(FileRefusedError) as caught:
        adapter.read(document("nama;catatan\nkabar.example;x\n"))
    assert caught.value.code == "missing_subject"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("daftar.csv", b"0" * 10_000_000)
    return file.getvalue()


@ADAPTERS
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gzip.compress(b"0" * 10_000_000), "is_compressed"),
        (brotli.compress(bytes(range(256)) * 50_000), "is_binary"),
        (zipped(), "is_zip"),
        (b"<!DOCTYPE html><title>404</title>", "is_markup"),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'a'>]>", "is_markup"),
        (b"a.example\n" + "b\u0142\u0105d.example\n".encode() + "b\u0142\u0105d.example\n".encode("iso-8859-2"),
         "mixed_encodings"),
        ("a.example\nb.example\n".encode("utf-16-le"), "utf16_without_mark"),
        (b"0" * (MAX_BYTES + 1), "too_large"),
    ],
    ids=["gzip", "brotli", "zip", "html", "xml", "charset", "utf-16", "large"],
)  # fmt: skip
def test_what_is_no_text_is_refused_by_every_adapter_before_it_costs_anything(
    adapter: Adapter, data: bytes, code: str
) -> None:
    assert read_or_refuse(adapter, data) == code


@pytest.mark.parametrize("name", ["stix", "misp_feed", "misp_warninglist", "opensources", "changes"])
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}")])
def test_json_that_is_nested_ten_thousand_deep_is_refused(name: str, start: str, end: str) -> None:
    data = f"{start * 10_000}1{end * 10_000}".encode()
    assert read_or_refuse(formats.BY_NAME[name], data) == ("bad_json" if name == "changes" else "too_deep")


@pytest.mark.parametrize("name", ["stix", "misp_feed", "misp_warninglist", "opensources"])
def test_json_that_breaks_off_names_its_line(name: str) -> None:
    data = json.dumps(json.loads(SIGNS[name]), indent=1)[:-3].encode()
    with pytest.raises(FileRefusedError) as caught:
        formats.BY_NAME[name].read(document(data))
    assert (caught.value.code, caught.value.line > 1) == ("bad_json", True)


@pytest.mark.parametrize("name", ["hosts", "domains", "adblock", "dnsmasq", "rpz"])
def test_a_huge_line_is_a_fault_of_its_own(name: str) -> None:
    reading = read_or_refuse(formats.BY_NAME[name], f"{SIGNS[name]}{'a' * 5_000_000}\n".encode())
    assert isinstance(reading, Reading)
    assert reading.faults[-1].code == "long_cell"
    assert reading.entries


@pytest.mark.parametrize("name", ["hosts", "domains", "adblock", "dnsmasq", "rpz"])
def test_a_zero_character_is_a_fault_of_its_line(name: str) -> None:
    line = SIGNS[name].splitlines()[-1].replace("b.example", "a.example").replace("a.example", "a\x00.example")
    reading = read_or_refuse(formats.BY_NAME[name], f"{SIGNS[name]}{line}\n".encode())
    assert isinstance(reading, Reading)
    assert [fault.code for fault in reading.faults] == ["control_character"]


@pytest.mark.parametrize("name", ["stix", "misp_feed", "misp_warninglist"])
def test_a_zero_character_in_json_is_a_fault_of_its_place(name: str) -> None:
    reading = read_or_refuse(formats.BY_NAME[name], SIGNS[name].replace("a.example", "a\\u0000.example").encode())
    assert isinstance(reading, Reading)
    assert [fault.code for fault in reading.faults] == ["control_character"]


@ADAPTERS
def test_more_rows_than_an_import_may_have_refuse_the_file(adapter: Adapter) -> None:
    count = MAX_ROWS + 1
    many = {
        "csv": lambda: "subject\n" + "a.example\n" * count,
        "hosts": lambda: "0.0.0.0 a.example\n" * count,
        "domains": lambda: "a.example\n" * count,
        "adblock": lambda: "||a.example^\n" * count,
        "dnsmasq": lambda: "local=/a.example/\n" * count,
        "rpz": lambda: "".join(f"a{number}.example CNAME .\n" for number in range(count)),
        "misp_warninglist": lambda: json.dumps({"list": ["a.example"] * count}),
        "misp_feed": lambda: json.dumps({"Event": {"Attribute": [{"type": "md5"}] * count}}),
        "stix": lambda: json.dumps({"objects": [{"type": "url"}] * count}),
        "opensources": lambda: json.dumps({f"a{number}.example": {} for number in range(count)}),
    }
    if adapter.name == "changes":
        return  # A chain is as long as it is: its last words about each listing are what is counted.
    assert read_or_refuse(adapter, many[adapter.name]().encode()) == "too_many_rows"


@pytest.mark.parametrize("name", ["stix", "misp_feed", "misp_warninglist", "opensources"])
def test_json_of_more_values_than_any_list_needs_is_refused_before_it_is_built(name: str) -> None:
    data = b'{"objects":[' + b"[]," * (MOST_VALUES + 1) + b"[]]}"
    assert read_or_refuse(formats.BY_NAME[name], data) == "too_many_rows"


@ADAPTERS
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_raise_anything_but_a_refusal(adapter: Adapter, data: bytes) -> None:
    read_or_refuse(adapter, data)


@ADAPTERS
@given(st.integers(0, 200), st.text(max_size=30))
def test_a_list_with_something_put_into_it_raises_nothing_else_either(adapter: Adapter, place: int, put: str) -> None:
    text = SIGNS[adapter.name]
    read_or_refuse(adapter, f"{text[:place]}{put}{text[place:]}".encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["objects", "list", "type", "Event", "Attribute", "Object", "value", "pattern", "response", "date", "id",
             "to_ids", "deleted", "indicator_types", "external_references", "url", "valid_until", "2nd type"]
        ),
        inner | st.sampled_from(["indicator", "domain", "url", "[url:value = 'a']", "bundle", "a.example"]),
        max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@pytest.mark.parametrize("name", ["stix", "misp_feed", "misp_warninglist", "opensources"])
@given(JSON)
def test_json_of_any_shape_raises_nothing_else_either(name: str, value: Any) -> None:
    read_or_refuse(formats.BY_NAME[name], json.dumps(value).encode())

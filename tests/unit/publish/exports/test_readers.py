"""Programs of others read what we write, unmodified, and our own import brings the same set back."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import adblock
import dns.exception
import dns.message
import dns.name
import dns.query
import dns.rdatatype
import dns.zone
import pytest
import stix2
from pymisp import MISPEvent
from stix2patterns.validator import run_validator
from tests.support.exported import KINDS, NOTE, WITHDRAWN, Exporting, One, bundle
from tests.support.processes import free_port
from tests.support.service import START

from cektautan.blocklists.protected import ProtectedNames
from cektautan.blocklists.scope import key_of_scope
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.publish.exports import misp
from cektautan.publish.exports.formats import WRITERS
from cektautan.publish.exports.sheet import Sheet
from cektautan.sources.lists.formats import recognise
from cektautan.sources.protocol import Document, Reading

NAMES = {"host:kpu.tiruan.example", "host:tiruan-kpu.example"}
"""The names of both imitations, as a name comes back: as its host, the narrowest that it can mean."""
ADDRESSES = {
    KINDS["content"].key, KINDS["url"].key, KINDS["host"].key, KINDS["imitation_page"].key, *NAMES,
}  # fmt: skip
PAGES = {KINDS["imitation_page"].key, KINDS["imitation_folder"].key}
BACK: Mapping[str, tuple[str, set[str]]] = {
    "adblock.txt": ("adblock", NAMES | PAGES),
    "hosts.txt": ("hosts", NAMES),
    "domains.txt": ("domains", NAMES),
    "rpz.zone": ("rpz", NAMES),
    "dnsmasq.conf": ("dnsmasq", NAMES),
    "misp-warninglist.json": ("misp_warninglist", ADDRESSES),
    "stix.json": ("stix", ADDRESSES),
    "list.csv": (
        "csv",
        {one.key for name, one in KINDS.items() if name not in ("content_key", "withdrawn")} | {NOTE.key},
    ),
}


@pytest.fixture(scope="module")
def exporting(tmp_path_factory: pytest.TempPathFactory) -> Exporting:
    service = Exporting(tmp_path_factory.mktemp("exporting"))
    service.publish_story()
    return service


@pytest.fixture(scope="module")
def sheet(exporting: Exporting) -> Sheet:
    return exporting.sheet()


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_bundle(bundle())


def keys(reading: Reading, rules: Rules, *, retracted: bool = False) -> set[str]:
    """The keys that an import would make of the entries, by the rule of imports: the narrowest that a line names."""
    found = set()
    for entry in reading.entries:
        if entry.retracted is retracted and not entry.subject.startswith("content:"):
            url = entry.subject if "://" in entry.subject else f"https://{entry.subject}"
            scope = entry.scope if entry.scope in ("path", "host", "domain") else None
            found.add(key_of_scope(scope, identify(url, rules), ProtectedNames([])))
    return found


@pytest.mark.parametrize("name", BACK)
def test_our_own_import_recognises_the_form_and_brings_the_same_set_back(sheet: Sheet, rules: Rules, name: str) -> None:
    document = Document(WRITERS[name](sheet), "")
    adapter = recognise(document)
    form, back = BACK[name]
    reading = adapter.read(document)
    assert adapter.name == form
    assert keys(reading, rules) == back
    if name == "stix.json":
        assert keys(reading, rules, retracted=True) == {WITHDRAWN.key}


def test_our_own_import_refuses_only_what_a_line_cannot_do(sheet: Sheet) -> None:
    for name in ("adblock.txt", "hosts.txt", "domains.txt", "rpz.zone", "dnsmasq.conf", "misp-warninglist.json"):
        document = Document(WRITERS[name](sheet), "")
        assert recognise(document).read(document).faults == (), name
    # Nothing is cleared by an import: what was withdrawn is refused with its line.
    document = Document(WRITERS["list.csv"](sheet), "")
    (fault,) = recognise(document).read(document).faults
    assert (fault.code, fault.field) == ("unknown_word", "level")


def test_the_events_of_the_feed_come_back_too(sheet: Sheet, rules: Rules) -> None:
    document = Document(WRITERS["misp/manifest.json"](sheet), "https://cek.example/exports/misp/manifest.json")
    pages = recognise(document).read(document).pages
    events = misp.events(sheet)
    assert [page.rpartition("/")[2] for page in pages] == [f"{id_}.json" for id_ in events]
    found: set[str] = set()
    gone: set[str] = set()
    for data in events.values():
        document = Document(data, "")
        reading = recognise(document).read(document)
        found |= keys(reading, rules)
        gone |= keys(reading, rules, retracted=True)
    assert (found, gone) == (ADDRESSES, {WITHDRAWN.key})


def test_a_feed_of_misp_is_what_pymisp_would_write(sheet: Sheet) -> None:
    manifest = json.loads(WRITERS["misp/manifest.json"](sheet))
    hashes = {tuple(line.split(",")) for line in WRITERS["misp/hashes.csv"](sheet).decode().splitlines()}
    for id_, data in misp.events(sheet).items():
        event = MISPEvent()
        event.load(json.loads(data))
        assert event.uuid == id_
        theirs = event.manifest[id_]
        assert {name: str(theirs[name]) for name in ("info", "date", "analysis", "threat_level_id", "timestamp")} == {
            name: str(manifest[id_][name]) for name in ("info", "date", "analysis", "threat_level_id", "timestamp")
        }
        assert theirs["Orgc"] == manifest[id_]["Orgc"]
        assert [tag["name"] for tag in theirs["Tag"]] == [tag["name"] for tag in manifest[id_]["Tag"]]
        for attribute in event.attributes:
            assert attribute.to_ids is (
                attribute.type in ("url", "hostname", "domain", "ip-dst") and not attribute.deleted
            )
        # A hit among the hashes has to mean a warning, so links to checks and records have none.
        ours = {md5 for md5, of in hashes if of == id_}
        assert ours <= set(event.attributes_hashes("md5"))
        assert len(ours) == sum(attribute.to_ids for attribute in event.attributes)
    assert {of for _, of in hashes} <= set(manifest) == set(misp.events(sheet))


def test_the_bundle_is_read_by_the_committees_library_and_nothing_is_filled_in(sheet: Sheet) -> None:
    raw = json.loads(WRITERS["stix.json"](sheet))
    read = stix2.parse(WRITERS["stix.json"](sheet), allow_custom=False)
    assert [each.id for each in read.objects] == [each["id"] for each in raw["objects"]]
    assert json.loads(read.serialize()) == raw | {"objects": [_as_written(each) for each in raw["objects"]]}
    for each in raw["objects"]:
        assert each["spec_version"] == "2.1"
        assert each["created"] <= each["modified"]
        if each["type"] == "indicator":
            assert run_validator(each["pattern"], stix_version="2.1") == []
            assert each["valid_from"] < each["valid_until"]
            assert {"created_by_ref", "pattern_type", "indicator_types", "external_references"} <= set(each)
    assert len(raw["objects"]) == 1 + len(ADDRESSES) + 1


def _as_written(each: dict[str, object]) -> dict[str, object]:
    """The library leaves out what is false by default; everything else it has to find as we wrote it."""
    return {name: value for name, value in each.items() if not (name == "revoked" and value is False)}


def engine(text: str) -> adblock.Engine:
    filters = adblock.FilterSet()
    filters.add_filter_list(text)
    return adblock.Engine(filters)


@pytest.mark.parametrize(
    ("address", "kind", "blocked"),
    [
        ("https://tiruan-kpu.example/", "document", True),
        ("http://a.tiruan-kpu.example/x?y=1", "document", True),
        ("https://kpu.tiruan.example/masuk", "document", True),
        ("https://www.kpu.tiruan.example/", "document", True),
        ("https://unggah-kpu.example/pemilu/daftar", "document", True),
        ("https://unggah-kpu.example/cek/x", "document", True),
        # Nothing beside it, nothing below a name that is no domain of theirs, and nothing inside other pages.
        ("https://lain.kpu.tiruan.example/", "document", False),
        ("https://tiruan.example/", "document", False),
        ("https://unggah-kpu.example/", "document", False),
        ("https://unggah-kpu.example/pemilu/daftar/x", "document", False),
        ("https://tiruan-kpu.example/gambar.png", "image", False),
        ("https://www.youtube.com/watch?v=GPdzHkn5M6M", "document", False),
        ("https://blog.kabar-palsu.example/", "document", False),
    ],
)
def test_braves_engine_blocks_the_imitations_and_nothing_else(
    sheet: Sheet, address: str, kind: str, blocked: bool
) -> None:
    found = engine(WRITERS["adblock.txt"](sheet).decode()).check_network_urls(address, address, kind)
    assert found.matched is blocked


def test_the_zone_is_one(sheet: Sheet) -> None:
    zone = dns.zone.from_text(WRITERS["rpz.zone"](sheet).decode(), origin="rpz.example.")
    names = {str(name) for name, _, data in zone.iterate_rdatas(dns.rdatatype.CNAME) if data.target == dns.name.root}
    assert names == {"kpu.tiruan.example", "www.kpu.tiruan.example", "tiruan-kpu.example", "*.tiruan-kpu.example"}
    (soa,) = zone.get_rdataset("@", dns.rdatatype.SOA)
    assert soa.serial == sheet.changed


@pytest.mark.parametrize("notice", ["", "pemberitahuan.example"])
def test_bind_loads_the_zone(exporting: Exporting, tmp_path: Path, notice: str) -> None:
    file = tmp_path / "rpz.zone"
    file.write_bytes(WRITERS["rpz.zone"](exporting.sheet(notice)))
    done = subprocess.run(
        [tool("named-checkzone"), "-k", "fail", "rpz.example", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "OK" in done.stdout


def test_dnsmasq_answers_that_there_is_no_imitation(sheet: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "cektautan.conf"
    file.write_bytes(WRITERS["dnsmasq.conf"](sheet))
    port = free_port()
    command = [tool("dnsmasq"), "--keep-in-foreground", f"--port={port}", "--listen-address=127.0.0.1", "--no-resolv"]
    options = ["--bind-interfaces", "--no-hosts", "--pid-file=", f"--conf-file={file}", "--user=", "--log-facility=-"]
    # Whatever is not in the list has an address here, so that an answer of "there is none" comes from the list.
    rest = "--address=/example/192.0.2.1"
    with subprocess.Popen([*command, *options, rest], stderr=subprocess.PIPE) as running:
        try:
            answers = {name: asked(name, port, running) for name in RESOLVED}
        finally:
            running.terminate()
    assert answers == RESOLVED


RESOLVED = {
    "tiruan-kpu.example": [],
    "a.tiruan-kpu.example": [],
    "kpu.tiruan.example": [],
    "tiruan.example": ["192.0.2.1"],
    "kabar-palsu.example": ["192.0.2.1"],
}


def asked(name: str, port: int, running: subprocess.Popen[bytes]) -> list[str]:
    """What the resolver answers, which may still be starting."""
    question = dns.message.make_query(name, dns.rdatatype.A)
    for _ in range(100):
        assert running.poll() is None, "dnsmasq has ended"
        with contextlib.suppress(OSError, dns.exception.Timeout):
            answer = dns.query.udp(question, "127.0.0.1", 1, port)
            return [record.address for found in answer.answer for record in found]
    raise AssertionError("dnsmasq does not answer")


def tool(name: str) -> str:
    """A program that may lie where only root looks."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert found, f"{name} is missing: make needs"
    return found


def test_the_table_is_read_with_every_cell_in_its_place(sheet: Sheet) -> None:
    rows = list(csv.DictReader(io.StringIO(WRITERS["list.csv"](sheet).decode(), newline="")))
    assert {row["key"] for row in rows} == {entry.key for entry in sheet.entries}
    assert {None} & {key for row in rows for key in row} == set()


def indicators(service: Exporting) -> list[dict[str, object]]:
    """The indicators of the set in use, which the committee's library reads."""
    data = WRITERS["stix.json"](service.sheet())
    stix2.parse(data, allow_custom=False)
    return [each for each in json.loads(data)["objects"] if each["type"] == "indicator"]


@pytest.mark.parametrize("between", [[], [replace(KINDS["content"], level=1)]])
def test_what_is_revoked_stays_so_and_a_warning_that_comes_again_is_another_object(
    tmp_path: Path, between: list[One]
) -> None:
    service = Exporting(tmp_path)
    service.publish([KINDS["content"]], START)
    (first,) = indicators(service)
    service.publish(between, START + 60)
    (revoked,) = indicators(service)
    assert (revoked["id"], revoked["revoked"], revoked["created"]) == (first["id"], True, first["created"])
    assert str(revoked["modified"]) > str(first["modified"])
    service.publish([KINDS["content"]], START + 120)
    by_id = {each["id"]: each for each in indicators(service)}
    assert by_id.pop(first["id"])["revoked"] is True
    (again,) = by_id.values()
    assert (again["revoked"], again["created"] == again["modified"]) == (False, True)
    service.publish([replace(KINDS["content"], level=2)], START + 180)
    later = next(each for each in indicators(service) if each["id"] == again["id"])
    assert (later["created"], later["revoked"]) == (again["created"], False)
    assert str(later["modified"]) > str(again["modified"])


def test_an_event_of_misp_changes_when_an_attribute_leaves_it(tmp_path: Path) -> None:
    service = Exporting(tmp_path)
    service.publish([KINDS["content"], KINDS["url"]], START)
    ((id_, before),) = json.loads(WRITERS["misp/manifest.json"](service.sheet())).items()
    for left, at in (([KINDS["content"]], START + 60), ([], START + 120)):
        service.publish(left, at)
        after = json.loads(WRITERS["misp/manifest.json"](service.sheet()))[id_]
        assert int(after["timestamp"]) == at > int(before["timestamp"])
        event = MISPEvent()
        event.load(json.loads(misp.events(service.sheet())[id_]))
        deleted = [each for each in event.attributes if each.deleted]
        assert len(deleted) == 2 - len(left)
        assert not any(each.to_ids or "kabar-palsu" in each.value for each in deleted)


@pytest.mark.parametrize(
    ("key", "pattern", "value"),
    [
        ("host:203.0.113.9", "[ipv4-addr:value = '203.0.113.9']", "203.0.113.9"),
        ("host:[2001:db8::1]", "[ipv6-addr:value = '2001:db8::1']", "2001:db8::1"),
    ],
)
def test_a_host_that_is_an_address_is_told_as_one(tmp_path: Path, key: str, pattern: str, value: str) -> None:
    service = Exporting(tmp_path)
    service.publish([replace(KINDS["imitation_host"], key=key)])
    (indicator,) = indicators(service)
    assert indicator["pattern"] == pattern
    assert run_validator(pattern, stix_version="2.1") == []
    (data,) = misp.events(service.sheet()).values()
    event = MISPEvent()
    event.load(json.loads(data))
    assert [(each.type, each.value) for each in event.attributes if each.to_ids] == [("ip-dst", value)]
    assert "www." not in WRITERS["adblock.txt"](service.sheet()).decode()

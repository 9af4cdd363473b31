"""A remote and a local client answer alike, field by field, about thousands of addresses of a real service."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator

import pytest
import requests
from tests.conftest import ROOT, SHARED
from tests.support.processes import serving

from cektautan.client import Client, LocalClient, NotADomainError, RemoteClient, State
from cektautan.core.minisign import PublicKey

NAMES = ["kpu.go.id", "www.kompas.com", "youtube.com", "blogspot.com", "hoaks.blogspot.com", "co.id", "id", "127.0.0.1",
         "[::1]", "contoh.com", "münchen.example.com", "a b", "..", "", "x.turnbackhoax.id", "xn--a",
         "localhost"]  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RemoteClient, LocalClient]]:
    """A service over the shipped lists, and both kinds of client of it."""
    folder = tmp_path_factory.mktemp("alike")
    settings = {"CEKTAUTAN_VAR_DIR": str(folder / "var"), "CEKTAUTAN_DESK": "off",
                "CEKTAUTAN_EXTENSION_DIR": str(folder / "none"),
                "CEKTAUTAN_LIMIT_CHECK": "1000000 per 1 minute"}  # fmt: skip
    with serving(settings) as (address, _):
        root = PublicKey.parse((folder / "var" / "keys" / "root.pub").read_text()).text
        with Client.remote(address) as remote, Client.local(address, root, folder / "client") as local:
            local.update()
            yield remote, local


def addresses(server: str) -> list[str]:
    """Return every address of the shared vectors, of the shipped lists and of the shared real data."""
    vectors = ROOT / "tests" / "vectors"
    found = [row["url"] for row in json.loads((vectors / "identity.json").read_text("utf-8"))["vectors"]]
    found += [row["url"] for row in requests.get(f"{server}/v1/test-cases", timeout=10).json()["cases"]]
    data = SHARED / "data"
    if data.is_dir():
        tests = json.loads((data / "urls" / "wpt-urltestdata.json").read_text("utf-8"))
        found += [row["input"] for row in tests if isinstance(row, dict)]
        with (data / "factchecks" / "links-in-2024-narratives.csv").open(encoding="utf-8") as file:
            found += [row["url"] for row in csv.DictReader(file)]
        with (data / "factchecks" / "turnbackhoax-2025-11-to-2026-01.csv").open(encoding="utf-8") as file:
            found += [url for row in csv.DictReader(file) for url in row["appearance_url"].split()]
        found += (data / "lists" / "phishing-links.txt").read_text("utf-8").split()[:2000]
    # A lone half of a character, which no browser and no JSON can carry.
    return [*found, "https://contoh.com/\ud800", "\udfff", "https://contoh.com/\ud800" + "a" * 8192, "a" * 9000, " "]


def test_both_say_the_same_of_every_address(both: tuple[RemoteClient, LocalClient]) -> None:
    remote, local = both
    urls = addresses(remote.address)
    asked, decided = remote.check_all(urls), local.check_all(urls)
    odd = [(url, a, b) for url, a, b in zip(urls, asked, decided, strict=True) if a != b]
    assert not odd, f"{len(odd)} of {len(urls)}: {odd[0]}"
    states = Counter(answer.state for answer in decided)
    print(f"\n{len(urls)} addresses, answers differ: 0; {dict(states)}")  # noqa: T201 -- the figure, with pytest -s
    # Every state was met, or the comparison would prove little.
    assert set(states) == set(State)
    assert len(urls) > 700
    assert {answer.listing.test for answer in decided if answer.listing} == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_both_say_the_same_of_a_domain(both: tuple[RemoteClient, LocalClient], name: str) -> None:
    told = []
    for client in both:
        try:
            told.append(client.domain(name))
        except NotADomainError as refused:
            told.append(refused.reason)
    assert told[0] == told[1]

"""Of a filter list only what means a whole host, a folder or one address is read; all else is a fault by name."""

from __future__ import annotations

import pytest
from tests.support.lists import entries, faults, read

from cektautan.sources.lists.adblock import Adblock

HEAD = "[Adblock Plus 2.0]\n! Title: Daftar uji\n! Expires: 1 days\n"


@pytest.mark.parametrize(
    ("rule", "subject", "scope"),
    [
        ("||palsu.example^", "palsu.example", "host"),
        ("||palsu.example/", "palsu.example", "host"),
        ("||palsu.example^|", "palsu.example", "host"),
        ("|https://palsu.example^", "palsu.example", "host"),
        ("||kabar.example/folder/", "https://kabar.example/folder/", "path"),
        ("||kabar.example/folder^", "https://kabar.example/folder", "path"),
        ("||kabar.example/a|", "https://kabar.example/a", "url"),
        ("|http://kabar.example/a?b=1|", "http://kabar.example/a?b=1", "url"),
        ("||palsu.example^$document", "palsu.example", "host"),
        ("||palsu.example^$doc", "palsu.example", "host"),
        ("|https://kabar.example/a|$document", "https://kabar.example/a", "url"),
        ("|https://kabar.example/harga$5|", "https://kabar.example/harga$5", "url"),
    ],
)
def test_what_is_meant_whole_is_an_entry(rule: str, subject: str, scope: str) -> None:
    reading = read(Adblock(), f"{HEAD}{rule}\n")
    assert entries(reading) == [(4, subject, scope)]
    assert (reading.facts["title"], reading.facts["expires"]) == ("Daftar uji", "1 days")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("@@||kabar.example^", "exception"),
        ("||kabar.example^$third-party", "options"),
        ("||kabar.example^$document,third-party", "options"),
        ("||kabar.example^$~document", "options"),
        ("@@||kabar.example^$document", "exception"),
        ("||kabar.example^$domain=a.example|b.example", "options"),
        ("kabar.example##.iklan", "cosmetic"),
        ("kabar.example#@#.iklan", "cosmetic"),
        ("##.iklan", "cosmetic"),
        ("||*.kabar.example^", "wildcard"),
        ("||kabar.example/*/a|", "wildcard"),
        ("/kabar[0-9]+/", "pattern"),
        ("||kabar.example^a^", "pattern"),
        ("kabar.example", "substring"),
        ("/iklan.js", "substring"),
        ("https://kabar.example/a", "substring"),
        ("||kabar.example", "open_end"),
        ("||po", "open_end"),
        ("||kabar.example/a", "open_end"),
        ("||kabar.example/a?b=", "open_end"),
        ("||kabar.example:8080^", "port"),
        ("||po^", "no_name"),
    ],
)
def test_what_cannot_be_meant_is_a_fault_and_not_guessed(rule: str, code: str) -> None:
    reading = read(Adblock(), f"{HEAD}{rule}\n")
    assert (entries(reading), faults(reading)) == ([], [(4, code)])
    assert reading.faults[0].shown == rule

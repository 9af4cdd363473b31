"""A plain list is a name or an address a line; what stands for many is told."""

from __future__ import annotations

from tests.support.lists import entries, faults, read

from cektautan.sources.lists.domains import Domains

TEXT = """! Title: Daftar uji
palsu.example
.titik.example
https://kabar.example/a?b=1#c   # sebab
kabar.example/folder
*.semua.example
dua kata.example
kata
kabar.example:8080
"""


def test_names_are_hosts_and_addresses_themselves() -> None:
    reading = read(Domains(), TEXT)
    assert entries(reading) == [
        (2, "palsu.example", "host"), (3, "titik.example", "host"), (4, "https://kabar.example/a?b=1#c", ""),
        (5, "kabar.example/folder", ""), (9, "kabar.example:8080", ""),
    ]  # fmt: skip
    assert faults(reading) == [(6, "subdomains_only"), (7, "not_one_word"), (8, "no_name")]
    assert reading.facts["title"] == "Daftar uji"

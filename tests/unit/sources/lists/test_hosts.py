"""A hosts file gives the names that are sent nowhere, and nothing that a network keeps for itself."""

from __future__ import annotations

from tests.support.lists import entries, faults, read

from cektautan.sources.lists.hosts import Hosts

TEXT = """# Title: Daftar uji
# License: MIT
127.0.0.1 localhost
::1 ip6-localhost ip6-loopback
0.0.0.0 0.0.0.0

0.0.0.0 palsu.example   # sebab
127.0.0.1\tsatu.example dua.example.
:: tiga.example
0.0.0.0 bukan_nama/x
192.168.1.7 pencetak.example
0.0.0.0
kabar.example
"""


def test_names_that_are_sent_nowhere_are_entries_and_the_rest_says_why() -> None:
    reading = read(Hosts(), TEXT)
    assert entries(reading) == [
        (7, "palsu.example", "host"), (8, "satu.example", "host"), (8, "dua.example", "host"),
        (9, "tiga.example", "host"),
    ]  # fmt: skip
    assert faults(reading) == [
        (10, "no_name"), (11, "points_elsewhere"), (12, "no_hosts_line"), (13, "no_hosts_line"),
    ]  # fmt: skip
    assert (reading.facts["title"], reading.facts["licence"]) == ("Daftar uji", "MIT")

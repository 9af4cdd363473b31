"""Of dnsmasq's settings the names that are answered with nothing are entries."""

from __future__ import annotations

import pytest
from tests.support.lists import document, entries, faults

from cektautan.sources.lists.dnsmasq import Dnsmasq


@pytest.mark.parametrize(
    "line",
    [
        "address=/palsu.example/", "address=/palsu.example/0.0.0.0", "address=/palsu.example/::",
        "address=/palsu.example/#", "address=/.palsu.example/127.0.0.1", "local=/palsu.example/",
        "server=/palsu.example/", "--server=/palsu.example/ # sebab",
    ],
)  # fmt: skip
def test_each_way_to_answer_nothing_is_read(line: str) -> None:
    assert Dnsmasq().recognises(document(line))
    assert entries(Dnsmasq().read(document(line))) == [(1, "palsu.example", "host")]


def test_several_names_of_one_line_are_several_entries() -> None:
    reading = Dnsmasq().read(document("address=/a.example/b.example/#\n"))
    assert entries(reading) == [(1, "a.example", "host"), (1, "b.example", "host")]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("address=/kabar.example/203.0.113.7", "points_elsewhere"),
        ("server=/kabar.example/9.9.9.9", "points_elsewhere"),
        ("address=/#/0.0.0.0", "wildcard"),
        ("address=/*kabar.example/#", "wildcard"),
        ("local=/lan/", "no_name"),
        ("bogus-nxdomain=203.0.113.7", "no_name_setting"),
        ("conf-dir=/etc/dnsmasq.d", "no_name_setting"),
    ],
)
def test_what_names_nothing_that_is_refused_is_a_fault(line: str, code: str) -> None:
    reading = Dnsmasq().read(document(f"# daftar\n{line}\n"))
    assert (entries(reading), faults(reading)) == ([], [(2, code)])

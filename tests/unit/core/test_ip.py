"""Hosts that are addresses of the IP: told from names, and IPv4 that is written as IPv6."""

from __future__ import annotations

import pytest

from cektautan.core.address import parse
from cektautan.core.ip import as_ipv4, is_ip


@pytest.mark.parametrize(
    ("host", "expected"), [("1.2.3.4", True), ("[::1]", True), ("a1.example", False), ("a.b1", False)]
)
def test_ip_addresses_are_told_from_names(host: str, expected: bool) -> None:
    assert is_ip(host) is expected


@pytest.mark.parametrize("prefix", ["::ffff:", "64:ff9b::"])
def test_every_address_of_ipv4_is_itself_as_ipv6(prefix: str) -> None:
    for first in range(1, 256):
        ipv4 = f"{first}.{255 - first}.{first * 7 % 256}.{first * 31 % 256}"
        assert parse(f"http://[{prefix}{ipv4}]/", ()).host == parse(f"http://{ipv4}/", ()).host == ipv4


@pytest.mark.parametrize(
    "host", ["[::1]", "[::c37f:b]", "[64:ff9b::b]", "[1::ffff:c37f:b]", "195.127.0.11", "a.example"]
)
def test_any_other_host_stays_as_it_is(host: str) -> None:
    assert as_ipv4(host) == host

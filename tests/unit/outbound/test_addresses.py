"""Which network addresses may be contacted: every special purpose refused, however it is dressed."""

from __future__ import annotations

import pytest

from cektautan.outbound.addresses import all_public, is_public

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "93.184.215.14", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1",
    "223.255.255.254", "2606:4700::6810:84e5", "2404:6800:4003:c00::8b", "2a00:1450:4001:80b::200e", "64:ff9b::8.8.8.8",
]  # fmt: skip

CLOSED = {
    "this network": ["0.0.0.0", "0.1.2.3"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1"],
    "carrier": ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
    "loopback": ["127.0.0.1", "127.255.255.254", "::1", "::"],
    "metadata": ["169.254.169.254", "168.63.129.16", "192.0.0.192", "fd00:ec2::254"],
    "link-local": ["169.254.0.1", "fe80::1", "fe80::1%eth0", "febf::1"],
    "unique local": ["fc00::1", "fdff::1"],
    "site-local": ["fec0::1"],
    "multicast": ["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "4000::1", "100::1"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"],
    "benchmark": ["198.18.0.1", "198.19.255.255", "2001:2::1"],
    "relays": ["192.88.99.1", "2001::1", "2001:10::1"],
    "IPv4 in IPv6": ["::ffff:10.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "::ffff:0:8.8.8.8"],
    "6to4": ["2002:7f00:1::1", "2002:0a00:0001::1", "2002:808:808::1"],
    "NAT64": ["64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8"],
    "no address": ["", "localhost", "0x7f.1", "127.1", "2130706433", "010.0.0.1", "1.1.1.1 ", "[::1]", "1.1.1.1/32"],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_contacted(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(("kind", "address"), [(kind, each) for kind, found in CLOSED.items() for each in found])
def test_no_other_may(kind: str, address: str) -> None:
    assert not is_public(address), kind


def test_one_closed_address_among_public_ones_refuses_the_name() -> None:
    assert all_public(["1.1.1.1", "2606:4700::1111"])
    assert not all_public(["1.1.1.1", "127.0.0.1"])
    assert not all_public(["1.1.1.1", "::1"])
    assert not all_public([])

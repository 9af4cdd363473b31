"""Decides which network addresses the service may contact: public unicast ones, and nothing else.

Follows the IANA registries of special-purpose addresses (RFC 6890 and what was registered since). The networks are
written out here, because what the standard library calls global has changed between releases of the Python that we
support. In IPv6 only what is allocated to the public is let through, so that what is invented next is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_CLOSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared with a carrier's customers; one cloud keeps its metadata here
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a public address, but on machines of one cloud it is the host beneath them
        "169.254.0.0/16",  # link-local, where most clouds keep their metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; one cloud keeps its metadata here
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks, ...
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds any IPv4 address and is no longer used
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """True for an address that belongs to a public host.

    >>> is_public("8.8.8.8"), is_public("2606:4700::1111")
    (True, True)
    >>> is_public("10.0.0.1"), is_public("::ffff:8.8.8.8"), is_public("no address")
    (False, False, False)
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found in _NAT64:
            # A network without IPv4 sees every IPv4 host so; the last four bytes are the host's own address.
            return _is_public_4(IPv4Address(found.packed[12:]))
        return found in _PUBLIC_6 and not any(found in network for network in _CLOSED_6)
    return _is_public_4(found)


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in _CLOSED_4)


def all_public(addresses: Iterable[str]) -> bool:
    """True where there are addresses and each is public.

    A name with a public and a private address is no accident: whoever made it hopes that the second is tried.
    """
    found = list(addresses)
    return bool(found) and all(map(is_public, found))

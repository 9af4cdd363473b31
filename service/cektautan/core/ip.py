"""Hosts that are addresses of the IP and no names.

Decides which host is one, and which IPv6 address only writes an address of IPv4: one behind `::ffff:` (RFC 4291,
section 2.5.5.2) or behind `64:ff9b::` (RFC 6052, section 2.1) leads to the same machine. Follows docs/identity.md, step
1, and takes hosts as the WHATWG serialiser writes them. extension/core/ip.js does exactly the same.
"""

from __future__ import annotations

import re

# The serialiser writes the last 32 bits as two numbers in hexadecimal, and never as four in decimal. An address of IPv4
# that begins with two zeros is nobody's: behind `64:ff9b::`, where the serialiser drops them, it need not be told.
_IPV4_IN_IPV6 = re.compile(r"\[(?:::ffff|64:ff9b:):([0-9a-f]{1,4}):([0-9a-f]{1,4})\]")


def is_ip(host: str) -> bool:
    """Tell an IPv4 or bracketed IPv6 address from a name: the parser made all that ends in a number a dotted quad."""
    last = host[-1]
    return last == "]" or ("0" <= last <= "9" and host.rsplit(".", 1)[-1].isdigit())


def as_ipv4(host: str) -> str:
    """Return the address of IPv4 that a host writes as one of IPv6; any other host as it is.

    >>> as_ipv4("[::ffff:c37f:b]"), as_ipv4("[64:ff9b::c37f:b]"), as_ipv4("[2001:db8::1]")
    ('195.127.0.11', '195.127.0.11', '[2001:db8::1]')
    """
    found = _IPV4_IN_IPV6.fullmatch(host)
    if found is None:
        return host
    high, low = (int(number, 16) for number in found.groups())
    return f"{high >> 8}.{high & 255}.{low >> 8}.{low & 255}"

"""The expressions under which clients of Safe Browsing look an address up, and their hashes.

Follows "Host-Suffix Path-Prefix Expressions" of https://developers.google.com/safe-browsing/reference/URLs.and.Hashing:
five hosts and six paths at most. A path is tried with its whole query or with none, so an expression without a query
matches every query, and one that ends in a slash matches everything below it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from cektautan.core.safe_browsing.canonical import Canonical

MAX_LABELS: Final = 5
"""The last labels of a host from which its suffixes are made."""
MAX_FOLDERS: Final = 4
"""How many folders of a path are tried, the root among them."""

_ESCAPE: Final = re.compile(r"%[0-9A-F]{2}")


def expressions(address: Canonical) -> tuple[str, ...]:
    """Return the expressions of an address, the whole one first."""
    return tuple(dict.fromkeys(host + path for host in _hosts(address) for path in _paths(address)))


def spellings(expression: str) -> tuple[str, ...]:
    """Return an expression as clients spell it: that of Google in Go writes escapes in lower case, all others in upper.

    >>> spellings("example.com/a%C3%A9")
    ('example.com/a%C3%A9', 'example.com/a%c3%a9')
    """
    if "%" not in expression:
        return (expression,)
    lower = _ESCAPE.sub(lambda found: found[0].lower(), expression)
    return (expression,) if lower == expression else (expression, lower)


def full_hash(expression: str) -> bytes:
    """Return the SHA-256 of an expression."""
    return sha256(expression.encode()).digest()


def _hosts(address: Canonical) -> list[str]:
    if address.is_ip:
        return [address.host]
    labels = address.host.split(".")
    first = max(1, len(labels) - MAX_LABELS)
    return [address.host, *(".".join(labels[cut:]) for cut in range(first, len(labels) - 1))]


def _paths(address: Canonical) -> list[str]:
    paths = [] if address.query is None else [f"{address.path}?{address.query}"]
    paths.append(address.path)
    folders = address.path.split("/")[1:-1]
    paths += ["/" + "".join(f"{name}/" for name in folders[:depth]) for depth in range(MAX_FOLDERS)]
    return paths

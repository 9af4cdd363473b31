"""Expressions: every key under which an address may stand in a list.

Decides their number and order, most specific first. Follows docs/identity.md, step 5. The text of a key begins with its
kind, so that listing a home page can never list the site. Public suffixes are refused where lists are made, so that
their keys never match and no suffix list is needed here.
"""

from __future__ import annotations

from cektautan.core.address import is_ip

MAX_PATHS = 4
"""How many path prefixes have a key."""
MAX_DOMAINS = 8
"""How many domains have a key; the shortest ones do."""


def page_keys(authority: str, host: str, path: str, query: str) -> tuple[str, ...]:
    """Return the keys of an ordinary page; `authority` is the host with its port, path and query are normal."""
    whole = f"{authority}{path}"
    keys = [f"url:{whole}?{query}" if query else f"url:{whole}"]
    if path != "/":
        base = len(authority)
        ends: list[int] = []
        end = base
        for _ in range(MAX_PATHS):
            end = whole.find("/", end + 1)
            if end < 0:
                ends.append(len(whole))
                break
            ends.append(end)
        keys += [f"path:{whole[:end]}" for end in reversed(ends)]
    keys.append(f"host:{host}")
    if not is_ip(host):
        keys += domain_keys(host)
    return tuple(keys)


def domain_keys(host: str) -> list[str]:
    """Return the domain keys of a name: itself and each parent of at least two labels, the longest first."""
    keys: list[str] = []
    dot = host.find(".")
    start = 0
    while dot > 0:
        keys.append(f"domain:{host[start:]}")
        start = dot + 1
        dot = host.find(".", start)
    return keys[-MAX_DOMAINS:]

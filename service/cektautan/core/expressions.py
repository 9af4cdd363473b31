"""Expressions: every key under which an address may stand in a list.

Decides their number and order, most specific first. Follows docs/identity.md, step 5. The text of a key begins with its
kind, so that listing a home page can never list the site. Public suffixes are refused where lists are made, so that
their keys never match and no suffix list is needed here.
"""

from __future__ import annotations

from cektautan.core.ip import is_ip

MAX_PATHS = 4
"""How many path prefixes have a key."""
MAX_DOMAINS = 8
"""How many domains have a key; the shortest ones do."""
DOMAIN = "domain:"
"""What the key of a domain begins with."""


def page_keys(key: str, authority: str, host: str, path: str) -> tuple[str, ...]:
    """Return the keys of an ordinary page.

    `key` is that of its whole normal form, `authority` the host with its port, `path` the normal path.
    """
    keys = [key]
    if path != "/":
        key = "path:" + authority + path
        below = path.count("/")
        if below > MAX_PATHS:
            key, below = "/".join(key.split("/", MAX_PATHS + 1)[:-1]), MAX_PATHS
        keys.append(key)
        while below > 1:
            key = key[: key.rfind("/")]
            keys.append(key)
            below -= 1
    add_host_keys(host, keys)
    return tuple(keys)


def add_host_keys(host: str, keys: list[str]) -> None:
    """Append the keys of a host: its own, and those of its domains."""
    keys.append("host:" + host)
    keys += domain_keys(host)


def domain_keys(host: str) -> list[str]:
    """Return the keys of a host as a domain itself and of each parent of two labels or more; none for an IP."""
    names = host.count(".")
    # Most names end in a letter, and an address of the IP never does; a bracket sorts before the letters. A lone label
    # is no domain.
    if names == 0 or (host[-1] < "a" and is_ip(host)):
        return []
    if names > MAX_DOMAINS:
        host = host.split(".", names - MAX_DOMAINS)[-1]
        names = MAX_DOMAINS
    keys = [DOMAIN + host]
    while names > 1:
        host = host[host.find(".") + 1 :]
        keys.append(DOMAIN + host)
        names -= 1
    return keys

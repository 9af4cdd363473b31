"""Wider: what an address that is refused certainly lies under.

Decides which keys are looked up where `identify` refuses an address that a browser opens all the same: one that is too
long, and one whose host engines read differently (docs/identity.md, section 5.1). Whoever shares such an address must
not get past a listing that covers every address of that path, host or domain. extension/core/wider.js does exactly the
same. It must never say what such an address is about, so it gives no `url:` key, and of a part of a host no more than
its domains.
"""

from __future__ import annotations

import re
from typing import Final

from cektautan.core.address import NotJudgeable, before, fits
from cektautan.core.identity import Identity, identify
from cektautan.core.rules import Rules
from cektautan.core.whatwg import serialise

MAX_LABELS: Final = 9
"""How many labels of a host are tried; no key of a domain has more."""
_HOST: Final = re.compile(r"https?://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)")


def wider(text: str, rules: Rules) -> tuple[Identity, tuple[str, ...]] | None:
    """Return the identity of what an address that was refused lies under, and those of its keys that hold for it too.

    It is that of the address without its query, of its host's home page or of the domain's that it is below: the most
    specific that can be judged. None where nothing is certain.
    """
    address = before(text, "#")
    path = before(address, "?")
    if not fits(address) and fits(path):
        found = _identity(path, rules)
        if found is not None:
            return _without(found, "url:")
    host = _host(address)
    whole = _identity(f"https://{host}/", rules) if host else None
    if whole is not None:
        return _without(whole, "url:")
    labels = host.rsplit(".", MAX_LABELS)[-MAX_LABELS:]
    for start in range(len(labels) - 1):
        found = _identity(f"https://{'.'.join(labels[start:])}/", rules)
        if found is not None:
            return _without(found, "url:", "path:", "host:", "content:")
    return None


def _identity(text: str, rules: Rules) -> Identity | None:
    try:
        return identify(text, rules)
    except NotJudgeable:
        return None


def _without(found: Identity, *kinds: str) -> tuple[Identity, tuple[str, ...]] | None:
    keys = tuple(key for key in found.keys if not key.startswith(kinds))
    return (found, keys) if keys else None


def _host(text: str) -> str:
    """Return the host as the parser serialised it, without one final dot; empty where it is no address of the web."""
    try:
        match = _HOST.match(serialise(text))
    except ValueError:
        return ""
    return "" if match is None else match[1].removesuffix(".")

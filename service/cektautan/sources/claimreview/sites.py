"""Tells whose site an address stands on, for flags alone: the same publisher, a government.

Registrable domains come from tldextract's own snapshot of the Public Suffix List, never from the network. What may be
listed is decided at the desk, by the protected names; nothing here protects or lists anything.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from tldextract import TLDExtract

_STATE: Final = frozenset({"go", "gov", "gob", "gouv", "govt", "mil"})
"""What stands below a country's name for its government: go.id, gov.za, gob.mx, gouv.fr, govt.nz, mil.id."""

_STATE_TOP: Final = frozenset({"gov", "mil"})


@cache
def _suffixes() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def same_site(one: str, other: str) -> bool:
    """Return whether two hosts stand under one registered domain, or one below the other."""
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return True
    first, second = (_suffixes().extract_str(each).top_domain_under_public_suffix for each in (one, other))
    return bool(first) and first == second


def of_government(host: str) -> bool:
    """Return whether a host stands under a name that only a state hands out.

    >>> of_government("kpu.go.id"), of_government("whitehouse.gov"), of_government("kpu-go.id")
    (True, True, False)
    """
    labels = host.split(".")
    return labels[-1] in _STATE_TOP or (len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _STATE)

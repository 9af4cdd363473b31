"""The Public Suffix List that came with tldextract, private section included: who registers names under what."""

from __future__ import annotations

from functools import cache

from tldextract import TLDExtract


@cache
def offline_suffixes() -> TLDExtract:
    """Return the list. It never asks the network and keeps no cache on disk."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)

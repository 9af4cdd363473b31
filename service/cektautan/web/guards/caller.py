"""Who asks, as far as limits and scopes are concerned."""

from __future__ import annotations

from typing import Final, NamedTuple

from cektautan.core.api_keys import Tier


class Caller(NamedTuple):
    """Who asks."""

    name: str
    """Stands in the names of counts, so it never holds a network address."""
    tier: Tier = Tier.ANONYMOUS
    scopes: frozenset[str] = frozenset()
    """What its key opens, as words of `Scope`."""
    quota: int | None = None
    """What its key may spend in a day; None for what its tier has, 0 for no end."""
    unchecked: bool = False
    """Whether it shows a key that this node cannot know just now, and is a caller without one until then."""


UNCHECKED: Final = Caller("", unchecked=True)
"""Whom a key names that this node cannot know just now: nobody yet, and whoever shows it is its network."""

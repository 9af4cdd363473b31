"""Who asks, as far as limits and scopes are concerned."""

from __future__ import annotations

from typing import NamedTuple

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

"""The formats that a feed may have, by the names of their adapters; for the pages and commands that offer them."""

from __future__ import annotations

from cektautan.core.rules import Rules
from cektautan.sources.adapters import make_adapters


def format_names(rules: Rules) -> tuple[str, ...]:
    """Return them, those of published checks first."""
    return tuple(make_adapters(rules))

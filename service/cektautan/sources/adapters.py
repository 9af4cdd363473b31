"""The formats that a feed may name, by their names: the one list of all adapters."""

from __future__ import annotations

from collections.abc import Mapping

from cektautan.core.rules import Rules
from cektautan.sources.check_formats import CheckFormats
from cektautan.sources.claimreview.pages import PageAdapter
from cektautan.sources.lists.formats import ADAPTERS as LISTS
from cektautan.sources.protocol import Adapter


def make_adapters(rules: Rules) -> Mapping[str, Adapter]:
    """Return every adapter, in the order in which a document is asked what it is: checks first, lists after them."""
    return {each.name: each for each in (*CheckFormats(rules).adapters, *LISTS)}


def page_adapter(rules: Rules) -> Adapter:
    """Return the reader of a check's own page."""
    return PageAdapter(rules)

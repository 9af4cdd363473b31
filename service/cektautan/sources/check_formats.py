"""Every form that published checks are found in, and which one a document has by its content.

Asked from the unmistakable to the widest: a feed carries pieces of pages, and a page is what is left.
"""

from __future__ import annotations

from cektautan.core.rules import Rules
from cektautan.sources.claimreview.claims_search import ClaimsSearchAdapter
from cektautan.sources.claimreview.datafeed import DataFeedAdapter
from cektautan.sources.claimreview.mafindo import MafindoAdapter
from cektautan.sources.claimreview.pages import PageAdapter
from cektautan.sources.feeds.feed import FeedAdapter
from cektautan.sources.feeds.sitemap import SitemapAdapter
from cektautan.sources.protocol import Adapter, Document
from cektautan.sources.recognising import recognise


class CheckFormats:
    """The adapters of published checks, by the rules of identity."""

    def __init__(self, rules: Rules) -> None:
        self.adapters: tuple[Adapter, ...] = (
            FeedAdapter(), SitemapAdapter(), ClaimsSearchAdapter(), DataFeedAdapter(rules), MafindoAdapter(rules),
            PageAdapter(rules),
        )  # fmt: skip
        self.by_name = {each.name: each for each in self.adapters}

    def recognise(self, document: Document) -> Adapter:
        """Return the adapter of a document's form. Raises what `recognising.recognise` raises."""
        return recognise(self.adapters, document)

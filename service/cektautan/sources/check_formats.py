"""Every form that published checks are found in, and which one a document has by its content.

Asked from the unmistakable to the widest: a feed carries pieces of pages, and a page is what is left. What a source is
said to be and what came is not the same thing: an address of a feed may answer with a page that asks to sign in.
"""

from __future__ import annotations

from cektautan.core.rules import Rules
from cektautan.sources.claimreview.claims_search import ClaimsSearchAdapter
from cektautan.sources.claimreview.datafeed import DataFeedAdapter
from cektautan.sources.claimreview.mafindo import MafindoAdapter
from cektautan.sources.claimreview.pages import PageAdapter
from cektautan.sources.feeds.feed import FeedAdapter
from cektautan.sources.feeds.sitemap import SitemapAdapter
from cektautan.sources.protocol import Adapter, Document, NotThisFormatError


class CheckFormats:
    """The adapters of published checks, by the rules of identity."""

    def __init__(self, rules: Rules) -> None:
        self.adapters: tuple[Adapter, ...] = (
            FeedAdapter(), SitemapAdapter(), ClaimsSearchAdapter(), DataFeedAdapter(rules), MafindoAdapter(rules),
            PageAdapter(rules),
        )  # fmt: skip
        self.by_name = {each.name: each for each in self.adapters}

    def recognise(self, document: Document) -> Adapter:
        """Return the adapter of a document's form.

        Raises:
            NotThisFormatError: `unknown_format`, or `empty`.

        """
        if not document.body.strip():
            raise NotThisFormatError("empty")
        for adapter in self.adapters:
            if adapter.recognises(document):
                return adapter
        raise NotThisFormatError("unknown_format")

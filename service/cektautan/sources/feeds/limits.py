"""How much of a feed or a sitemap is read."""

from __future__ import annotations

from typing import Final

FEED_BYTES: Final = 2 * 1024 * 1024
"""The largest real feed that was seen has 0.3 MB."""

FEED_TAGS: Final = 30_000
"""Tags of one feed; the largest real one that was seen has 2,800."""

LONGEST_WORD: Final = 16 * 1024
"""Bytes without a blank or a tag, or of blanks alone; an address has 8 KiB at most. More is shortened."""

LONGEST_TAG: Final = 64 * 1024
"""Bytes of one tag; a real one has some hundreds."""

MOST_NAMESPACES: Final = 500
"""Declarations of names in one feed; real ones have twenty."""

MOST_ITEMS: Final = 2_000
"""Items of one feed; feeds carry the newest 10 to 100."""

SITEMAP_BYTES: Final = 50 * 1024 * 1024
"""After decompression, as the protocol of sitemaps has it (sitemaps.org)."""

MOST_PLACES: Final = 50_000
"""Places of one sitemap, as the protocol has it."""

SITEMAP_TAGS: Final = 1_000_000
"""Elements of one sitemap: 50,000 places with a dozen each, and some more."""

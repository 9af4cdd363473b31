"""How much of a stranger's document is looked at. Beyond it a part is left out and a fault says so."""

from __future__ import annotations

from typing import Final

PAGE_BYTES: Final = 4 * 1024 * 1024
"""Bytes of one page that are read; the largest real page of a fact-checker that was seen has half a megabyte."""

DATA_BYTES: Final = 64 * 1024 * 1024
"""Bytes of one answer or feed of data."""

MOST_BLOCKS: Final = 200
"""Scripts of JSON-LD in one page; real pages have one to five."""

MOST_DEPTH: Final = 64
"""Levels of objects and lists inside each other; a review in the graph of a page lies at six."""

MOST_NODES: Final = 200_000
"""Objects and lists of one page."""

MOST_DATA_NODES: Final = 3_000_000
"""Objects and lists of one feed of data."""

MOST_REVIEWS: Final = 200_000
"""Reviews of one document."""

MOST_APPEARANCES: Final = 50
"""Addresses of one review; a check of a hoax that spread widely names about twenty."""

LONGEST_TEXT: Final = 500
"""Characters of a title, a claim, a rating or a name."""

LONGEST_BODY: Final = 20_000
"""Characters of what a publisher explains."""

LONGEST_ADDRESS: Final = 8192
"""Characters of an address, as in the core."""

SHOWN: Final = 80
"""Characters of what a fault shows."""

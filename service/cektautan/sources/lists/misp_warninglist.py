"""MISP warninglists (github.com/MISP/misp-warninglists, schema.json): names that analysts should not be alarmed by.

Read as far as its entries are names or addresses: types `hostname` and `string`. It is a list of the well known, so
whoever imports one as a list of hoaxes is told what it is. Ranges of addresses, patterns and parts of names are
refused as a whole.
"""

from __future__ import annotations

import re

from cektautan.sources.lists.collecting import Collected, word
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.json_text import items, load, members
from cektautan.sources.lists.lines import beginning, host
from cektautan.sources.protocol import Document, FoundEntry, Reading

TYPES = ("hostname", "string")

_LIST = re.compile(r'\{[^\[{]*"list"\s*:\s*\[')


class MispWarninglist:
    """Reads warninglists."""

    name = "misp_warninglist"

    def recognises(self, document: Document) -> bool:
        """Return whether an object begins whose member `list` is an array."""
        return _LIST.match(beginning(document).lstrip()) is not None

    def read(self, document: Document) -> Reading:
        """Return its names and addresses.

        Raises:
            FileRefusedError: it is no JSON, no warninglist, or one of patterns.

        """
        value, encoding = load(document)
        whole, found = members(value), Collected()
        if not isinstance(whole.get("list"), list):
            raise FileRefusedError("no_warninglist")
        kind = word(whole.get("type")) or "string"
        if kind not in TYPES:
            raise FileRefusedError("misp_type", type=kind[:60])
        for place, each in enumerate(items(whole["list"]), 1):
            text = word(each).strip()
            if bare := host(text):
                found.take(FoundEntry(place, bare, "host"))
            elif "/" in text or ":" in text:
                found.take(FoundEntry(place, text))
            else:
                found.refuse(place, "no_name", text or str(each)[:80], "subject")
        found.fact("title", whole.get("name"))
        found.fact("version", whole.get("version"))
        found.fact("kind", "warninglist")
        return found.reading(encoding)

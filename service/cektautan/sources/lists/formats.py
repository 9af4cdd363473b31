"""Every form that a list is read in, and which one a file has by its content.

The name and the media type of a file are not asked: both are often wrong. The first form that knows its own sign is
taken, from the unmistakable ones to a mere word a line, and whoever uploads a file may say otherwise.
"""

from __future__ import annotations

from typing import Final

from cektautan.sources.lists.adblock import Adblock
from cektautan.sources.lists.changes import Changes
from cektautan.sources.lists.dnsmasq import Dnsmasq
from cektautan.sources.lists.domains import Domains
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.hosts import Hosts
from cektautan.sources.lists.lines import beginning
from cektautan.sources.lists.misp_feed import MispFeed
from cektautan.sources.lists.misp_warninglist import MispWarninglist
from cektautan.sources.lists.opensources import OpenSources
from cektautan.sources.lists.own_csv import OwnCsv
from cektautan.sources.lists.rpz import Rpz
from cektautan.sources.lists.stix import Stix
from cektautan.sources.lists.table import DELIMITERS
from cektautan.sources.protocol import Adapter, Document
from cektautan.sources.recognising import first_that_knows

CSV: Final = OwnCsv.name

ADAPTERS: Final[tuple[Adapter, ...]] = (
    Changes(), Stix(), MispFeed(), MispWarninglist(), OpenSources(), OwnCsv(), Adblock(), Dnsmasq(), Hosts(), Rpz(),
    Domains(),
)  # fmt: skip
"""In the order in which they are asked."""

BY_NAME: Final = {adapter.name: adapter for adapter in ADAPTERS}


def recognise(document: Document) -> Adapter:
    """Return the adapter of a document's form.

    A first line with a delimiter is a table whose columns are not ours: the table says which one it stumbles over.

    Raises:
        FileRefusedError: it has none that is known.

    """
    adapter = first_that_knows(ADAPTERS, document)
    if adapter is not None:
        return adapter
    first = next((line for line in beginning(document).splitlines() if line.strip()), "")
    if not first.lstrip().startswith(("{", "[")) and any(delimiter in first for delimiter in (*DELIMITERS, '"')):
        return BY_NAME[CSV]
    raise FileRefusedError("unknown_format", first="".join(filter(str.isprintable, first))[:60])

"""Every file that is written of the list in plain, by its name, and what each can say (`formats.json`).

The table of what a form carries and why it leaves something out is data: the public page shows it, docs/exports.md is
compared with it, and tests put one listing of each kind through every form and hold the table to what comes out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from cektautan.publish.exports import blocking, bulk, misp, statements, stix
from cektautan.publish.exports.sheet import Sheet

CARRIED: Final = "yes"


@dataclass(frozen=True)
class Form:
    """One file."""

    file: str
    """Its name below /exports/."""
    name: str
    media_type: str
    blocks: bool
    """True if whoever uses it sees nothing of a page that is in it."""
    carries: Mapping[str, str]
    """By kind of subject: `yes`, or the reason why it is left out."""


@dataclass(frozen=True)
class Interface:
    """What is no file of the list: an interface, a feed of claims, or the client of this project."""

    name: str
    path: str
    """Where it is asked."""
    carries: Mapping[str, str]
    """As of a form."""


WRITERS: Final[Mapping[str, Callable[[Sheet], bytes]]] = {
    "list.ndjson": bulk.ndjson,
    "list.csv": bulk.table,
    "adblock.txt": blocking.adblock,
    "hosts.txt": blocking.hosts,
    "domains.txt": blocking.domains,
    "rpz.zone": blocking.rpz,
    "dnsmasq.conf": blocking.dnsmasq,
    "misp-warninglist.json": misp.warninglist,
    "misp/manifest.json": misp.manifest,
    "misp/hashes.csv": misp.hashes,
    "stix.json": stix.bundle,
    "statements.json": statements.statements,
}
"""What a file of a name is written by; a MISP feed has an event for each claim besides."""


@cache
def forms() -> tuple[Form, ...]:
    """Return the forms in the order of the page."""
    return tuple(Form(**each) for each in _data()["forms"])


@cache
def interfaces() -> tuple[Interface, ...]:
    """Return what else the list is handed out by, in the order of the page."""
    return tuple(Interface(**each) for each in _data()["interfaces"])


def everything() -> tuple[Form | Interface, ...]:
    """Return the files and then the rest, as the table has them."""
    return (*forms(), *interfaces())


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds of subjects that the table has a column for."""
    return tuple(_data()["kinds"])


@cache
def _data() -> Any:
    return json.loads((files("cektautan.publish.exports") / "formats.json").read_text("utf-8"))

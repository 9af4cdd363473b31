"""Lists that are lines of text: numbered lines, what a comment says of the list, and the look at the beginning.

Lines are cut out one after another, so that a large file is never there twice. A line that nobody could read to its
end is a fault and not an entry.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from cektautan.sources.lists.collecting import Collected
from cektautan.sources.lists.limits import MAX_CELL
from cektautan.sources.protocol import Document

BEGINNING = 64 * 1024
"""Bytes by which a form is recognised."""
SAMPLE = 200
"""Lines of it that are looked at."""

WHITE = " \t\r\ufeff"

_FACTS = {
    "title": "title", "homepage": "homepage", "license": "licence", "licence": "licence", "version": "version",
    "updated": "updated", "last modified": "updated", "last updated": "updated", "date": "updated",
    "expires": "expires",
}  # fmt: skip
_FACT = re.compile(r"[!#;\s]*([A-Za-z ]{4,15}):\s+(\S.*)")

NAME = re.compile(r"[^\s/:?#@\\\[\]<>^|*%,;\"'=(){}$&!~`]+\Z")
"""One word that may be the name of a host. Whether it is one, the desk finds out with the browser's own parser."""


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line as it stands, with its number."""
    number, start = 1, 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield number, text[start:end].removesuffix("\r")
        number, start = number + 1, end + 1


def readable(text: str, found: Collected) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something; one that is too long becomes a fault."""
    for number, line in numbered(text):
        if len(line) > MAX_CELL:
            found.refuse(number, "long_cell", line)
        elif stripped := line.strip(WHITE):
            yield number, stripped


def comment(line: str, number: int, found: Collected) -> None:
    """Take what a comment near the beginning says of the list."""
    if number <= SAMPLE and (match := _FACT.match(line)) and (name := _FACTS.get(match[1].strip().lower())):
        found.fact(name, match[2])


def beginning(document: Document) -> str:
    """Return the first letters of a document, whatever its encoding; never raises."""
    start = document.body[:BEGINNING]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "replace")
    return start.decode("utf-8-sig", "replace")


def sample(document: Document, comments: tuple[str, ...]) -> list[str]:
    """Return lines of the beginning that are no comments, the last one left out if it may be cut off."""
    text = beginning(document)
    if len(document.body) > BEGINNING:
        text = text[: text.rfind("\n") + 1] or text
    found = []
    for _, raw in numbered(text):
        line = raw.strip(WHITE)
        if line and not line.startswith(comments):
            found.append(line)
            if len(found) == SAMPLE:
                break
    return found


def most(lines: list[str], pattern: re.Pattern[str]) -> bool:
    """True if more than half of the lines begin like this."""
    return bool(lines) and 2 * sum(pattern.match(line) is not None for line in lines) > len(lines)


def host(name: str) -> str:
    """Return the name of a host that a list gives, or nothing if this is none.

    A dot before a name means "and all below" in some lists, which is what our scope `host` means; one behind it only
    says that the name is whole.

    >>> host(".kabar.example"), host("kabar.example."), host("*.kabar.example"), host("kabar")
    ('kabar.example', 'kabar.example', '', '')
    """
    bare = name.removeprefix(".").removesuffix(".")
    return bare if NAME.match(bare) and "." in bare and ".." not in bare else ""

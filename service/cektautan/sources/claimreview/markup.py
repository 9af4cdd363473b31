"""Takes the text of a page apart into tags and text, as HTML's tokeniser does (WHATWG HTML, section 13.2.5).

Only what this package needs: no tree is built and nothing is corrected. It reads each letter once, whatever the page
holds. That is why it is here: the standard library's parser and two others need minutes for two megabytes that somebody
made for the purpose (docs/adr/0124). It never raises.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

MOST_ATTRIBUTES: Final = 64
MOST_STEPS: Final = 200_000
"""Tags, comments and stray signs of one page that are looked at; the largest real page that was seen has 12,000."""

_NAME: Final = re.compile(r"[A-Za-z][^\s/>]*")
_BLANK: Final = re.compile(r"[\s/]*")
_SPACE: Final = re.compile(r"\s*")
_ATTRIBUTE: Final = re.compile(r"[^\s/>][^\s/>=]*")
_BARE: Final = re.compile(r"[^\s>]*")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ENDS: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.I)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}
_WITH_ENTITIES: Final = frozenset({"title", "textarea"})


@dataclass(frozen=True, slots=True)
class Start:
    """A tag that opens an element; `text` is what a raw element (a script, a title) holds."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class CutOff:
    """The page goes on, and is not read further."""


@dataclass(frozen=True, slots=True)
class End:
    """A tag that closes one."""

    name: str


def unescape(text: str) -> str:
    """Replace the entities that are written in full.

    >>> unescape("Q&amp;A &#39;ya&#x27; ?a=1&copy=2")
    "Q&A 'ya' ?a=1&copy=2"
    """
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def tokens(text: str) -> Iterator[Start | End | CutOff | str]:
    """Yield the tags and the text between them, in their order."""
    place, length = 0, len(text)
    for _ in range(MOST_STEPS):
        if place >= length:
            return
        opening = text.find("<", place)
        if opening < 0:
            yield unescape(text[place:])
            return
        if opening > place:
            yield unescape(text[place:opening])
        after = text[opening + 1 : opening + 2]
        if after in ("!", "?"):
            is_comment = text.startswith("<!--", opening)
            closing = text.find("-->" if is_comment else ">", opening + 2)
            if closing < 0:
                return
            place = closing + (3 if is_comment else 1)
            continue
        closes = after == "/"
        name = _NAME.match(text, opening + (2 if closes else 1))
        if name is None:
            yield "<"
            place = opening + 1
            continue
        attributes, place = _attributes(text, name.end())
        if place < 0:
            # The page ends inside a tag, which browsers drop.
            return
        word = name[0].lower()
        if closes:
            yield End(word)
        elif end := _ENDS.get(word):
            found = end.search(text, place)
            inner = text[place : found.start() if found else length]
            yield Start(word, attributes, unescape(inner) if word in _WITH_ENTITIES else inner)
            place = found.start() if found else length
        else:
            yield Start(word, attributes)
    if place < length:
        yield CutOff()


def _attributes(text: str, place: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag, and the place after its end; -1 where it has none."""
    found: dict[str, str] = {}
    while True:
        place = _end(_BLANK, text, place)
        if place >= len(text):
            return found, -1
        if text[place] == ">":
            return found, place + 1
        name = _ATTRIBUTE.match(text, place)
        assert name is not None, "neither a blank nor the end stands here"  # noqa: S101 -- for the type checker
        place, value = _end(_SPACE, text, name.end()), ""
        if text[place : place + 1] == "=":
            place = _end(_SPACE, text, place + 1)
            quote = text[place : place + 1]
            if quote in ('"', "'"):
                closing = text.find(quote, place + 1)
                if closing < 0:
                    return found, -1
                value, place = text[place + 1 : closing], closing + 1
            else:
                end = _end(_BARE, text, place)
                value, place = text[place:end], end
        if len(found) < MOST_ATTRIBUTES:
            found.setdefault(name[0].lower(), unescape(value))


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place

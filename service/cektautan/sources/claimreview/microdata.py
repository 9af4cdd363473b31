"""Reads ClaimReview that stands in the elements of a page itself: `itemscope`, `itemtype`, `itemprop` (WHATWG HTML, 5).

Each item becomes a node of the same shape as JSON-LD gives, so that the fields are read in one place. `itemref` is not
followed: no fact-checker's page with it was seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cektautan.sources.claimreview.limits import LONGEST_BODY, MOST_DEPTH, MOST_NODES
from cektautan.sources.claimreview.markup import End, Start, tokens

_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
# What ends a paragraph that nobody closed.
_ENDS_PARAGRAPH: Final = frozenset(
    {"address", "article", "aside", "blockquote", "div", "dl", "fieldset", "footer", "form", "h1", "h2", "h3", "h4",
     "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul"}
)  # fmt: skip
_RAW: Final = frozenset({"script", "style"})
_VALUES: Final = {
    "meta": "content", "a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src",
    "embed": "src", "iframe": "src", "source": "src", "object": "data", "data": "value", "meter": "value",
    "time": "datetime",
}  # fmt: skip
_MOST_OPEN: Final = 512
"""Elements inside each other; browsers stop there too."""


@dataclass(slots=True, eq=False)
class _Open:
    name: str
    item: dict[str, Any] | None = None
    """The item that this element begins."""
    properties: tuple[str, ...] = ()
    """The names under which its text is a value of the item around it."""
    text: list[str] = field(default_factory=list)


def read_microdata(text: str) -> tuple[dict[str, Any], ...]:
    """Return the outermost items of a page."""
    if "itemtype" not in text and "ITEMTYPE" not in text.upper():
        return ()
    reader = _Reader()
    for token in tokens(text):
        if isinstance(token, str):
            reader.letters(token)
        elif isinstance(token, Start):
            reader.start(token)
        elif isinstance(token, End):
            reader.end(token)
    reader.finish()
    return tuple(reader.found)


class _Reader:
    def __init__(self) -> None:
        self.found: list[dict[str, Any]] = []
        self._open: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._items: list[dict[str, Any]] = []
        self._waiting: list[_Open] = []
        self._left = MOST_NODES

    def letters(self, text: str) -> None:
        """Text belongs to each value that is open around it."""
        for each in self._waiting:
            if len(each.text) < LONGEST_BODY:
                each.text.append(text[:LONGEST_BODY])

    def start(self, tag: Start) -> None:
        """An element may begin an item, carry a value, or both."""
        if tag.name in _ENDS_PARAGRAPH and self._open and self._open[-1].name == "p":
            self._close()
        properties = tuple(tag.attributes.get("itemprop", "").split())
        is_item = "itemscope" in tag.attributes and self._left > 0 and len(self._items) < MOST_DEPTH
        opened = _Open(tag.name)
        if is_item:
            self._left -= 1
            opened.item = {"@type": tag.attributes.get("itemtype", "").split()}
            if properties and self._items:
                self._add(properties, opened.item)
            elif not self._items:
                self.found.append(opened.item)
        elif properties and self._items:
            value = _value(tag)
            if value is not None:
                self._add(properties, value)
            elif tag.name not in _VOID and len(self._waiting) < MOST_DEPTH:
                opened.properties = properties
        if tag.name in _VOID or tag.name in _RAW or len(self._open) >= _MOST_OPEN:
            return
        self._open.append(opened)
        self._names[tag.name] += 1
        if opened.item is not None:
            self._items.append(opened.item)
        if opened.properties:
            self._waiting.append(opened)

    def end(self, tag: End) -> None:
        """Close the nearest element of this name, and whatever was left open in it."""
        if self._names[tag.name]:
            while self._close() != tag.name:
                pass

    def finish(self) -> None:
        """The page ends."""
        while self._open:
            self._close()

    def _close(self) -> str:
        closed = self._open.pop()
        self._names[closed.name] -= 1
        if closed.item is not None:
            self._items.pop()
        if closed.properties:
            self._waiting.remove(closed)
            self._add(closed.properties, " ".join("".join(closed.text)[:LONGEST_BODY].split()))
        return closed.name

    def _add(self, properties: tuple[str, ...], value: Any) -> None:
        for name in properties:
            known = self._items[-1].setdefault(name, [])
            if isinstance(known, list):
                known.append(value)


def _value(tag: Start) -> str | None:
    """What an element says by an attribute; None where its text says it."""
    attributes: Mapping[str, str] = tag.attributes
    if tag.name != "meta" and "content" in attributes:
        # Not in the standard, and common.
        return attributes["content"]
    name = _VALUES.get(tag.name, "")
    if not name or (tag.name == "time" and name not in attributes):
        return None
    return attributes.get(name, "")

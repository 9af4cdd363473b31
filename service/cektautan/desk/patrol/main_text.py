"""What a page says: its title and main text, without what stands around it.

Menus, advertisements, comments and lists of other articles change with every look. They are left out by element and by
the names of classes and ids (rules/patrol.json), and so is a block that consists of links. Where hardly anything is
left, less is left out, so that a page of an unusual make is read rather than taken for empty. Pure; it never raises.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cektautan.desk.patrol.rules import PatrolRules
from cektautan.sources.claimreview.markup import CutOff, End, Start, tokens

_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_RAW: Final = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"})
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s",
     "small", "span", "strong", "sub", "sup", "tt", "u", "wbr"}
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")
_SPACES: Final = re.compile(r"\s+")
LONGEST_HEADING: Final = 300
MOST_DEPTH: Final = 500
"""Elements inside each other that are followed; deeper ones are read as text of the last."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says."""

    title: str
    text: str
    """The main text, a line for each block."""
    everything: str
    """All text that could be seen, for recognising what stands before a page."""
    whole: bool
    """Whether the page came to its own end. One that always does and once does not was cut off."""


@dataclass(slots=True)
class _Open:
    name: str
    around: bool
    main: bool
    linked: bool


@dataclass(slots=True)
class _Block:
    around: bool
    main: bool
    parts: list[str] = field(default_factory=list)
    words: int = 0
    linked: int = 0


def read_page(text: str, rules: PatrolRules) -> PageText:
    """Return what the text of a page of HTML says."""
    reader = _Reader(rules)
    for token in tokens(text):
        reader.take(token)
    reader.end()
    blocks = reader.blocks
    return PageText(
        title=_SPACES.sub(" ", reader.title or reader.heading).strip(),
        text=_joined(next(_choices(blocks, rules.least_words), [])),
        everything=_joined(blocks),
        whole=reader.whole,
    )


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))


def _choices(blocks: list[_Block], least: int) -> Iterator[list[_Block]]:
    """What may be the main text, the strictest first, where it has words enough; last everything."""
    plain = [each for each in blocks if not each.around]
    prose = [each for each in plain if each.linked * 2 <= each.words]
    for chosen in ([each for each in prose if each.main], prose, plain):
        if sum(each.words for each in chosen) >= least:
            yield chosen
    yield blocks


def _joined(blocks: list[_Block]) -> str:
    return "\n".join(_SPACES.sub(" ", "".join(each.parts)).strip() for each in blocks)


class _Reader:
    def __init__(self, rules: PatrolRules) -> None:
        self._rules = rules
        self._longest = max(map(len, rules.around_names), default=0)
        self._open: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._block = _Block(around=False, main=False)
        self._in_heading = False
        self.blocks: list[_Block] = []
        self.title = self.heading = ""
        self.whole = False

    def take(self, token: Start | End | CutOff | str) -> None:
        if isinstance(token, str):
            self._text(token)
        elif isinstance(token, Start):
            self._start(token)
        elif isinstance(token, End):
            self._end(token.name)

    def end(self) -> None:
        self._flush()

    def _text(self, text: str) -> None:
        found = count_words(text)
        self._block.parts.append(text)
        self._block.words += found
        if self._open and self._open[-1].linked:
            self._block.linked += found
        if self._in_heading and len(self.heading) < LONGEST_HEADING:
            self.heading += text[:LONGEST_HEADING]

    def _start(self, token: Start) -> None:
        name = token.name
        if name == "title":
            self.title = self.title or token.text
        if name in _RAW:
            return
        above = self._above(len(self._open))
        around = above.around or self._stands_around(token)
        if name not in _INLINE or around != above.around:
            self._flush()
        if name in _VOID or len(self._open) >= MOST_DEPTH:
            return
        main = above.main or name in ("article", "main") or _is_body(token.attributes)
        self._open.append(_Open(name, around, main, linked=above.linked or name == "a"))
        self._names[name] += 1
        self._in_heading = self._in_heading or (name == "h1" and not self.heading)
        self._begin()

    def _end(self, name: str) -> None:
        self.whole = self.whole or name in ("html", "body")
        if name == "h1":
            self._in_heading = False
        # What was not closed ends with what it stands in; an end of nothing that is open says nothing.
        place = len(self._open)
        if self._names[name]:
            place = next(at for at in range(place - 1, -1, -1) if self._open[at].name == name)
        if name not in _INLINE or self._above(len(self._open)).around != self._above(place).around:
            self._flush()
        self._names.subtract(each.name for each in self._open[place:])
        del self._open[place:]
        self._begin()

    def _above(self, place: int) -> _Open:
        return self._open[place - 1] if place else _Open("", around=False, main=False, linked=False)

    def _flush(self) -> None:
        if self._block.words:
            self.blocks.append(self._block)
        self._block = _Block(around=False, main=False)
        self._begin()

    def _begin(self) -> None:
        """A block is judged by where its text stands; of an inline element it is the block around it."""
        if not self._block.words and self._open:
            self._block.around, self._block.main = self._open[-1].around, self._open[-1].main

    def _stands_around(self, token: Start) -> bool:
        if token.name in ("html", "body", "main", "article"):
            return False
        if token.name in self._rules.around_elements or "hidden" in token.attributes:
            return True
        given = f"{token.attributes.get('class', '')} {token.attributes.get('id', '')}".lower().replace("_", "-")
        return any(self._is_around(each) for each in given.split())

    def _is_around(self, name: str) -> bool:
        """True of `iklan` and `iklan-atas`; not of `with-iklan`, which is the page that has some."""
        # Beyond the longest name of the rules nothing begins with one, whatever a stranger wrote there.
        head = name[: self._longest + 1]
        begins = (head[:place] for place, letter in enumerate(head) if letter == "-")
        return head in self._rules.around_names or any(each in self._rules.around_names for each in begins)


def _is_body(attributes: Mapping[str, str]) -> bool:
    return attributes.get("role") == "main" or attributes.get("itemprop") == "articleBody"

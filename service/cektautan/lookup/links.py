"""Finds the links in a text that a person pasted or shared: an address, several, or a forwarded message around them.

It only finds where an address begins and ends; whether it is one is for `identify`. The same rule stands in
checkpage/links.js, which decides on the reader's device, and tests/vectors/links.json holds both to it. It asks no
suffix list (docs/adr/0055): without a scheme, a name counts by the way it is written. Nothing is fetched. The work
grows with the length of the text and no faster, whatever stands in it: anybody may send one.
"""

from __future__ import annotations

import re

# ruff: noqa: SIM905 -- words are read more easily than a list of strings

ENDINGS = frozenset(
    "com net org info biz xyz top site online website web app dev page pages store shop club vip icu buzz click link "
    "live news blog space fun asia id my sg ph vn th au uk jp cn kr ru de fr nl eu tv cc io ws".split()
)
"""Endings that a name without a path may have inside a sentence: common ones that are no word after a full stop."""

ENDINGS_WITH_PATH = frozenset("me be co ly gl gd gg to in it at am is us do tt st so la ai pm im watch".split())
"""Endings that need a path behind them: short links have them, and so do the words of a sentence."""

# Blanks, control characters, and marks of direction, which chats put around addresses. No class of the regular
# expressions is used for them, for each language has another idea of a blank.
_BLANK = r"\0-\x20\x7f-\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff"
_ADDRESS = re.compile(rf"(?:[Hh][Tt][Tt][Pp][Ss]?|[Tt][Gg])://[^{_BLANK}]+")
_NAME = r"(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\.)+([A-Za-z]{2,24})"
_BARE = re.compile(rf"(?<![\w@/.])(?<![^{_BLANK}]-){_NAME}(?::[0-9]{{1,5}})?([/?][^{_BLANK}]*)?(?![\w@])")
_ALONE = re.compile(rf"{_NAME}(?::[0-9]{{1,5}})?(?:[/?].*)?")
_OTHER_SCHEME = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:[^{_BLANK}]+")
_WORD = re.compile(rf"[^{_BLANK}]+")

# What a sentence or a chat's bold mark puts behind an address, and what encloses one.
_TRAILING = ".,;:!?'\"*_~>\u00bb\u201d\u2019\u2026"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def find_links(text: str) -> list[str]:
    """The links of a text in order, each once.

    >>> find_links("Cek ini: https://youtu.be/GPdzHkn5M6M?si=x, lalu (https://s.id/abc).")
    ['https://youtu.be/GPdzHkn5M6M?si=x', 'https://s.id/abc']
    >>> find_links("m.youtube.com/watch?v=GPdzHkn5M6M")
    ['https://m.youtube.com/watch?v=GPdzHkn5M6M']
    >>> find_links("tidak ada. Sungguh.")
    []
    """
    found: list[tuple[int, str]] = []

    def blank(match: re.Match[str]) -> str:
        found.append((match.start(), _trim(match.group())))
        # So that the host inside an address is not found a second time, and positions stay.
        return " " * len(match.group())

    for match in _BARE.finditer(_ADDRESS.sub(blank, text)):
        if _counts(match.group(), match[1], match[2] or ""):
            found.append((match.start(), "https://" + _trim(match.group())))
    if not found:
        return _only_word(text)
    return list(dict.fromkeys(link for _, link in sorted(found)))


def _counts(link: str, ending: str, path: str) -> bool:
    """True where a name without a scheme counts as an address inside a sentence."""
    word = ending.lower()
    return word in ENDINGS or link[:4].lower() == "www." or (len(_trim(path)) > 1 and word in ENDINGS_WITH_PATH)


def _only_word(text: str) -> list[str]:
    """A text of one word, taken as in a browser's address bar, also where it cannot be judged: the page says why."""
    # The blanks around it are passed over from the front; an expression that ends in `$` would try each run of them.
    words = _WORD.finditer(text)
    first = next(words, None)
    if first is None or next(words, None) is not None:
        return []
    word = first.group()
    if _ALONE.fullmatch(word):
        return ["https://" + _trim(word)]
    return [word] if _OTHER_SCHEME.fullmatch(word) else []


def _trim(link: str) -> str:
    # Counted once and then down, for a text may be one long row of brackets.
    unopened = {closing: link.count(closing) - link.count(opening) for closing, opening in _PAIRS.items()}
    end = len(link)
    while end:
        last = link[end - 1]
        if last in _PAIRS:
            if unopened[last] <= 0:
                break
            unopened[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return link[:end]

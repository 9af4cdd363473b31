"""Finds the links in a text that a person pasted: a bare address, several, or a forwarded message around them.

It only finds where an address begins and ends; whether it is one is for `identify`. Nothing is fetched.
"""

from __future__ import annotations

import re

from cektautan.lookup.suffixes import offline_suffixes

_ADDRESS = re.compile(r"(?:https?|tg)://\S+", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@/.-])((?:[a-z0-9_-]{1,63}\.)+[a-z]{2,24})(?:[/?]\S*)?(?![\w@])", re.IGNORECASE)

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
    rest = text
    for match in _ADDRESS.finditer(text):
        found.append((match.start(), _trim(match.group())))
        # Blanked, so that the host inside an address is not found a second time, and positions stay.
        rest = rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    for match in _BARE.finditer(rest):
        # Without a scheme only a known suffix tells an address from two words with a full stop between them.
        if offline_suffixes()(match[1]).suffix:
            found.append((match.start(), "https://" + _trim(match.group())))
    if not found and _is_other_address(text.strip()):
        return [text.strip()]
    return list(dict.fromkeys(link for _, link in sorted(found)))


def _is_other_address(text: str) -> bool:
    """A single word with a scheme is judged, so that the page can say why it cannot be."""
    return bool(re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", text, re.IGNORECASE))


def _trim(link: str) -> str:
    while link:
        last = link[-1]
        if last in _TRAILING or (last in _PAIRS and link.count(last) > link.count(_PAIRS[last])):
            link = link[:-1]
        else:
            break
    return link

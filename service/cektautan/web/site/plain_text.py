"""Plain text with paragraphs and references, as pages show it: an address that stands alone in a line is a link.

Nothing else of a text becomes markup. A link is followed only where it may be (`readable`), and says where it leads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cektautan.web.site.readable import readable

_ALONE = re.compile(r"https?://[^\s<>\"']{4,2000}")


@dataclass(frozen=True)
class Part:
    """A line of a paragraph: words, or an address that may be followed."""

    text: str
    link: bool


def paragraphs(text: str) -> tuple[tuple[Part, ...], ...]:
    r"""Return the paragraphs of a text, each as its lines.

    >>> [[(part.text, part.link) for part in each] for each in paragraphs("A\nB\n\nhttps://kpu.go.id/1")]
    [[('A', False), ('B', False)], [('https://kpu.go.id/1', True)]]
    """
    found = re.split(r"\n\s*\n", text.strip())
    return tuple(tuple(_part(line.strip()) for line in each.splitlines() if line.strip()) for each in found if each)


def _part(line: str) -> Part:
    return Part(line, bool(_ALONE.fullmatch(line)) and readable(line))

"""Shows an address as text that can do nothing: no link, no mark that turns it around, no letter in disguise.

Characters that nobody sees, or that change the direction of what follows, are written out by their number; a name in
punycode stands beside the letters it stands for. The host, which is what one has to look at, is marked. What is shown
is data for a template, which escapes it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ada_url import idna

from cektautan.web.texts import Texts

LONGEST: Final = 2_000
"""An address of eight thousand bytes hides its end as well as a short one shows it."""

_HOST = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)?((?:[^/?#@\s]*@)?)([^/?#\s]*)(.*)", re.DOTALL)
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp", "Zs"}

Piece = tuple[str, str]
"""A kind (`text`, `host` or `mark`) and the text itself."""


@dataclass(frozen=True)
class Shown:
    """An address for the eye."""

    pieces: tuple[Piece, ...]
    mark_words: str
    """What a mark means."""
    letters: str = ""
    """The host in the letters that punycode stands for, where it is one."""
    warned: bool = False
    """Whether something in it is not what it seems."""

    @property
    def plain(self) -> str:
        """All of it as one text."""
        return "".join(text for _, text in self.pieces)


def show_address(address: str, texts: Texts) -> Shown:
    """Return an address as it can be looked at."""
    match = _HOST.fullmatch(address[:LONGEST])
    scheme, user, host, rest = match.groups("") if match else ("", "", "", address[:LONGEST])
    pieces = [
        *_pieces("text", scheme),
        *_pieces("mark" if user else "text", user),
        *_pieces("host", host),
        *_pieces("text", rest),
    ]
    if len(address) > LONGEST:
        pieces.append(("mark", f"… +{len(address) - LONGEST}"))
    letters = _letters(host)
    warned = bool(user or letters) or any(kind == "mark" for kind, _ in pieces)
    return Shown(tuple(pieces), texts["desk_address_mark"], letters, warned)


def show_text(text: str) -> str:
    r"""Return words of strangers with what nobody sees written out; line breaks stay.

    >>> show_text("a\u202eb")
    'a[U+202E]b'
    """
    return "".join(f"[U+{ord(each):04X}]" if _is_unseen(each) and each not in "\n " else each for each in text)


def _pieces(kind: str, text: str) -> list[Piece]:
    found: list[Piece] = []
    plain = ""
    for each in text:
        if _is_unseen(each):
            if plain:
                found.append((kind, plain))
            found.append(("mark", f"U+{ord(each):04X}"))
            plain = ""
        else:
            plain += each
    if plain:
        found.append((kind, plain))
    return found


def _is_unseen(each: str) -> bool:
    return not "!" <= each <= "~" and unicodedata.category(each) in _UNSEEN


def _letters(host: str) -> str:
    name = host.partition(":")[0].lower()
    if "xn--" not in name:
        return ""
    letters = idna.decode(name)
    return show_text(letters) if letters and letters != name else ""

"""Values as strangers write them, made clean: text of one line and bounded length, and absolute addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from ada_url import URL, join_url

from cektautan.sources.claimreview.limits import LONGEST_ADDRESS, LONGEST_TEXT, SHOWN
from cektautan.sources.claimreview.markup import unescape

# What cannot be stored or sent: control characters, and halves of a pair that JSON can name and UTF-8 cannot hold.
_BAD: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.I)
_TRAILING: Final = ".,;:!?)]}\u201d\u2019\u00bb"
_BARE: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}(?:/\S*)?", re.I)


def words(value: Any, longest: int = LONGEST_TEXT) -> str:
    r"""Return a text or a number as one line; empty for anything else.

    >>> words(" Salah \n &amp; keliru\x00 "), words({"a": 1}), words(7)
    ('Salah & keliru', '', '7')
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_BAD.sub(" ", unescape(str(value)[: longest * 8])).split())[:longest]


def has_entities(value: Any) -> bool:
    """Return whether a text carries entities of HTML where plain text belongs."""
    return isinstance(value, str) and unescape(value) != value


def shown(text: str) -> str:
    """Return the beginning of a text for a fault."""
    return words(text, SHOWN)


def absolute(text: str, base: str = "") -> str:
    """Return an address of the web, made absolute; empty where it is none.

    >>> absolute("/cek/1", "https://cek.example/"), absolute("cek.example/1"), absolute("javascript:x")
    ('https://cek.example/cek/1', 'https://cek.example/1', '')
    """
    text = text.strip()
    if not text or len(text) > LONGEST_ADDRESS or _BAD.search(text):
        return ""
    if without_scheme(text):
        text = f"https://{text}"
    try:
        made = join_url(base, text) if base else URL(text).href
    except ValueError:
        return ""
    # Two slashes may have been lost or doubled; the parser mends them as a browser does.
    return made if made.startswith(("http://", "https://")) else ""


def without_scheme(text: str) -> bool:
    """Return whether an address begins with the name of a host."""
    return _BARE.fullmatch(text.strip()) is not None


def addresses_in(text: str) -> Iterator[str]:
    """Yield the addresses that stand inside a text, written in full.

    >>> list(addresses_in("Media Sosial Facebook https://fb.example/1, lalu (https://x.example/2)."))
    ['https://fb.example/1', 'https://x.example/2']
    """
    for found in _ADDRESS.finditer(text):
        yield found[0].rstrip(_TRAILING)


def host_of(url: str) -> str:
    """Return the host of an absolute address, without `www.`; empty where there is none."""
    try:
        return URL(url).hostname.removeprefix("www.") if url else ""
    except ValueError:
        return ""

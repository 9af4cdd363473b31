"""What a host looks like: the letters that a reader sees, whichever script and code they come from.

Follows Unicode's table of confusable characters (UTS 39), carried by the package confusable-homoglyphs, and the few
Latin pairs that a glance does not tell apart. Two hosts with the same look are not the same host; this decides nothing
about addresses and their keys (docs/identity.md).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from confusable_homoglyphs import confusables

_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"))
"""Within Latin letters, as most typefaces draw them; `i` and `l` are told apart by nobody at the size of a phone."""


def readable(host: str) -> str:
    """Return a host with its `xn--` labels in their own letters; a label that is not sound stays as it is."""
    return ".".join(map(_label, host.split(".")))


def look(text: str) -> str:
    """Return what letters look like, so that texts of the same look are equal.

    >>> look("detlk") == look("detik"), look("kpu") == look("kpk")
    (True, False)
    """
    plain = "".join(_latin(each) for each in unicodedata.normalize("NFKD", text.lower()))
    for written, seen in _PAIRS:
        plain = plain.replace(written, seen)
    return plain


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode().decode("punycode")
    except UnicodeError:
        return label


@lru_cache(maxsize=4096)
def _latin(char: str) -> str:
    """The Latin letters that a character looks like; itself where the table knows none."""
    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    return next((each["c"].lower() for each in confusables.confusables_data.get(char, ()) if each["c"].isascii()), char)

"""Turns the bytes of a page or an answer into text, whatever their maker says about the letters.

Bytes that are UTF-8 throughout are UTF-8, for nothing else looks like it; only then is a declared encoding believed,
and only one that browsers know (WHATWG Encoding Standard): a name that a stranger writes must never choose one of
Python's other codecs. What had to be guessed or left out is a flag.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from cektautan.sources.protocol import Document

_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.I)
_META_WITHIN: Final = 2048
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_KNOWN: Final = frozenset(
    # ruff: noqa: SIM905 -- names are read more easily than a list of strings
    "utf-8 utf-16-le utf-16-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 iso8859-1 "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 "
    "iso8859-15 iso8859-16 koi8-r koi8-u gbk gb2312 gb18030 big5 euc_jp shift_jis euc_kr tis-620 ascii".split()
)
_LATIN: Final = frozenset({"iso8859-1", "ascii"})
# So few letters of a text may be broken before its declared encoding is doubted: a page that was cut off in the
# middle of a letter, or into which one foreign advertisement was pasted, is still what it says.
_FEW: Final = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and what is doubtful about it."""

    text: str
    flags: tuple[str, ...] = ()


def decode(document: Document, most: int) -> Decoded:
    """Return the text of at most so many bytes of a document. Never fails."""
    body, flags = document.body[:most], []
    if len(document.body) > most:
        flags.append("cut_off")
    text, found = _text(body, _declared(document))
    flags += found
    if "\0" in text:
        text = text.replace("\0", "")
        flags.append("nul_characters")
    return Decoded(text, tuple(flags))


def _text(body: bytes, declared: str) -> tuple[str, list[str]]:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), []
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        wrong = declared not in ("", "utf-8", "ascii") and not text.isascii()
        return text, ["charset_wrong"] if wrong else []
    if declared in ("", "utf-8"):
        text = body.decode("utf-8", "replace")
        if text.count("\ufffd") <= max(1, _FEW * sum(letter > "\x7f" for letter in text)):
            return text, ["charset_damaged"]
        return body.decode("cp1252", "replace"), ["charset_guessed"]
    # What calls itself Latin-1 is Windows-1252 to every browser.
    text = body.decode("cp1252" if declared in _LATIN else declared, "replace")
    return text, ["charset_damaged"] if "\ufffd" in text else []


def _declared(document: Document) -> str:
    """The encoding that the answer's head or the page's own head names, if it is one that browsers know."""
    found = _META.search(document.body[:_META_WITHIN])
    for label in (document.charset, found[1].decode("ascii") if found else ""):
        try:
            name = codecs.lookup(label.strip()).name if label.strip() else ""
        except (LookupError, ValueError):
            continue
        if name in _KNOWN:
            return name
    return ""

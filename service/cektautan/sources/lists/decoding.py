"""The bytes of an upload -> text and its encoding, or a refusal that says what the file is or where it breaks.

UTF-8 with or without a byte order mark, UTF-16 with one, and Windows-1252, which old spreadsheets write. The encoding
is always told. It must never be guessed where bytes could mean two things: a file that mixes encodings is refused with
the line, because a wrong letter in an address is another address.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.limits import MAX_BYTES

MOST_CONTROLS = 4
"""Control characters in the beginning of a file that is no UTF-8: more of them, and it is no text."""

_OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is_xls"),
    (b"%PDF-", "is_pdf"),
    (b"\x1f\x8b", "is_compressed"),
    (b"7z\xbc\xaf\x27\x1c", "is_compressed"),
    (b"Rar!", "is_compressed"),
    (b"BZh", "is_compressed"),
    (b"\xfd7zXZ\x00", "is_compressed"),
    (b"\x28\xb5\x2f\xfd", "is_compressed"),
    (b"\x1f\x9d", "is_compressed"),
    (b"\x04\x22\x4d\x18", "is_compressed"),
    (b"SQLite format 3\x00", "is_binary"),
    (b"\x89PNG\r\n\x1a\n", "is_binary"),
    (b"\xff\xd8\xff", "is_binary"),
)

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

# A letter of two to four bytes: what makes a file UTF-8 rather than something older.
_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True)
class Decoded:
    """The text of a file."""

    text: str
    encoding: str
    """utf-8, utf-8-bom, utf-16 or windows-1252."""


def decode(data: bytes) -> Decoded:
    """Return the text of an upload.

    Raises:
        FileRefusedError: it is empty, too large, another kind of file, or not in one of the encodings.

    """
    refuse_at_once(data)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise FileRefusedError("is_utf32")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoded = Decoded(_strictly(data, "utf-16"), "utf-16")
    elif data.startswith(codecs.BOM_UTF8):
        decoded = Decoded(_strictly(data[len(codecs.BOM_UTF8) :], "utf-8"), "utf-8-bom")
    else:
        decoded = _without_mark(data)
    if not decoded.text.strip():
        raise FileRefusedError("is_empty")
    return decoded


def refuse_at_once(data: bytes) -> None:
    """Refuse what can be seen to be no list by its size and first bytes, while whoever uploads it waits.

    Raises:
        FileRefusedError: what it is.

    """
    if not data:
        raise FileRefusedError("is_empty")
    if len(data) > MAX_BYTES:
        raise FileRefusedError("too_large", megabytes=MAX_BYTES // 1024 // 1024)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        sheet = b"[Content_Types].xml" in data[:4096] or b"xl/" in data[:4096]
        raise FileRefusedError("is_xlsx" if sheet else "is_zip")
    for start, code in _OTHER_FILES:
        if data.startswith(start):
            raise FileRefusedError(code)
    head = data[:512].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FileRefusedError("is_markup")
    if _is_binary(data[:4096]):
        raise FileRefusedError("is_binary")


def _is_binary(beginning: bytes) -> bool:
    """True for what Brotli, raw deflate or a program makes: none has a mark at its beginning, and none is text."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or beginning.count(0) * 4 > len(beginning):
        return False  # Letters of two or four bytes: `decode` tells what of them can be read.
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return len(_CONTROLS.findall(beginning)) >= MOST_CONTROLS
    return False


def _without_mark(data: bytes) -> Decoded:
    if data[:4096].count(0) * 4 > len(data[:4096]):
        raise FileRefusedError("utf16_without_mark")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        place = error.start
    if _LETTER.search(data):
        # Some letters are UTF-8 and some are not: whichever we chose, the others would be read wrong.
        raise FileRefusedError("mixed_encodings", line=_line_of(data, place))
    return Decoded(_strictly(data, "cp1252"), "windows-1252")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
        if encoding == "utf-16":
            line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise FileRefusedError("undecodable", line=line) from None


def _line_of(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1

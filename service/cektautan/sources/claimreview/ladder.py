"""Reads one block of JSON-LD, and mends what publishers commonly break, one named step after the other.

Each step is tried only when what came before did not make it JSON, and each that was needed is a flag: an editor may
want to tell the publisher. What no step mends is given up for this block alone; nothing is guessed, so a block with
quotation marks in the wrong places stays unread. Numbers are kept as they are written.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from cektautan.sources.claimreview.markup import unescape

_CDATA: Final = re.compile(r"\A(?://\s*|/\*\s*)?<!\[CDATA\[(?:\s*\*/)?")
_CDATA_END: Final = re.compile(r"(?://\s*|/\*\s*)?\]\]>(?:\s*\*/)?\Z")
# A string that never ends runs to the end of the text, so that no letter is looked at twice.
_COMMAS: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|,(?=\s*[}\]])', re.S)
_BETWEEN: Final = re.compile(r"[\s,;]*")
_EDGES: Final = " \t\r\n\f\v\u00a0\u2028\u2029\u200b"
_END_WITHIN: Final = 40


class UnreadableError(ValueError):
    """A block that is no JSON and could not be made any. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Block:
    """What a block holds, and the steps that were needed to read it."""

    values: tuple[Any, ...]
    steps: tuple[str, ...] = ()


def read_block(text: str) -> Block:
    """Return what a block holds; nothing for an empty one.

    Raises:
        UnreadableError: no step made it JSON, or it is nested too deeply.

    """
    steps: list[str] = []
    text = _unwrapped(text, steps)
    if not text:
        return Block(())
    try:
        return _read(text, steps)
    except RecursionError:
        raise UnreadableError("too_deep") from None


def _read(text: str, steps: list[str]) -> Block:
    for strict in (True, False):
        if (value := _loads(text, strict=strict)) is not _NOTHING:
            return Block((value,), (*steps, *(() if strict else ("control_characters",))))
    for step, mended in (("trailing_semicolon", _without_semicolon), ("trailing_comma", _without_commas)):
        better = mended(text)
        if better != text:
            text = better
            steps.append(step)
            if (value := _loads(text)) is not _NOTHING:
                return Block((value,), tuple(steps))
    plain = unescape(text)
    for each, extra in ((text, ()), (plain, ("html_entities",))):
        if each == text and extra:
            continue
        if (value := _loads(each)) is not _NOTHING:
            return Block((value,), (*steps, *extra))
        values, is_whole = _one_after_another(each)
        if values:
            return Block(tuple(values), (*steps, *extra, "several_values" if is_whole else "rest_dropped"))
    raise UnreadableError("not_json")


def _unwrapped(text: str, steps: list[str]) -> str:
    """Without byte order mark, comment and CDATA marks, which mean something to HTML or XML and nothing to JSON."""
    text = text.strip(_EDGES)
    if text.startswith("\ufeff"):
        text = text.strip("\ufeff" + _EDGES)
        steps.append("byte_order_mark")
    if text.startswith("<!--"):
        end = text.find("-->")
        is_before = end >= 0 and text[end + 3 :].lstrip(_EDGES)[:1] in ("{", "[")
        text = text[end + 3 :] if is_before else text[4:].removesuffix("-->").rstrip(_EDGES).removesuffix("//")
        text = text.strip(_EDGES)
        steps.append("comment_marks")
    if found := _CDATA.match(text):
        text = text[found.end() :]
        # The mark is looked for in the last letters alone: a search through the whole would try each letter anew.
        tail = text[-_END_WITHIN:]
        text = (text[: len(text) - len(tail)] + _CDATA_END.sub("", tail)).strip(_EDGES)
        steps.append("cdata_marks")
    return text


_NOTHING: Final = object()


def _loads(text: str, *, strict: bool = False) -> Any:
    try:
        return json.loads(text, strict=strict, parse_int=str, parse_float=str, parse_constant=str)
    except ValueError:
        return _NOTHING


def _without_semicolon(text: str) -> str:
    bare = text.rstrip(_EDGES + ";")
    # A semicolon may as well be the end of an entity.
    return bare if bare.endswith(("}", "]")) else text


def _without_commas(text: str) -> str:
    return _COMMAS.sub(lambda found: "" if found[0] == "," else found[0], text)


def _one_after_another(text: str) -> tuple[list[Any], bool]:
    """The objects and lists that stand one after the other, and whether nothing else does."""
    decoder = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)
    values: list[Any] = []
    place = _skipped(text, 0)
    while place < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except ValueError:
            return values, False
        if isinstance(value, dict | list):
            values.append(value)
        place = _skipped(text, place)
    return values, True


def _skipped(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place

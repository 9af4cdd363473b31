"""Reads the JSON of signed files strictly, member by member (docs/protocol.md, sections 6 and 7).

Only whole numbers that a double holds exactly are read, so that every language sees the same value. Whatever is not
what the protocol describes is `bad_format`; nothing else may come out of here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import orjson

from cektautan.core.errors import ErrorCode, FormatError

MAX_NUMBER: Final = (1 << 53) - 1
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_NOT_WHOLE: Final = re.compile(rb"-|\d[.eE]")
"""A sign, a fraction or an exponent: no number that stands in the small files has one."""
_DEEPEST: Final = 64


def read_object(data: bytes | memoryview, what: str) -> dict[str, Any]:
    """Return the JSON object that a file consists of."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as problem:
        raise FormatError(ErrorCode.BAD_FORMAT, f"{what} is not JSON") from problem
    if not isinstance(value, dict):
        raise FormatError(ErrorCode.BAD_FORMAT, f"{what} is not an object")
    if type(value.get("format")) is not int or value["format"] != 1:
        raise FormatError(ErrorCode.BAD_FORMAT, f"{what} is not of format 1")
    return value


def read_small_object(data: bytes, what: str) -> dict[str, Any]:
    """Return the JSON object of keys.json or manifest.json, by which it is decided which list holds.

    Its text is looked at as the reader in JavaScript must, to whom `1.0` is 1: each number is a whole one from 0 to
    2^53 - 1, written without fraction or exponent, and nothing lies deeper than 64 lists and objects.
    """
    value = read_object(data, what)
    bare = _STRING.sub(b'""', data)
    if _NOT_WHOLE.search(bare) or any(len(each) > 16 or int(each) > MAX_NUMBER for each in re.findall(rb"\d+", bare)):
        raise FormatError(ErrorCode.BAD_FORMAT, f"{what} holds a number that is not whole")
    if _depth(bare) > _DEEPEST:
        raise FormatError(ErrorCode.BAD_FORMAT, f"{what} holds too much in one another")
    return value


def _depth(bare: bytes) -> int:
    depth = deepest = 0
    for sign in re.findall(rb"[\[\]{}]", bare):
        depth += 1 if sign in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def whole(members: Mapping[str, Any], name: str) -> int:
    """Return a member that is a whole number from 0 to 2^53 - 1."""
    value = members.get(name)
    if type(value) is not int or not 0 <= value <= MAX_NUMBER:
        raise FormatError(ErrorCode.BAD_FORMAT, f"{name} is not a whole number")
    return value


def digest(members: Mapping[str, Any], name: str) -> str:
    """Return a member that is a SHA-256 in hexadecimal."""
    value = members.get(name)
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise FormatError(ErrorCode.BAD_FORMAT, f"{name} is not a SHA-256")
    return value


def inner(members: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a member that is an object."""
    return as_object(members.get(name), name)


def as_object(value: object, what: str) -> dict[str, Any]:
    """Return a value that is an object."""
    if not isinstance(value, dict):
        raise FormatError(ErrorCode.BAD_FORMAT, f"{what} is not an object")
    return value


def items(members: Mapping[str, Any], name: str, least: int, most: int) -> list[Any]:
    """Return a member that is a list of so many items."""
    value = members.get(name)
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise FormatError(ErrorCode.BAD_FORMAT, f"{name} is not a list of {least} to {most}")
    return value


def write_object(value: Mapping[str, Any]) -> bytes:
    """Return JSON with sorted members, no spaces and one line feed at the end: the same value, the same bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)

"""Templates: the small pattern language of the rules, compiled once.

Decides whether a path or a parameter's value has the shape that a rule names, and what it captures. Follows
docs/identity.md, section 7. Rules are templates over ASCII character classes and not regular expressions, so that two
languages cannot understand one differently; this module compiles them to regular expressions of the plainest kind,
which never backtrack over more than one segment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Captures = dict[str, str]

Names = tuple[tuple[int, str, bool], ...]
"""For each capture that is kept its group, its name, and whether it is put in lower case."""


class BadRule(ValueError):  # noqa: N818 -- it names what is wrong: a rule.
    """A rule that the engine does not understand. The message names the rule's text."""


class CharClass(NamedTuple):
    """An ASCII character class: the characters, what must come before them, how many there may be."""

    chars: str
    prefix: str
    min: int
    max: int
    lower: bool

    @property
    def pattern(self) -> str:
        """The class as a regular expression."""
        return f"{re.escape(self.prefix)}[{self.chars}]{{{self.min},{self.max}}}"


@dataclass(frozen=True, slots=True)
class PathTemplate:
    """A compiled path template."""

    pattern: re.Pattern[str]
    """Matches the whole normal path; with a rest, the normal form of the segments before it."""
    names: Names
    rest: str | None
    """The name of the capture that takes the rest of the address."""
    depth: int
    """How many segments there are, or stand before the rest or `**`."""
    is_open: bool
    """Whether more segments may follow."""
    head: str | None
    """The first segment where it is a literal: a path that begins otherwise need not be tried."""


@dataclass(frozen=True, slots=True)
class ValueTemplate:
    """A compiled template of a parameter's value."""

    pattern: re.Pattern[str]
    names: Names


_CAPTURE = re.compile(r"([^{}*]*)\{([a-z_]+):([a-z0-9.-]+)\}([^{}*]*)(\*?)")
_LITERAL = re.compile(r"([^{}*]*)(\*?)")
_REST = re.compile(r"\{([a-z_]+):rest\}")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_RANGE = re.compile(r"(.)-(.)|(.)", re.DOTALL)


def compile_class(data: Mapping[str, Any]) -> CharClass:
    """Compile an entry of classes.json."""
    chars = ""
    for first, last, single in _RANGE.findall(data["chars"]):
        if last and not first <= last:
            raise BadRule(f"class {data['id']}: {first}-{last} is not a range")
        chars += f"{re.escape(first)}-{re.escape(last)}" if last else re.escape(single)
    return CharClass(chars, data.get("prefix", ""), data["min"], data["max"], data.get("fold") == "lower")


def compile_path(text: str, classes: Mapping[str, CharClass]) -> PathTemplate:
    """Compile a path template such as `/watch`, `/@*/video/{id:number}`, `/about/**` or `/web/*/{url:rest}`."""
    segments = [segment for segment in text.split("/") if segment]
    rest = _REST.fullmatch(segments[-1]) if segments else None
    anything_below = bool(segments) and segments[-1] == "**"
    if rest or anything_below:
        segments.pop()
    parts: list[str] = []
    names: list[tuple[str, bool]] = []
    for segment in segments:
        pattern, name = _compile_segment(segment, classes, "[^/]")
        parts.append(f"/{pattern}")
        names += name
    pattern = "".join(parts) or ("" if anything_below else "/")
    if anything_below:
        pattern += "(?:/.*)?"
    head = segments[0] if segments and "*" not in segments[0] and "{" not in segments[0] else None
    is_open = anything_below or rest is not None
    return PathTemplate(re.compile(pattern), _numbered(names), rest[1] if rest else None, len(segments), is_open, head)


def compile_value(text: str, classes: Mapping[str, CharClass]) -> ValueTemplate:
    """Compile the template of a parameter's value, as `{id:youtube}`; a lone `*` is any value that is not empty."""
    pattern, names = _compile_segment(text, classes, ".")
    return ValueTemplate(re.compile(pattern, re.DOTALL), _numbered(names))


def _numbered(names: list[tuple[str, bool]]) -> Names:
    return tuple((group, name, lower) for group, (name, lower) in enumerate(names, start=1))


def _compile_segment(text: str, classes: Mapping[str, CharClass], anything: str) -> tuple[str, list[tuple[str, bool]]]:
    if text == "*":
        return f"{anything}+", []
    if literal := _LITERAL.fullmatch(text):
        return re.escape(literal[1]) + (f"{anything}*" if literal[2] else ""), []
    capture = _CAPTURE.fullmatch(text)
    if capture is None:
        raise BadRule(f"{text}: not a template")
    before, name, class_id, after, star = capture.groups()
    # A capture called `_` is thrown away.
    is_kept = name != "_"
    group = "(" if is_kept else "(?:"
    if class_id == "any":
        middle, lower = f"{group}{anything}+)", False
    elif class_id in classes:
        char_class = classes[class_id]
        # Before a `*` a capture takes the whole run of its class: a longer run is no match.
        middle = f"{group}{char_class.pattern}){f'(?![{char_class.chars}])' if star else ''}"
        lower = char_class.lower
    else:
        raise BadRule(f"{text}: there is no class {class_id}")
    pattern = re.escape(before) + middle + re.escape(after) + (f"{anything}*" if star else "")
    return pattern, [(name, lower)] if is_kept else []


def captures_of(match: re.Match[str], names: Names) -> Captures:
    """Name what a template has captured."""
    captures = {}
    for group, name, lower in names:
        captures[name] = match[group].lower() if lower else match[group]
    return captures


def check_text(text: str, names: frozenset[str]) -> str:
    """Return the text of a key or an address if every {name} in it is known."""
    for name in _PLACEHOLDER.findall(text):
        if name not in names:
            raise BadRule(f"{text}: nothing captures {name}")
    if "{" in _PLACEHOLDER.sub("", text) or "}" in _PLACEHOLDER.sub("", text):
        raise BadRule(f"{text}: a brace that is not part of a {{name}}")
    return text


def fill(text: str, captures: Captures) -> str:
    """Put captures in the places of their names."""
    return text.format_map(captures)

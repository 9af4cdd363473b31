"""YAML text -> a tree of values with line numbers, or problems that say what to write instead.

Reads the small part of YAML that a list needs, with the meanings of YAML 1.2's core schema (yaml.org/spec/1.2.2 §10.3),
which is also what editors' YAML servers use: dates, `yes` and `no` are text; only `true`, `false`, `null` and numbers
are not. Anchors, aliases, merge keys, tags, several documents and duplicate keys are refused, because a reviewer cannot
see what they do. It must never build Python objects and never read further files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from cektautan.blocklists.problems import Problem

MAX_BYTES = 64 * 1024
"""A claim with a hundred appearances takes about 20 KiB; more than this is not a list entry."""

MAX_DEPTH = 8
"""An entry needs four levels."""

_NULL = re.compile(r"(?:~|null|Null|NULL)?\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z"
)


@dataclass(frozen=True)
class Node:
    """A value and the line it begins on; mappings and sequences hold nodes."""

    value: str | int | float | bool | dict[str, Node] | list[Node] | None
    line: int
    text: str = ""
    """The scalar as written, for messages about values that YAML reads as something else."""

    def plain(self) -> object:
        """The same value without lines, as a JSON document."""
        if isinstance(self.value, dict):
            return {name: child.plain() for name, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value


class _Refused(Exception):  # noqa: N818 -- it stops one document's reading and never leaves this module
    def __init__(self, line: int, code: str, message: str) -> None:
        self.line, self.code, self.message = line, code, message


def read_document(file: str, data: bytes) -> Node | Problem:
    """The document's tree, or the first thing that makes it unreadable."""
    try:
        return _read(data)
    except _Refused as refused:
        return Problem(file, refused.line, refused.code, refused.message)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Problem(file, mark.line + 1 if mark else 1, "yaml_syntax", _in_plain_words(error))
    except yaml.reader.ReaderError as error:
        line = data.decode("utf-8", "replace").count("\n", 0, error.position) + 1
        # The parser gives a number or a character, depending on what it was reading.
        code = error.character if isinstance(error.character, int) else ord(error.character)
        return Problem(file, line, "yaml_syntax", f"the character U+{code:04X} is not allowed in a list")


def _read(data: bytes) -> Node:
    if len(data) > MAX_BYTES:
        raise _Refused(1, "yaml_size", f"the file has {len(data)} bytes; an entry has at most {MAX_BYTES}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        raise _Refused(1, "yaml_encoding", "save the file as UTF-8 without a byte order mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Refused(data.count(b"\n", 0, error.start) + 1, "yaml_encoding", "save the file as UTF-8") from None
    loader = yaml.SafeLoader(text)
    try:
        _refuse_hidden_structure(text)
        root = loader.get_single_node()
    finally:
        loader.dispose()
    if root is None:
        raise _Refused(1, "yaml_syntax", "the file is empty")
    return _convert(root)


def _refuse_hidden_structure(text: str) -> None:
    """Anchors, aliases, tags and further documents make a file mean more than a reviewer sees in it.

    Deep nesting is stopped here too, at its first token too many: the parser's time grows with its square.
    """
    documents = depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _Refused(line, "yaml_syntax", "nested too deeply for a list entry")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                line,
                "yaml_anchor",
                "anchors (&) and aliases (*) are not used in lists: write the value out, or quote it",
            )
        tag = getattr(event, "tag", None)
        if tag:
            raise _Refused(line, "yaml_tag", f"tags ({tag}) are not used in lists: quote the value")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(line, "yaml_documents", "one file holds one entry: remove the second document (---)")


def _convert(node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Node([_convert(child) for child in node.value], line)
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, Node] = {}
        for key, child in node.value:
            key_line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _Refused(key_line, "yaml_key", "a field's name must be a plain word")
            if key.value == "<<":
                raise _Refused(key_line, "yaml_anchor", "merge keys (<<) are not used in lists: write the fields out")
            if key.value in fields:
                first = fields[key.value].line
                raise _Refused(
                    key_line, "yaml_duplicate", f"{key.value}: given twice (first in line {first}); keep one"
                )
            # A field stands where its name stands: that is where a reader looks, also when its value begins below.
            value = _convert(child)
            fields[key.value] = Node(value.value, key_line, value.text)
        return Node(fields, line)
    if not isinstance(node, yaml.ScalarNode):
        raise _Refused(line, "yaml_syntax", "neither a text, a list nor a group of fields")
    return Node(_scalar(node), line, str(node.value))


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    text = str(node.value)
    if node.style is not None:
        return text
    if _NULL.match(text):
        return None
    if _BOOL.match(text):
        return text.lower() == "true"
    if _INT.match(text):
        return int(text, 0) if text[:2] in ("0x", "0o") else int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


def _in_plain_words(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "cannot be read"
    if "'\\t'" in problem:
        return "a tab stands where YAML wants spaces: indent with two spaces"
    if "mapping values are not allowed here" in problem:
        return "a colon and a space stand inside an unquoted text, or the indentation is off: quote the text"
    if "could not find expected ':'" in problem:
        return "a colon is missing after a field's name, or a text runs on without indentation"
    if "expected <block end>" in problem:
        return "the indentation changes in the middle of the entry, or a quotation mark is opened and not closed"
    if "found unexpected end of stream" in problem or "while scanning a quoted scalar" in (error.context or ""):
        return "a quotation mark is opened and not closed"
    return " ".join(part for part in (error.context, problem) if part)

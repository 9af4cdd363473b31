"""Filter lists in Adblock Plus syntax (help.adblockplus.org, "How to write filters"), as far as they mean a page.

`||kabar.example^` is a host with all below it, `||kabar.example/a/` and `||kabar.example/a^` a folder,
`||kabar.example/a|` and `|https://kabar.example/a|` exactly one address; the option `document` says that the page
itself is meant, which is what we mean of all. Everything else says something that a reputation cannot: an exception,
another option, a hidden part of a page, a pattern, or the beginning of many addresses. Each is a fault that names
which, and none is read as something near it.
"""

from __future__ import annotations

import re

from cektautan.sources.lists.collecting import Collected
from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.lines import comment, host, most, readable, sample
from cektautan.sources.protocol import Document, FoundEntry, Reading

_COSMETIC = re.compile(r"#@?[$?%]{0,2}#")
_OPTIONS = re.compile(r"\$(~?[\w-]+(?:=[^,]*)?(?:,~?[\w-]+(?:=[^,]*)?)*)\Z")
_PAGE = re.compile(r"\$doc(?:ument)?\Z")
_RULE = re.compile(r"\|\||@@|\|https?://|\[Adblock|.*#@?[$?%]{0,2}#")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


class Adblock:
    """Reads filter lists."""

    name = "adblock"

    def recognises(self, document: Document) -> bool:
        """Return whether the head says so or most lines are filters."""
        lines = sample(document, ("!",))
        return bool(lines) and (lines[0].startswith("[Adblock") or most(lines, _RULE))

    def read(self, document: Document) -> Reading:
        """Return the hosts, folders and addresses that are meant whole.

        Raises:
            FileRefusedError: it is no text, too large, or there is nothing in it.

        """
        decoded, found = decode(document.body), Collected()
        for number, line in readable(decoded.text, found):
            if line.startswith(("!", "[")) or line == "#" or line.startswith("# "):
                comment(line, number, found)
                continue
            read = _filter(line)
            if isinstance(read, str):
                found.refuse(number, read, line)
            else:
                found.take(FoundEntry(number, *read))
        return found.reading(decoded.encoding)


def _filter(line: str) -> str | tuple[str, str]:
    """Return what a filter names and its scope, or why it cannot be meant."""
    if line.startswith("@@"):
        return "exception"
    if _COSMETIC.search(line):
        return "cosmetic"
    if line.startswith("/") and len(line) > 1 and (line.endswith("/") or "/$" in line):
        return "pattern"
    line = _PAGE.sub("", line)
    if _OPTIONS.search(line):
        return "options"
    if "*" in line:
        return "wildcard"
    if line.startswith("||"):
        return _anchored(line[2:], "https://")
    if line.startswith("|") and (scheme := _SCHEME.match(line, 1)):
        return _anchored(line[scheme.end() :], scheme[0])
    return "substring"


def _anchored(rest: str, scheme: str) -> str | tuple[str, str]:
    """The rule behind its anchor: whole if it ends at a separator, at the end of the address, or at a slash."""
    ends = rest.endswith("|")
    rest = rest.removesuffix("|")
    separated = rest.endswith("^")
    rest = rest.removesuffix("^")
    if "|" in rest or "^" in rest:
        return "pattern"
    name, slash, path = rest.partition("/")
    if ":" in name:
        return "port"
    bare = host(name)
    if not bare:
        return "no_name" if separated or slash or ends else "open_end"
    if not path:
        # `||kabar.example` without a separator also means kabar.example.org.
        return (bare, "host") if slash or separated else "open_end"
    if ends and not separated:
        return f"{scheme}{bare}/{path}", "url"
    if "?" in path or "#" in path or not (separated or path.endswith("/")):
        return "open_end"
    return f"{scheme}{bare}/{path}", "path"

"""Response-policy zones (draft-vixie-dnsop-dns-rpz): zone files whose records say what to answer instead.

Names with CNAME `.` or `*.`, `rpz-drop` or a null address are entries of scope `host`. `*.kabar.example` without
`kabar.example` beside it leaves out the name itself, which we cannot, and is a fault; so are exceptions, names that are
led to another machine, and triggers that are no names. dnspython splits the records into tokens; a record that it
cannot read is a fault, and the next one is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dns.exception import DNSException
from dns.tokenizer import Tokenizer

from cektautan.sources.lists.collecting import Collected
from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.hosts import NOWHERE
from cektautan.sources.lists.limits import MAX_CELL, MAX_ROWS
from cektautan.sources.lists.lines import WHITE, comment, host, numbered, sample
from cektautan.sources.protocol import Document, FoundEntry, Reading

MOST_LINES = 30
"""Lines that one record may stand in: a SOA has seven values."""

_TYPES = frozenset({"SOA", "NS", "CNAME", "A", "AAAA", "TXT", "MX", "DNAME", "PTR", "SRV", "DS", "DNSKEY", "RRSIG"})
_TTL = re.compile(r"(?:\d+[smhdwSMHDW]?)+\Z")
_TRIGGER = re.compile(r"(?:^|\.)rpz-(?:ip|client-ip|nsip|nsdname)\Z")
_TELLING = re.compile(r"(?:.*\s(?:IN\s+)?SOA\s|\$(?:TTL|ORIGIN)\b)|.*\sCNAME\s+(?:\*?\.|rpz-)", re.IGNORECASE)


class Rpz:
    """Reads response-policy zones."""

    name = "rpz"

    def recognises(self, document: Document) -> bool:
        """Return whether there is a line that only zones have; longer zones begin with many others."""
        return any(_TELLING.match(line) for line in sample(document, (";",)))

    def read(self, document: Document) -> Reading:
        """Return the names that are answered with nothing.

        Raises:
            FileRefusedError: it is no text, too large, or there is nothing in it.

        """
        decoded, found = decode(document.body), Collected()
        zone = _Zone(found)
        for number, text in _records(decoded.text, found):
            try:
                tokens = _tokens(text)
            except DNSException:
                found.refuse(number, "no_record", text)
                continue
            if tokens:
                zone.record(number, tokens, text)
        zone.end()
        return found.reading(decoded.encoding)


def _records(text: str, found: Collected) -> Iterator[tuple[int, str]]:
    """Yield each record with its first line; one in brackets goes on over several."""
    waiting, first = "", 0
    for number, line in numbered(text):
        # White space at its beginning says that a record has the name of the one above.
        if line.lstrip(WHITE).startswith(";") and not waiting:
            comment(line, number, found)
        elif len(line) > MAX_CELL:
            found.refuse(number, "long_cell", line)
        elif waiting or line.strip(WHITE):
            waiting, first = (f"{waiting}\n{line}", first) if waiting else (line, number)
            if "(" not in waiting or _is_whole(waiting) or number - first >= MOST_LINES:
                yield first, waiting
                waiting = ""
    if waiting:
        yield first, waiting


def _is_whole(record: str) -> bool:
    """True unless a bracket is still open."""
    tokenizer = Tokenizer(record)
    try:
        while not tokenizer.get().is_eof():
            pass
    except DNSException:
        return not tokenizer.multiline
    return True


def _tokens(record: str) -> list[str]:
    """Return the words of a record, an empty one first where it has no name of its own."""
    tokenizer = Tokenizer(record)
    words: list[str] = []
    while True:
        token = tokenizer.get(want_leading=not words)
        if token.is_eof():
            return words
        if not token.is_eol():
            words.append("" if token.is_whitespace() else token.value)


class _Zone:
    """The state of reading one zone, and the names that it is about."""

    def __init__(self, found: Collected) -> None:
        self._found = found
        self._zone = ""
        self._origin = ""
        self._owner = ""
        self._exact: dict[str, int] = {}
        self._below: dict[str, int] = {}

    def record(self, number: int, tokens: list[str], text: str) -> None:
        """Take one record."""
        if tokens[0].startswith("$"):
            self._directive(number, tokens, text)
            return
        owner, *rest = tokens
        if owner:
            self._owner = owner
        while rest and (rest[0].upper() in ("IN", "CH", "HS") or _TTL.match(rest[0])):
            rest = rest[1:]
        if not rest or rest[0].upper() not in _TYPES:
            self._found.refuse(number, "no_record", text)
            return
        kind, values = rest[0].upper(), rest[1:]
        if kind == "SOA" and not self._zone:
            self._zone = self._absolute(self._owner)
        name = self._trigger()
        if name is None:
            self._found.refuse(number, "outside_zone", text)
        elif name and kind not in ("SOA", "NS"):
            self._policy(number, name, kind, values, text)

    def end(self) -> None:
        """Hand over what was found: a name and what is below it are one entry."""
        for name, number in self._exact.items():
            self._found.take(FoundEntry(number, name, "host"))
        for name, number in self._below.items():
            if name not in self._exact:
                self._found.refuse(number, "subdomains_only", f"*.{name}", "subject")

    def _directive(self, number: int, tokens: list[str], text: str) -> None:
        if tokens[0].upper() == "$ORIGIN" and len(tokens) > 1:
            self._origin = self._absolute(tokens[1])
            self._zone = self._zone or self._origin
        elif tokens[0].upper() != "$TTL":
            self._found.refuse(number, "zone_directive", text)

    def _absolute(self, name: str) -> str:
        """A name with everything behind it, without the last dot."""
        if name.endswith("."):
            return name[:-1].lower()
        if name == "@":
            return self._origin
        return f"{name}.{self._origin}".removesuffix(".").lower()

    def _trigger(self) -> str | None:
        """What the record is about: the name of its owner within the zone; None for one outside of it."""
        name = self._absolute(self._owner)
        if not self._zone:
            return name
        if name == self._zone:
            return ""
        return name.removesuffix(f".{self._zone}") if name.endswith(f".{self._zone}") else None

    def _policy(self, number: int, name: str, kind: str, values: list[str], text: str) -> None:
        target = values[0].lower() if values else ""
        refused = ""
        if _TRIGGER.search(name):
            refused = "no_name_trigger"
        elif kind == "CNAME" and target.removesuffix(".") in ("rpz-passthru", name):
            refused = "exception"
        elif not _is_nothing(kind, target):
            refused = "points_elsewhere"
        elif not host(name.removeprefix("*.")):
            refused = "no_name"
        if refused:
            self._found.refuse(number, refused, text)
            return
        names = self._below if name.startswith("*.") else self._exact
        names.setdefault(name.removeprefix("*."), number)
        if len(names) > MAX_ROWS:
            raise FileRefusedError("too_many_rows", rows=MAX_ROWS)


def _is_nothing(kind: str, target: str) -> bool:
    if kind == "CNAME":
        return target in (".", "*.", "rpz-drop.", "rpz-drop")
    return kind in ("A", "AAAA") and NOWHERE.match(target) is not None

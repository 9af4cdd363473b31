"""Hosts files (hosts(5)): lines of an address that leads nowhere and the names that it is given to.

A name becomes an entry of scope `host`. The format means that name alone; our narrowest key of a host holds for what is
below it too, and the desk's preview says what it will be. A name that is sent to a real address is no entry: somebody
keeps a network's own machines in this file.
"""

from __future__ import annotations

import re

from cektautan.sources.lists.collecting import Collected
from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.lines import comment, host, most, readable, sample
from cektautan.sources.protocol import Document, FoundEntry, Reading

NOWHERE = re.compile(r"(?:0\.0\.0\.0|0|127(?:\.\d{1,3}){3}|::1?|0:0:0:0:0:0:0:[01]|fe80::1%lo0|255\.255\.255\.255)\Z")
"""Addresses that lead to no machine but one's own."""

OWN = frozenset(
    {"localhost", "localhost.localdomain", "localhost4", "localhost6", "local", "broadcasthost", "ip6-localhost",
     "ip6-loopback", "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters", "ip6-allhosts"}
)  # fmt: skip
"""Names that every system has in this file. They are no part of the list."""

_LINE = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|0|[0-9a-fA-F]*:[0-9a-fA-F:]+(?:%\w+)?)[ \t]+\S")
_ADDRESS = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]+(?:%\w+)?)\Z")


class Hosts:
    """Reads hosts files."""

    name = "hosts"

    def recognises(self, document: Document) -> bool:
        """Return whether most lines are an address and a name."""
        return most(sample(document, ("#",)), _LINE)

    def read(self, document: Document) -> Reading:
        """Return the names that are sent nowhere.

        Raises:
            FileRefusedError: it is no text, too large, or there is nothing in it.

        """
        decoded, found = decode(document.body), Collected()
        for number, line in readable(decoded.text, found):
            if line.startswith("#"):
                comment(line, number, found)
                continue
            # White space that is no blank, alone in its line, is no word.
            address, *names = line.partition("#")[0].split() or [""]
            if NOWHERE.match(address):
                _names(number, names, line, found)
            elif _ADDRESS.match(address):
                found.refuse(number, "points_elsewhere", line)
            else:
                found.refuse(number, "no_hosts_line", line)
        return found.reading(decoded.encoding)


def _names(number: int, names: list[str], line: str, found: Collected) -> None:
    if not names:
        found.refuse(number, "no_hosts_line", line)
    for name in names:
        if name.lower() in OWN or NOWHERE.match(name):
            continue
        if bare := host(name):
            found.take(FoundEntry(number, bare, "host"))
        else:
            found.refuse(number, "no_name", name, "subject")

"""Configuration of dnsmasq (dnsmasq(8), `address=`, `server=`, `local=`): names that are answered with nothing.

`address=/kabar.example/` and the like hold for a name and all below it, which is our scope `host`. A name that is given
a real address or asked of another server is no entry: that is how networks name their own machines.
"""

from __future__ import annotations

import re

from cektautan.sources.lists.collecting import Collected
from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.hosts import NOWHERE
from cektautan.sources.lists.lines import comment, host, most, readable, sample
from cektautan.sources.protocol import Document, FoundEntry, Reading

_LINE = re.compile(r"(?:--)?(?:address|server|local)=/")
_SETTING = re.compile(r"(?:--)?(address|server|local)\s*=\s*/(.+)/([^/]*)\Z")


class Dnsmasq:
    """Reads configurations of dnsmasq."""

    name = "dnsmasq"

    def recognises(self, document: Document) -> bool:
        """Return whether most lines are such settings."""
        return most(sample(document, ("#",)), _LINE)

    def read(self, document: Document) -> Reading:
        """Return the names that are answered with nothing.

        Raises:
            FileRefusedError: it is no text, too large, or there is nothing in it.

        """
        decoded, found = decode(document.body), Collected()
        for number, line in readable(decoded.text, found):
            if line.startswith("#"):
                comment(line, number, found)
                continue
            match = _SETTING.match(re.sub(r"\s+#.*", "", line))
            if match is None:
                found.refuse(number, "no_name_setting", line)
                continue
            setting, names, target = match[1], match[2].split("/"), match[3]
            if not _is_nothing(setting, target):
                found.refuse(number, "points_elsewhere", line)
                continue
            for name in names:
                _take(number, name, found)
        return found.reading(decoded.encoding)


def _is_nothing(setting: str, target: str) -> bool:
    """True if whoever asks for the name gets no machine: `#` is the null address, an empty target no answer at all."""
    if setting == "address":
        return target in ("", "#") or NOWHERE.match(target) is not None
    return target == ""


def _take(number: int, name: str, found: Collected) -> None:
    if name == "#" or "*" in name:
        found.refuse(number, "wildcard", name, "subject")
    elif bare := host(name):
        found.take(FoundEntry(number, bare, "host"))
    else:
        found.refuse(number, "no_name", name, "subject")

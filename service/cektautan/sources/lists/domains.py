"""Plain lists: one name of a host or one address a line.

The simplest form and the one that says least: a name is taken as its host, an address as itself. What stands for many
(`*.kabar.example`) is a fault, because it leaves out the name itself and we cannot.
"""

from __future__ import annotations

import re

from cektautan.sources.lists.collecting import Collected
from cektautan.sources.lists.decoding import decode
from cektautan.sources.lists.lines import comment, host, most, readable, sample
from cektautan.sources.protocol import Document, FoundEntry, Reading

COMMENTS = ("#", ";", "!", "//")

_LINE = re.compile(r"(?:https?://\S+|(?:\*?\.)?(?:[\w-]+\.)+[\w-]+\.?(?::\d+)?(?:[/?#]\S*)?)\s*(?:[#;].*)?\Z")
_INLINE = re.compile(r"\s+[#;].*")


class Domains:
    """Reads plain lists of hosts and addresses."""

    name = "domains"

    def recognises(self, document: Document) -> bool:
        """Return whether most lines are one name or one address."""
        return most(sample(document, COMMENTS), _LINE)

    def read(self, document: Document) -> Reading:
        """Return a name or an address for each line.

        Raises:
            FileRefusedError: it is no text, too large, or there is nothing in it.

        """
        decoded, found = decode(document.body), Collected()
        for number, line in readable(decoded.text, found):
            if line.startswith(COMMENTS):
                comment(line, number, found)
                continue
            subject = _INLINE.sub("", line)
            if len(subject.split()) > 1:
                found.refuse(number, "not_one_word", line)
            elif subject.startswith("*."):
                found.refuse(number, "subdomains_only", line, "subject")
            elif "*" in subject.partition("/")[0]:
                found.refuse(number, "wildcard", line, "subject")
            elif bare := host(subject):
                found.take(FoundEntry(number, bare, "host"))
            elif "://" in subject or "/" in subject or "." in subject:
                found.take(FoundEntry(number, subject))
            else:
                found.refuse(number, "no_name", line, "subject")
        return found.reading(decoded.encoding)

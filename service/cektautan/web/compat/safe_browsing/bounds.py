"""How much one request of Safe Browsing, version 4, may ask for.

A request in protocol buffers is small where its answer is not: a platform is one byte, and an address comes back once
for each. So what is named is counted, and so is what an answer would repeat, before anything is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cektautan.web.problems import Problem

MOST_ENTRIES: Final = 500
"""Hashes or addresses in one request, as many as the protocol allows."""
MOST_NAMED: Final = 64
"""Types of threats, of platforms or of entries in one request; the protocol knows fewer than twenty of each."""
MOST_PLATFORMS: Final = 8
"""Platforms that a match is told for; there are no more."""
MOST_REPEATED: Final = 5 << 20
"""Bytes of addresses that an answer would repeat, were all of them listed: as much as the largest body."""
ENTRIES: Final = "threatInfo.threatEntries"
TYPES: Final = "threatInfo.threatTypes"


def too_many(field: str, most: int) -> Problem:
    """The problem with a request that asks for more than is answered at once. None at all is answered as well."""
    return Problem("bad-request", f"Give at most {most} of `{field}`.", field=field, reason="wrong_count")


def none_or_too_many(field: str, most: int) -> Problem:
    """The problem with a request that has to name something, and names nothing or too much."""
    return Problem("bad-request", f"Give 1 to {most} of `{field}`.", field=field, reason="wrong_count")


def refuse_too_many(entries: int, named: Mapping[str, int]) -> None:
    """Refuse a request by its counts.

    Args:
        entries: hashes or addresses.
        named: how many names there are, by their field in `threatInfo`.

    Raises:
        Problem: there are too many.

    """
    if entries > MOST_ENTRIES:
        raise too_many(ENTRIES, MOST_ENTRIES)
    for field, count in named.items():
        if count > MOST_NAMED:
            raise too_many(f"threatInfo.{field}", MOST_NAMED)


def refuse_no_types(entries: int, types: int) -> None:
    """Refuse a request about something that names no type: the answer that nothing was found would be taken for one.

    So is one whose types are all misspelt, for a name that the protocol does not have is passed over, as a newer one.

    Raises:
        Problem: it is one.

    """
    if entries and not types:
        detail = f"Name a type that the protocol has in `{TYPES}`, such as ACCURACY_TIPS."
        raise Problem("bad-request", detail, field=TYPES, reason="missing")


def refuse_too_many_of(info: Any) -> None:
    """Refuse a `ThreatInfo` by its counts. Raises Problem."""
    refuse_too_many(
        len(info.threat_entries),
        {
            "threatTypes": len(info.threat_types),
            "platformTypes": len(info.platform_types),
            "threatEntryTypes": len(info.threat_entry_types),
        },
    )


def refuse_too_long(urls: Iterable[str], platforms: int) -> None:
    """Refuse addresses that would make too long an answer, each told for so many platforms. Raises Problem."""
    if sum(map(len, urls)) * min(max(1, platforms), MOST_PLATFORMS) > MOST_REPEATED:
        raise Problem("too-large", "Such long addresses are not told for so many platforms at once.", field=ENTRIES)

"""What a client asks that looks addresses up, however its request was written.

`read_plain` reads the JSON that clients really send, at a twentieth of what the library takes for it. It takes nothing
that it does not know to the last member: a form, a name or a value that clients could send but do not, a member that
stands there twice, are the library's to read or to refuse, so that both have one meaning (a test holds them together).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson

from cektautan.web.compat.safe_browsing.bounds import refuse_too_many_of
from cektautan.web.compat.safe_browsing.messages import numbers_of

_TYPES: Final = numbers_of("ThreatType")
_PLATFORMS: Final = numbers_of("PlatformType")
_KINDS: Final = numbers_of("ThreatEntryType")
_NAME_ENDS: Final = re.compile(rb'"[ \t\r\n]*:')
_REQUEST: Final = frozenset({"client", "threatInfo"})
_CLIENT: Final = frozenset({"clientId", "clientVersion"})
_THREAT_INFO: Final = frozenset({"threatTypes", "platformTypes", "threatEntryTypes", "threatEntries"})
_ENTRY: Final = frozenset({"url"})


class Asked(NamedTuple):
    """What is asked: numbers as the enumerations have them, and the addresses exactly as they were sent."""

    types: tuple[int, ...]
    platforms: tuple[int, ...]
    kinds: tuple[int, ...]
    urls: tuple[str, ...]

    @classmethod
    def of(cls, message: Any) -> Asked:
        """Take it from a FindThreatMatchesRequest. Raises Problem where there is too much of it."""
        info = message.threat_info
        refuse_too_many_of(info)
        urls = tuple(each.url for each in info.threat_entries)
        return cls(tuple(info.threat_types), tuple(info.platform_types), tuple(info.threat_entry_types), urls)


def read_plain(data: bytes) -> Asked | None:
    """Return what is asked in a request as clients write it; None for any other, whether it is one or not.

    >>> read_plain(b'{"threatInfo": {"threatTypes": ["ACCURACY_TIPS"], "threatEntries": [{"url": "a.com"}]}}')
    Asked(types=(17,), platforms=(), kinds=(), urls=('a.com',))
    >>> read_plain(b'{"threatInfo": {}, "threatInfo": {}}')

    """
    try:
        request = orjson.loads(data)
        info = request["threatInfo"]
        client = request.get("client", {})
        entries = info.get("threatEntries", [])
        if not _is_plain(request, client, info, entries):
            return None
        urls = tuple([each["url"] for each in entries])
        # Every member's name ends in one way. A member that is there twice is counted twice here, and once behind it.
        if _names(data, (*client.values(), *urls)) != len(request) + len(client) + len(info) + len(entries):
            return None
        return Asked(
            tuple([_TYPES[each] for each in info.get("threatTypes", ())]),
            tuple([_PLATFORMS[each] for each in info.get("platformTypes", ())]),
            tuple([_KINDS[each] for each in info.get("threatEntryTypes", ())]),
            urls,
        )
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError):
        # Another shape than the usual one.
        return None


def _names(data: bytes, texts: Sequence[str]) -> int:
    """At least how many members have a name in a text, whose values are these and names without a colon."""
    if b"\\" in data:
        return len(_NAME_ENDS.findall(data))
    # Without an escape, texts stand there as they are: each other colon is behind a name.
    return data.count(b":") - sum([each.count(":") for each in texts])


def _is_plain(request: Mapping[str, Any], client: Any, info: Any, entries: Any) -> bool:
    """True where every member is one of those that are read, and a value of its kind; the names in lists are not."""
    if type(request) is not dict or type(client) is not dict or type(info) is not dict:
        return False
    if not (request.keys() <= _REQUEST and client.keys() <= _CLIENT and info.keys() <= _THREAT_INFO):
        return False
    for named in info.values():
        if type(named) is not list:
            return False
    for value in client.values():
        if type(value) is not str:
            return False
    for entry in entries:
        if type(entry) is not dict or entry.keys() != _ENTRY or type(entry["url"]) is not str:
            return False
    return True

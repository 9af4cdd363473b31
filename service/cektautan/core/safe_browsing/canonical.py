"""The one spelling of an address by which clients of Safe Browsing look it up.

Follows "Canonicalization" of https://developers.google.com/safe-browsing/reference/URLs.and.Hashing. It is another
spelling than a key's (docs/identity.md) and decides nothing about an address: only what stock clients compute is
computed again here. It works on bytes, for unescaped text need not be UTF-8.
"""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

from cektautan.core.whatwg import serialise

_ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://")
_PORT = re.compile(rb":[0-9]*\Z")
_DOTS = re.compile(rb"\.+")
_SLASHES = re.compile(rb"/+")
_ESCAPED = re.compile(rb"[\x00-\x20\x7f-\xff#%]")
# A host whose last label is a number is an address of IPv4 or none; the parser of browsers knows all its spellings.
_NUMBER = re.compile(rb"(?:.*\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)", re.DOTALL)
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+){3}")


class Canonical(NamedTuple):
    """A canonical address without what no expression has: scheme, user, port and fragment."""

    host: str
    path: str
    query: str | None
    """None where there is no question mark."""

    @property
    def whole(self) -> str:
        """Host, path and query."""
        return self.host + self.path + ("" if self.query is None else f"?{self.query}")

    @property
    def is_ip(self) -> bool:
        """True for a host that is no name: its parts are no domains."""
        return self.host.startswith("[") or _DOTTED.fullmatch(self.host) is not None


def canonical(url: str | bytes, rounds: int = sys.maxsize) -> Canonical:
    """Return the canonical form of an address; one without a scheme is taken for http.

    Escapes are undone until there are none, however often that is: `rounds` is the most for an address that anybody may
    send, since each round reads all of it.

    Raises ValueError where there is no host, or escapes are left after so many rounds.

    >>> canonical("http://www.GOOgle.com.../a/../b?q#x").whole
    'www.google.com/b?q'
    """
    data = url.encode("utf-8", "surrogatepass") if isinstance(url, str) else url
    data = data.strip(b" \t\r\n").translate(None, b"\t\r\n")
    data = _unescape(data.partition(b"#")[0], rounds)
    scheme = _SCHEME.match(data)
    rest = data[scheme.end() :] if scheme else data.removeprefix(b"//")
    end = next((at for at, byte in enumerate(rest) if byte in b"/?"), len(rest))
    host = _host(_PORT.sub(b"", rest[:end].rpartition(b"@")[2]))
    if not host:
        raise ValueError("no host")
    path, mark, query = rest[end:].partition(b"?")
    return Canonical(host, _escape(_path(path)), _escape(query) if mark else None)


def keeps_folders(path: str) -> bool:
    """True if a canonical path has the same folders as it is written: no escape hides a slash, a query or dots.

    >>> keeps_folders("/a%20b/c"), keeps_folders("/a%2F..%2Fb"), keeps_folders("//a")
    (True, False, False)
    """
    *folders, last = (_unescape(each.encode("utf-8", "surrogatepass")) for each in path.split("/")[1:])
    return b"" not in folders and all(each not in (b".", b"..") and not {*each} & {*b"/?"} for each in (*folders, last))


def _unescape(data: bytes, rounds: int = sys.maxsize) -> bytes:
    """Unescape until nothing is escaped: `%25%32%35` is `%25` is `%`."""
    while (plain := _ESCAPE.sub(lambda found: bytes([int(found[0][1:], 16)]), data)) != data:
        if not rounds:
            raise ValueError("escaped too often")
        data, rounds = plain, rounds - 1
    return data


def _escape(data: bytes) -> str:
    return _ESCAPED.sub(lambda found: b"%%%02X" % ord(found[0]), data).decode("ascii")


def _host(host: bytes) -> str:
    host = _DOTS.sub(b".", host.strip(b".")).lower()
    if _NUMBER.fullmatch(host) or not host.isascii() or host.startswith(b"["):
        try:
            parsed = serialise(f"http://{host.decode()}/").removeprefix("http://").removesuffix("/")
        except ValueError:
            return _escape(host)
        return parsed
    return _escape(host)


def _path(path: bytes) -> bytes:
    """Resolve `.` and `..` and make one slash of several."""
    kept: list[bytes] = []
    segments = _SLASHES.sub(b"/", path).split(b"/")[1:]
    for segment in segments:
        if segment == b"..":
            del kept[-1:]
        elif segment != b".":
            kept.append(segment)
    if segments and segments[-1] in (b".", b".."):
        kept.append(b"")
    return b"/" + b"/".join(kept)

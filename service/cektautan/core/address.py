"""Address: the text of a link, read exactly as a browser reads it.

Decides whether an address can be judged at all, and gives its host, port, path and query. Follows docs/identity.md,
step 1. The parser is ada-url (WHATWG URL Standard), as the browser's `URL` is; what it has serialised is then split by
the serialiser's own grammar. A host must never be taken apart before that parser has spoken: a parser that disagrees
with the browser is a bypass.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from ada_url import join_url, normalize_url

MAX_BYTES = 8192
"""The longest address that is judged, in UTF-8 bytes."""

MAX_HOST = 253
"""The longest host name that DNS can carry, without its final dot."""

EMPTY = "empty"
TOO_LONG = "too_long"
NOT_PARSEABLE = "not_parseable"
NOT_HTTP = "not_http"
NO_HOST = "no_host"
BAD_HOST = "bad_host"


class NotJudgeable(ValueError):  # noqa: N818 -- the name says what is so; it is an answer and not a fault of ours.
    """An address that cannot be judged, and why. It is an error, and never the state `unknown`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Address(NamedTuple):
    """A parsed address. `path` and `query` are ASCII, as the parser serialised them."""

    scheme: str
    """`http` or `https`; they name the same thing and only a canonical address with a port tells them apart."""
    host: str
    """Without `www.` and final dot; `tg://resolve` for a pseudo-host that the rules name."""
    port: str
    """Empty for the ports of http and https."""
    path: str
    query: str
    """Without its `?`; empty when there is none."""


# The serialiser's grammar (WHATWG URL Standard, section 4.5), host included, so that one match also checks the host:
# labels of [a-z0-9_-], or an IPv6 address. A serialised user name holds no `/`, `?`, `#` or `@`.
_JUDGEABLE = re.compile(
    r"(https?)://(?:[^/?#@]*@)?([a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?=\.?[:/])|\[[0-9a-f:.]+\])\.?"
    r"(?::([0-9]+))?(/[^?#]*)(?:\?([^#]*))?"
)
_HIERARCHICAL = re.compile(r"([a-z][a-z0-9+.-]*)://(?:[^/?#@]*@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?")
# What the parser itself ignores at both ends (C0 controls and space).
_BLANK = "".join(map(chr, range(0x21)))


def parse(text: str, pseudo_hosts: Container[str], base: str | None = None) -> Address:
    """Read the text of a link, resolved against `base` if one is given.

    Raises NotJudgeable.
    """
    # A character is at most four bytes, so that most addresses need no counting.
    if len(text) > MAX_BYTES // 4 and len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise NotJudgeable(TOO_LONG)
    try:
        href = normalize_url(text) if base is None else join_url(base, text)
    except ValueError:
        # Lone surrogates arrive here as well: they cannot be encoded.
        raise NotJudgeable(NOT_PARSEABLE if text.strip(_BLANK) else EMPTY) from None
    match = _JUDGEABLE.match(href)
    if match is None:
        return _unusual(href, pseudo_hosts)
    scheme, host, port, path, query = match.groups("")
    if port == "80" or port == "443":
        # http and https are the same, and so are their ports.
        port = ""
    if host.startswith("www."):
        host = _without_www(host)
    if len(host) > MAX_HOST:
        raise NotJudgeable(BAD_HOST)
    return Address(scheme, host, port, path, query)


def _without_www(host: str) -> str:
    # `www.example.com` is `example.com`, but `www.com` is a name of its own.
    while host.startswith("www.") and host.find(".", 4) > 0:
        host = host[4:]
    return host


def _unusual(href: str, pseudo_hosts: Container[str]) -> Address:
    """Tell an app's link that the rules know from an address that cannot be judged."""
    match = _HIERARCHICAL.match(href)
    if match is None:
        raise NotJudgeable(NOT_HTTP)
    scheme, authority, path, query = match.groups("")
    if scheme in ("http", "https"):
        raise NotJudgeable(NO_HOST if authority.split(":", 1)[0] in ("", ".") else BAD_HOST)
    host = f"{scheme}://{authority}"
    if host not in pseudo_hosts:
        raise NotJudgeable(NOT_HTTP)
    return Address(scheme, host, "", path, query)


def is_ip(host: str) -> bool:
    """Tell an IPv4 or bracketed IPv6 address from a name: the parser made all that ends in a number a dotted quad."""
    last = host[-1]
    return last == "]" or ("0" <= last <= "9" and host.rsplit(".", 1)[-1].isdigit())

"""Address: the text of a link, read exactly as a browser reads it.

Decides whether an address can be judged at all, and gives its host, port, path and query. Follows docs/identity.md,
step 1. The parser is ada-url (WHATWG URL Standard), as the browser's `URL` is; what it has serialised is then split by
the serialiser's own grammar. Only what `plain` knows to be serialised already goes without it. A host must never be
taken apart before that parser has spoken: a parser that disagrees with the browser is a bypass.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from ada_url import join_url

from cektautan.core.idn import sound_host
from cektautan.core.ip import as_ipv4
from cektautan.core.normal import PATH_LITERALS, normal_path, spelt_path
from cektautan.core.plain import plain
from cektautan.core.whatwg import serialise

MAX_BYTES = 8192
"""The longest address that is judged, in UTF-8 bytes and without its fragment."""

MAX_HOST = 253
"""The longest host name that DNS can carry, without its final dot."""

SURELY_SHORT = MAX_BYTES // 4
"""How many characters are short enough without counting bytes, of which a character has at most four."""

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


@dataclass(slots=True)
class Address:
    """A parsed address, never changed; all of it is ASCII.

    It is not a frozen dataclass because one is made for every link, and freezing doubles what that costs.
    """

    scheme: str
    """`http` or `https`; they name the same thing and only a canonical address with a port tells them apart."""
    host: str
    """Without `www.` and final dot; `tg://resolve` for a pseudo-host that the rules name."""
    port: str
    """Empty for the ports of http and https."""
    path: str
    """In normal form (docs/identity.md, step 4)."""
    query: str
    """As the parser serialised it, without its `?`; empty when there is none."""
    full_path: str
    """The same with its empty segments, for a wrapper whose path holds an address."""


# The serialiser's grammar (WHATWG URL Standard, section 4.5), first as nearly every address has it: labels of
# [a-z0-9_-], without user, port or final dot, and a path of literals and escapes.
# `www.example.com` is `example.com`, but `www.com` is a name of its own.
_ORDINARY = re.compile(
    rf"https?://(?:www\.)*([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)(/[{PATH_LITERALS}/%]*)(?:\?([^#]*))?(?:#|\Z)"
)
# Then as any address with an authority may have it. A serialised user name holds no `/`, `?`, `#` or `@`.
_HIERARCHICAL = re.compile(
    r"([a-z][a-z0-9+.-]*)://(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:]*)(?::([0-9]+))?([^?#]*)(?:\?([^#]*))?"
)
_HOST = re.compile(r"(?:www\.)*([a-z0-9_-]+(?:\.[a-z0-9_-]+)+)|([a-z0-9_-]+|\[[0-9a-f:.]+\])")
# What the parser itself ignores at both ends (C0 controls and space).
_BLANK = "".join(map(chr, range(0x21)))


def parse(text: str, pseudo_hosts: Container[str], base: str | None = None) -> Address:
    """Read the text of a link, resolved against `base` if one is given.

    Raises NotJudgeable.
    """
    found = plain(text) if len(text) <= SURELY_SHORT else None
    if found is not None:
        # It names its scheme and its host, so that no base says anything about it.
        return plain_address(*found.groups(""))
    return parse_any(text, pseudo_hosts, base)


def plain_address(host: str, path: str, slash: str, query: str) -> Address:
    """Return the address of which `plain` has found these parts."""
    return Address("https", host, "", path or "/", query, path + slash or "/")


def parse_any(text: str, pseudo_hosts: Container[str], base: str | None = None) -> Address:
    """Read, as `parse` does, a text that need not be plain: by the parser.

    Raises NotJudgeable.
    """
    if not fits(text):
        # A fragment names nothing, and no server sees it: however long, it must not keep an address from being judged.
        text = before(text, "#")
        if not fits(text):
            raise NotJudgeable(TOO_LONG)
    try:
        href = serialise(text) if base is None else join_url(base, text)
    except ValueError:
        # Lone surrogates arrive here as well: they cannot be encoded.
        raise NotJudgeable(NOT_PARSEABLE if text.strip(_BLANK) else EMPTY) from None
    match = _ORDINARY.match(href)
    if match is None:
        return _unusual(href, text, pseudo_hosts)
    host, path, query = match.groups("")
    if "xn--" in host:
        host = _sound(host, text)
    if len(host) > MAX_HOST:
        raise NotJudgeable(BAD_HOST)
    full_path = spelt_path(path) if "%" in path else path
    path = normal_path(full_path) if full_path[-1] == "/" or "//" in full_path else full_path
    return Address("https", host, "", path, query, full_path)


def fits(text: str) -> bool:
    """Return whether an address is short enough to be judged."""
    return len(text) <= SURELY_SHORT or len(text.encode("utf-8", "surrogatepass")) <= MAX_BYTES


def before(text: str, sign: str) -> str:
    """Return what stands before the first `#` or `?`: they begin fragment and query wherever they come first."""
    return text.partition(sign)[0]


def _sound(host: str, text: str) -> str:
    sound = sound_host(host, text)
    if sound is None:
        raise NotJudgeable(BAD_HOST)
    return sound


def _unusual(href: str, text: str, pseudo_hosts: Container[str]) -> Address:
    """Read an address with a user, a port, a final dot, a lone label, an IP or an escaped path, or an app's link."""
    match = _HIERARCHICAL.match(href)
    if match is None:
        raise NotJudgeable(NOT_HTTP)
    scheme, name, port, path, query = match.groups("")
    path = spelt_path(path)
    if scheme not in ("http", "https"):
        host = f"{scheme}://{name}"
        if port or host not in pseudo_hosts:
            raise NotJudgeable(NOT_HTTP)
        return Address(scheme, host, "", normal_path(path), query, path)
    # The root's dot says nothing; a name with an empty label is one that nothing resolves.
    name = name.removesuffix(".")
    if not name:
        raise NotJudgeable(NO_HOST)
    found = _HOST.fullmatch(name)
    if found is None:
        raise NotJudgeable(BAD_HOST)
    host = found[1] or as_ipv4(found[2])
    if "xn--" in host:
        host = _sound(host, text)
    if len(host) > MAX_HOST:
        raise NotJudgeable(BAD_HOST)
    # http and https are the same, and so are their ports.
    return Address(scheme, host, "" if port in ("80", "443") else port, normal_path(path), query, path)

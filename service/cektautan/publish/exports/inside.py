"""Which listings have something inside of them that has to stay open (docs/exports.md, "What each form carries").

The most specific listing of an address decides, so a joke or a hoax on an imitated site is no imitation, and what was
cleared is open. A form that blocks cannot say that: whoever blocks a site blocks all of it. So a site stands in no such
form while anything that is listed inside of it is no imposter that a whole page warns of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cektautan.core.vocabulary import Kind, Level, Verdict
from cektautan.publish.records import Listing


def with_exceptions(wide: Collection[str], listings: Collection[Listing]) -> frozenset[str]:
    """Return those of the keys `wide` that have a listing inside of them which is not to be blocked."""
    if not wide:
        return frozenset()
    others = (each.key for each in listings if each.kind is not Kind.CONTENT and not _is_imposter(each))
    return frozenset(key for other in others for key in around(other) if key in wide)


def around(key: str) -> Iterator[str]:
    """Yield the keys of what is blocked together with what lies around a key, but for the key itself.

    A port is no part of a name that a resolver knows.

    >>> list(around("path:tiruan.example:8080/cek"))[:3]
    ['host:tiruan.example', 'host:tiruan.example:8080', 'domain:tiruan.example']
    >>> list(around("url:tiruan.example/cek/1?b=2"))[3:]
    ['path:tiruan.example/cek', 'path:tiruan.example/cek/1']
    """
    kind, _, rest = key.partition(":")
    authority, _, path = rest.partition("?")[0].partition("/")
    name = authority if authority.endswith("]") else name_of(authority)
    if kind not in (Kind.HOST, Kind.DOMAIN):
        yield f"{Kind.HOST}:{name}"
        if name != authority:
            yield f"{Kind.HOST}:{authority}"
    parents = [name, *(name[place + 1 :] for place, sign in enumerate(name) if sign == ".")]
    yield from (f"{Kind.DOMAIN}:{each}" for each in parents if not (kind == Kind.DOMAIN and each == name))
    folder = authority
    for part in path.split("/") if path else ():
        folder = f"{folder}/{part}"
        if kind == Kind.URL or folder != rest:
            yield f"{Kind.PATH}:{folder}"


def name_of(authority: str) -> str:
    """Return a host's name without its port.

    >>> name_of("tiruan.example:8080"), name_of("tiruan.example"), name_of("[2001:db8::1]:8080")
    ('tiruan.example', 'tiruan.example', '[2001:db8::1]')
    """
    name, _, port = authority.rpartition(":")
    return name if name and port.isdigit() else authority


def _is_imposter(listing: Listing) -> bool:
    return listing.level == Level.WARNING and listing.verdict is Verdict.IMPOSTER

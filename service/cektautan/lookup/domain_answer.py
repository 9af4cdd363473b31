"""From a host name to what is known about its domain.

Whose name a host stands under is asked of the Public Suffix List (tldextract's own copy, never the network). A platform
or a shared host gets no verdict, whatever is found on it: what one person posts there says nothing about the rest.
"""

from __future__ import annotations

from typing import Any

from tldextract import TLDExtract

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.days import day_of
from cektautan.core.identity import identify
from cektautan.core.keys import key_hash
from cektautan.core.vocabulary import Kind, Level, State, Surface
from cektautan.lookup.answer import WORDS, find
from cektautan.lookup.domains import Domain
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.render import envelope
from cektautan.lookup.scores import NO_SCORE

_WIDE = (Kind.HOST.value + ":", Kind.DOMAIN.value + ":")


class NotADomain(ValueError):  # noqa: N818 -- an answer and not a fault of ours
    """A name that cannot have a reputation of its own; `.reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def domain_answer(name: str, published: PublishedSet, suffixes: TLDExtract, now: int) -> dict[str, Any]:
    """What is known about the domain of a host name, as plain values.

    Raises:
        NotADomain: the text is no host name, or names a suffix or a network address.

    """
    host = _host(name)
    parts = suffixes(host)
    shared = not parts.domain and parts.is_private
    if not shared and not parts.domain:
        raise NotADomain("public_suffix" if parts.suffix else "bad_host")
    if not shared and not parts.suffix:
        raise NotADomain("bad_host")
    registrable = parts.suffix if shared else f"{parts.domain}.{parts.suffix}"
    identity = identify(f"https://{host}/", published.rules)
    platform = identity.surface is not Surface.PAGE
    decision, record = None, None
    if not (platform or shared):
        wide = tuple(key for key in identity.keys if key.startswith(_WIDE))
        decision, record = find(wide, published, published.staleness(now))
    state = State.PLATFORM if platform or shared else State.UNKNOWN
    if decision is not None:
        state = State.CLEARED if decision.level == Level.CLEARED else State.LISTED
    found = Domain() if platform or shared else published.domains.get(key_hash(f"domain:{registrable}").hex(), Domain())
    today = day_of(now)
    return {
        "domain": registrable,
        "host": host,
        "type": "platform" if platform else "shared_host" if shared else "site",
        "state": state.value,
        "verdict": None if decision is None else WORDS[decision.verdict],
        "level": None if decision is None else int(decision.level),
        "claims_false_12_months": found.false_since(today),
        "claims_total": len(found.claims),
        "corrections": len(found.corrected),
        "publishers": sorted(found.publishers),
        "score": dict(NO_SCORE) if record is None else record.score,
        **envelope(published, now),
    }


def _host(name: str) -> str:
    try:
        address = parse(f"https://{name}/", ())
    except NotJudgeable:
        raise NotADomain("bad_host") from None
    # A text that brings its own path, port or user name is not a host name, though it may make a valid address.
    if address.path != "/" or address.query or address.port or any(sign in name for sign in "/\\?#@:"):
        raise NotADomain("bad_host")
    if address.host.startswith("[") or address.host.rpartition(".")[2].isdigit():
        raise NotADomain("ip_address")
    return address.host

"""Cleans the addresses where a claim is said to have appeared, and says what is doubtful about each.

They come "as submitted": a profile instead of a post, the front page of a platform, the publisher's own article, an
official site that was only misquoted, a sentence with an address in it. All but the check itself stay, flagged, for a
person judges each at the desk; none becomes a listing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from cektautan.core.address import NotJudgeable, parse
from cektautan.core.identity import identify
from cektautan.core.rules import Rules
from cektautan.core.vocabulary import Surface
from cektautan.sources.claimreview.limits import LONGEST_ADDRESS, MOST_APPEARANCES
from cektautan.sources.claimreview.sites import of_government, same_site
from cektautan.sources.claimreview.values import absolute, addresses_in, has_entities, host_of, without_scheme, words
from cektautan.sources.claimreview.walking import Node, first, many

_PLACES: Final = ("appearance", "firstAppearance")
# Several addresses in one text, each after a comma or the like; one inside the path of another is an archive's.
_SEVERAL: Final = re.compile(r"[,;|]\s*(?=https?://)", re.I)
_LONGEST: Final = LONGEST_ADDRESS * 2


@dataclass(frozen=True, slots=True)
class Appearances:
    """Where a claim appeared, each address once, and the flags."""

    urls: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


class AppearanceReader:
    """Reads the appearances of a review by the rules of identity."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def of_node(self, reviewed: Node, named: dict[str, Node], check: str) -> Appearances:
        """Return what the reviewed item names; `check` is the address of the check itself."""
        where = [each for place in _PLACES for each in many(reviewed.get(place))]
        # Before there was `Claim`, the reviewed work was the place, and its `url` the address (schemaorg#1061).
        found = self.of_texts((text for each in (*where, reviewed) for text in _addresses(each, named)), check)
        author = first(reviewed.get("author"), named)
        posts = [url for each in many(author.get("sameAs")) if (url := self._post(each)) and url not in found.urls]
        if not posts:
            return found
        return Appearances((*found.urls, *posts)[:MOST_APPEARANCES], (*found.flags, "appearance_from_author"))

    def of_texts(self, texts: Iterable[str], check: str) -> Appearances:
        """Return the addresses that these texts are, or hold."""
        urls: dict[str, None] = {}
        flags: dict[str, None] = {}
        for text in (each for several in texts for each in _SEVERAL.split(several)):
            whole = absolute(text) if " " not in text else ""
            inside = [whole] if whole else [url for each in addresses_in(text) if (url := absolute(each))]
            if not inside:
                flags["appearance_unreadable"] = None
            elif not whole:
                flags["appearance_in_text"] = None
            elif without_scheme(text):
                flags["address_without_scheme"] = None
            for url in inside:
                if url in urls:
                    continue
                if len(urls) >= MOST_APPEARANCES:
                    flags["appearances_left_out"] = None
                    break
                doubts = list(self._doubts(url, check))
                flags |= dict.fromkeys(doubts)
                if "appearance_is_own_page" not in doubts and "appearance_unreadable" not in doubts:
                    urls[url] = None
        return Appearances(tuple(urls), tuple(flags))

    def _doubts(self, url: str, check: str) -> Iterator[str]:
        try:
            identity = identify(url, self._rules)
            address = parse(identity.url, self._rules.pseudo_hosts)
        except NotJudgeable:
            yield "appearance_unreadable"
            return
        if check:
            try:
                own = identify(check, self._rules)
            except NotJudgeable:
                own = None
            if own is not None and own.key == identity.key:
                yield "appearance_is_own_page"
            elif same_site(host_of(check), address.host):
                yield "appearance_on_own_site"
        is_root = address.path in ("", "/") and not address.query
        if identity.surface is Surface.PLATFORM:
            yield "appearance_is_platform_root" if is_root else "appearance_is_profile"
        elif identity.surface is Surface.OPAQUE:
            yield "appearance_is_opaque"
        elif identity.surface is Surface.PAGE and is_root:
            yield "appearance_is_front_page"
        if of_government(address.host):
            yield "appearance_is_government"

    def _post(self, value: Any) -> str:
        """An address that was given as the author's own and is a post; a profile is not where a claim appeared."""
        url = absolute(words(value, LONGEST_ADDRESS))
        try:
            return url if url and identify(url, self._rules).surface is Surface.CONTENT else ""
        except NotJudgeable:
            return ""


def appearance_entities(reviewed: Node) -> bool:
    """Return whether an address carries entities of HTML."""
    where = [each for place in _PLACES for each in many(reviewed.get(place))]
    return any(has_entities(each.get("url") if isinstance(each, dict) else each) for each in (*where, reviewed))


def _addresses(value: Any, named: dict[str, Node]) -> Iterator[str]:
    """The addresses of one place: a text, or a work with its `url`, `@id`, or `contentUrl`."""
    if isinstance(value, dict):
        node = first(value, named)
        given = [
            text for name in ("url", "contentUrl") for each in many(node.get(name)) if (text := words(each, _LONGEST))
        ]
        yield from given
        name = node.get("@id")
        if not given and isinstance(name, str) and name.startswith(("http://", "https://")) and len(node) <= 2:
            yield words(name, _LONGEST)
    elif text := words(value, _LONGEST):
        yield text

"""Reads the checks of a fact-checker's page: ClaimReview in JSON-LD, or in the page's own elements (microdata).

Each block of JSON-LD is read on its own, so that one broken block never takes the others with it, and each is mended as
far as `ladder` goes. Adapter `claimreview`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from cektautan.core.rules import Rules
from cektautan.sources.claimreview.decoding import decode
from cektautan.sources.claimreview.fields import Around, FieldReader
from cektautan.sources.claimreview.ladder import UnreadableError, read_block
from cektautan.sources.claimreview.limits import MOST_BLOCKS, MOST_NODES, PAGE_BYTES
from cektautan.sources.claimreview.markup import CutOff, Start, tokens
from cektautan.sources.claimreview.microdata import read_microdata
from cektautan.sources.claimreview.values import absolute, shown, words
from cektautan.sources.claimreview.walking import walk
from cektautan.sources.protocol import Document, Fault, FoundReview, NotThisFormatError, Reading

_BEGINNING: Final = 4096
_LOOKS_SO: Final = re.compile(rb"<!doctype\s+html|<html|<head|<body|<script|<meta|<title|<div", re.I)
JSON_LD: Final = "application/ld+json"


@dataclass(frozen=True, slots=True)
class _Page:
    blocks: tuple[str, ...]
    around: Around
    limits: tuple[str, ...]


class PageAdapter:
    """Reads pages."""

    name = "claimreview"

    def __init__(self, rules: Rules) -> None:
        self._fields = FieldReader(rules)

    def recognises(self, document: Document) -> bool:
        """Return whether it looks like a page: by its tags, or by its type where the beginning shows none."""
        return _LOOKS_SO.search(document.body[:_BEGINNING]) is not None or "html" in document.media_type

    def read(self, document: Document) -> Reading:
        """Return the checks of a page, in its order; a page without any is read all the same."""
        if not self.recognises(document):
            raise NotThisFormatError("no_page")
        decoded = decode(document, PAGE_BYTES)
        page = _page(decoded.text, document.address)
        faults: list[Fault] = []
        found = list(self._found(page, decoded.text, faults))
        faults += [Fault(0, code) for code in page.limits]
        if "cut_off" in decoded.flags:
            faults.append(Fault(0, "cut_off"))
        extra = (*decoded.flags, *(("several_reviews",) if len(found) > 1 else ()))
        return Reading(
            reviews=tuple(replace(each, flags=tuple(dict.fromkeys((*each.flags, *extra)))) for each in found),
            faults=tuple(faults),
            facts={
                name: text for name, text in (("title", page.around.title), ("language", page.around.language)) if text
            },
        )

    def _found(self, page: _Page, text: str, faults: list[Fault]) -> Iterator[FoundReview]:
        seen: set[tuple[str, str, str]] = set()
        parts: list[tuple[int, tuple[Any, ...], tuple[str, ...]]] = []
        for number, block in enumerate(page.blocks, start=1):
            try:
                read = read_block(block)
            except UnreadableError as problem:
                faults.append(Fault(number, f"block_{problem.code}", "json-ld", shown(block)))
                continue
            parts.append((number, read.values, read.steps))
        parts.append((0, read_microdata(text), ("microdata",)))
        for number, values, steps in parts:
            walked = walk(values, MOST_NODES)
            faults += [Fault(number, code, "json-ld" if number else "microdata") for code in walked.limits]
            for node in walked.reviews:
                review = self._fields.read(node, dict(walked.named), page.around)
                if review is None:
                    faults.append(Fault(number, "review_empty", "json-ld" if number else "microdata"))
                    continue
                # The same review often stands in the page twice, once for each search engine.
                mark = (review.url, review.claim.casefold(), review.rating.text.casefold())
                if mark not in seen:
                    seen.add(mark)
                    yield replace(review, flags=(*review.flags, *steps))


def _page(text: str, address: str) -> _Page:
    blocks: list[str] = []
    title = language = canonical = ""
    limits: list[str] = []
    for token in tokens(text):
        if isinstance(token, CutOff):
            limits.append("too_many_tags")
        if not isinstance(token, Start):
            continue
        attributes = token.attributes
        if token.name == "script":
            if attributes.get("type", "").partition(";")[0].strip().lower() == JSON_LD:
                blocks.append(token.text)
        elif token.name == "title":
            title = title or words(token.text)
        elif token.name == "html":
            language = language or words(attributes.get("lang"), 35)
        elif token.name == "link" and "canonical" in attributes.get("rel", "").lower().split():
            canonical = canonical or absolute(attributes.get("href", ""), address)
    around = Around(address or canonical, title, language)
    if len(blocks) > MOST_BLOCKS:
        limits.append("too_many_blocks")
    return _Page(tuple(blocks[:MOST_BLOCKS]), around, tuple(limits))

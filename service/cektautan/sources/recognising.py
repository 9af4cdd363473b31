"""Which of several formats a document has, by its content: the one place where documents are told apart.

Each adapter is asked in order whether it knows its own sign. What a source is said to be and what came is not the same
thing: an address of a feed may answer with a page that asks to sign in.
"""

from __future__ import annotations

from collections.abc import Iterable

from cektautan.sources.protocol import Adapter, Document, NotThisFormatError


def first_that_knows(adapters: Iterable[Adapter], document: Document) -> Adapter | None:
    """Return the first adapter that recognises a document; None where none does."""
    return next((each for each in adapters if each.recognises(document)), None)


def recognise(adapters: Iterable[Adapter], document: Document) -> Adapter:
    """Return the adapter of a document's form.

    Raises:
        NotThisFormatError: `unknown_format`, or `empty`.

    """
    if not document.body.strip():
        raise NotThisFormatError("empty")
    adapter = first_that_knows(adapters, document)
    if adapter is None:
        raise NotThisFormatError("unknown_format")
    return adapter

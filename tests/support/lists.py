"""Short words for what an adapter of lists reads in a text."""

from __future__ import annotations

from cektautan.sources.protocol import Adapter, Document, Reading


def document(text: str | bytes, address: str = "") -> Document:
    """Return a text as a document."""
    return Document(text if isinstance(text, bytes) else text.encode(), address)


def read(adapter: Adapter, text: str | bytes) -> Reading:
    """Return what an adapter reads in a text, which it must recognise."""
    assert adapter.recognises(document(text))
    return adapter.read(document(text))


def entries(reading: Reading) -> list[tuple[int, str, str]]:
    """Return line, subject and scope of each entry."""
    return [(each.line, each.subject, each.scope) for each in reading.entries]


def faults(reading: Reading) -> list[tuple[int, str]]:
    """Return line and code of each fault."""
    return [(each.line, each.code) for each in reading.faults]

"""What a sync came to, in a few lines for the operator."""

from __future__ import annotations

from collections.abc import Iterator

from cektautan.desk.sync.taking_over import Synced


def lines(synced: Synced) -> Iterator[str]:
    """Yield a line for each thing that happened, and for each file that was left out."""
    for problem in synced.problems:
        yield f"left out, its claim stays as it is: {problem}"
    if synced.first:
        yield f"the store begins with the {len(synced.added)} claims of the reviewed lists"
        return
    for ids, what in (
        (synced.added, "came"),
        (synced.changed, "changed"),
        (synced.removed, "removed"),
        (synced.waiting, "wait for a person at the desk, because a warning page would come or go"),
        (synced.conflicts, "were decided otherwise at the desk, which stays; a case shows all sides"),
    ):
        if ids:
            yield f"{len(ids)} {'claim' if len(ids) == 1 else 'claims'} {what}: {_named(ids)}"
    if synced.sources:
        yield f"{synced.sources} sources changed"
    if synced.rekeyed:
        yield f"{synced.rekeyed} listings have another key by the rules of now"


def _named(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
    return ", ".join(ids[:5]) + more

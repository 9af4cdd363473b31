"""A published set -> the sheet that other systems' formats are written from (docs/exports.md).

The list in plain says which keys; the records of the same set say what is said of each. Nothing is asked of a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from cektautan.core.decision import aged
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.exports import Row, read_exports
from cektautan.core.keys import key_hash
from cektautan.core.record import Check
from cektautan.core.vocabulary import Kind, Level, Staleness
from cektautan.publish.exports.sheet import Entry, Sheet

if TYPE_CHECKING:
    from cektautan.lookup.published import PublishedSet


def sheet_of(
    published: PublishedSet, server: str, publisher: str, staleness: Staleness, notice_host: str = ""
) -> Sheet | None:
    """Return the sheet of a set; None where the set tells nothing in plain, as older ones.

    Raises:
        FormatError: the publisher signed a file that is none, or a record that cannot be read. What is missing in a
            file for other systems reads as not listed any more, so there is none until there is a whole one.

    """
    if published.exports is None:
        return None
    exports = read_exports(published.exports)
    return Sheet(
        entries=_entries(published, {key_hash(row.key).hex(): row for row in exports.rows}, staleness),
        gone=exports.gone,
        left_out=exports.left_out,
        server=server,
        publisher=publisher,
        licence=published.licence,
        staleness=staleness,
        notice_host=notice_host,
    )


def owned_sheet(
    published: PublishedSet, named: Mapping[str, tuple[str, str]], server: str, publisher: str, staleness: Staleness
) -> Sheet:
    """Return the sheet of those keys of a set that stand in no public file.

    Args:
        published: the set, which says what is told of each.
        named: key and address by the SHA-256 of the key, from where keys are known; what is in no set is left out.
        server: the address that readers use.
        publisher: in whose name it is told.
        staleness: how old the set is.

    Raises:
        FormatError: as `sheet_of`.

    """
    rows = {id_: Row(key, address, 0, "", warned=False) for id_, (key, address) in named.items()}
    return Sheet(
        entries=_entries(published, rows, staleness),
        gone={},
        left_out={},
        server=server,
        publisher=publisher,
        licence=published.licence,
        staleness=staleness,
    )


def _entries(published: PublishedSet, wanted: Mapping[str, Row], staleness: Staleness) -> tuple[Entry, ...]:
    try:
        return _read_entries(published, wanted, staleness)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        if isinstance(problem, FormatError):
            raise
        raise FormatError(ErrorCode.BAD_FORMAT, f"a record: {problem!r}") from None


def _read_entries(published: PublishedSet, wanted: Mapping[str, Row], staleness: Staleness) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for bucket in published.records.all_buckets():
        for listing in bucket["listings"]:
            row = wanted.get(listing["sha256"])
            # Of several claims that name one key the first decides.
            if row is not None and listing["sha256"] not in found:
                found[listing["sha256"]] = _entry(row, listing, bucket["claims"][listing["claim"]], staleness)
    return tuple(found[id_] for id_ in sorted(found))


def _entry(row: Row, listing: Mapping[str, Any], claim: Mapping[str, Any], staleness: Staleness) -> Entry:
    kind = Kind(row.key.partition(":")[0])
    return Entry(
        id=listing["sha256"],
        key=row.key,
        address=row.address,
        level=aged(Level(listing["level"]), kind, staleness),
        decided=listing["level"],
        verdict=listing["verdict"],
        reason_code=listing["reason_code"],
        statement=listing["statement"],
        claim=listing["claim"],
        text=claim["text"],
        about=tuple(claim["about"]),
        checks=tuple(map(Check.of, claim["reviews"])),
        listed=date.fromisoformat(listing["listed"]),
        review_by=date.fromisoformat(listing["review_by"]),
        since=row.since,
        warned=row.warned,
        first=row.first,
        again=row.again,
        imitation=row.imitation,
    )

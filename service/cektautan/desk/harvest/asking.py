"""Asks the address of a feed, whatever it is: a document by itself, or an interface that wants a key, part by part.

A wrong or missing key is a problem of its own, so that whoever looks after sources knows what to do. What a later part
does not give is a fault of the whole, and the whole is asked for again; what the first does not give is a failure, and
everything that was known stays. No key ever stands in a problem, a fault or a fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cektautan.desk.harvest.collecting import GONE, Collected, Known, collect
from cektautan.desk.harvest.interfaces import Interface, interface_at, rows_of
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import OutboundError
from cektautan.outbound.protocol import Call, Caller, FarClient
from cektautan.sources.protocol import MOST_BYTES, Adapter, Document, Fault, FoundReview, NotThisFormatError, Reading

Keys = Mapping[str, str]
"""The keys of interfaces by the names of their adapters; empty where none is set."""

MOST_PARTS: Final = 50
"""Parts of one round; with two seconds between them that is under two minutes."""
PART_SECONDS: Final = 30.0
WHOLE_SECONDS: Final = 300.0
"""For all parts together, so that a host that answers slowly keeps no other feed waiting."""


def ask(client: FarClient, adapter: Adapter, address: str, known: Known, keys: Keys) -> Collected:
    """Ask an address and read it; never raises for what is far.

    Args:
        client: who asks.
        adapter: who reads.
        address: of the feed.
        known: what is known of its last good version.
        keys: of interfaces.

    """
    interface = interface_at(address)
    if interface is None or interface.adapter != adapter.name:
        return collect(client, adapter, address, known)
    if interface.fault(address):
        return Collected(problem="not_allowed")
    key = keys.get(interface.adapter, "")
    return _parts(client, interface, adapter, address, key, known) if key else Collected(problem="key_missing")


def _parts(client: Caller, interface: Interface, adapter: Adapter, address: str, key: str, known: Known) -> Collected:
    whole, digest, last = Reading(), hashlib.sha256(), None
    found: dict[FoundReview, None] = {}
    taken, room, problem, deadline = 0, MOST_BYTES, "", Deadline(WHOLE_SECONDS)
    for number in range(MOST_PARTS):
        call = interface.part(address, key, taken, last)
        if call is None:
            break
        body, reading, problem, detail = _part(client, interface, adapter, call, room, deadline)
        if problem and not number:
            return Collected(problem=problem, detail=detail, gone=problem == "gone")
        before = len(found)
        found.update(dict.fromkeys(reading.reviews))
        if problem or (reading.reviews and len(found) == before):
            # Whoever gives the same again has no more, or does not count as is documented.
            break
        digest.update(body)
        room, taken, last = room - len(body), taken + rows_of(reading), reading
        whole = _joined(whole, reading)
    else:
        problem = "too_many_parts"
    if problem:
        code = problem if problem == "too_many_parts" else "part_missing"
        whole = replace(whole, faults=(*whole.faults, Fault(0, code)))
    rows = len(found) + len(whole.pages)
    if not rows and known.rows and not interface.may_be_empty(address):
        return Collected(problem="emptied")
    sha256 = digest.hexdigest()
    if problem and code == "part_missing":
        # What is not whole is never the same as before, and no smaller: the next whole one would be a jump.
        sha256, rows = "", max(known.rows, rows)
    if sha256 and sha256 == known.sha256:
        return Collected(unchanged=True, known=known)
    return Collected(reading=replace(whole, reviews=tuple(found)), known=Known(sha256=sha256, rows=rows))


def _part(
    client: Caller, interface: Interface, adapter: Adapter, call: Call, room: int, deadline: Deadline
) -> tuple[bytes, Reading, str, str]:
    try:
        seconds = deadline.left(PART_SECONDS)
        fetched = client.call(call, accept="application/json", most_bytes=room, seconds=seconds, paced=True)
    except OutboundError as failed:
        return b"", Reading(), failed.reason, ""
    if interface.refuses(fetched):
        return b"", Reading(), "key_refused", ""
    if fetched.status != 200:
        return b"", Reading(), "gone" if fetched.status in GONE else "status", ""
    document = Document(fetched.body, fetched.address, fetched.media_type, fetched.charset)
    try:
        return fetched.body, adapter.read(document), "", ""
    except NotThisFormatError as refused:
        return b"", Reading(), "not_this_format", refused.code


def _joined(whole: Reading, part: Reading) -> Reading:
    facts = {name: text for name, text in {**whole.facts, **part.facts}.items() if name not in ("count", "next_page")}
    return Reading(
        pages=tuple(dict.fromkeys((*whole.pages, *part.pages))),
        faults=(*whole.faults, *part.faults),
        facts=facts,
        days={**whole.days, **part.days},
    )

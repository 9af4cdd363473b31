"""Brings the registered publishers of `sources.yaml` into the store.

A source that the file no longer has stays: checks that were made under its name still name it. What the desk changed
of one stays too, while the file says what it said before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from cektautan.blocklists.entry import Source as FileSource
from cektautan.core.chain import canonical
from cektautan.store.models import Meta, Source
from cektautan.store.unit_of_work import Work

_META = "synced_sources"
_DAYS = ("standing_checked", "ifcn_until")
_FIELDS = ("name", "site", "kind", "reliability", "standing", "standing_basis", "notes", *_DAYS)


def sync_sources(work: Work, sources: Mapping[str, FileSource]) -> list[str]:
    """Write what the file changed, and return the ids of the sources that became different."""
    meta = work.session.get(Meta, _META)
    synced: dict[str, Any] = {} if meta is None else json.loads(meta.value)
    says = {id_: _state(source) for id_, source in sources.items()}
    changed = [id_ for id_, state in says.items() if synced.get(id_) != state]
    for id_ in changed:
        _write(work, id_, says[id_], synced.get(id_, {}))
    if changed:
        if meta is None:
            meta = Meta(name=_META)
            work.session.add(meta)
        meta.value = canonical({**synced, **says})
    work.session.flush()
    return changed


def _state(source: FileSource) -> dict[str, Any]:
    state = {name: getattr(source, name) for name in _FIELDS}
    days = {name: state[name].isoformat() if state[name] else None for name in _DAYS}
    return {**state, **days, "other_sites": list(source.other_sites)}


def _write(work: Work, id_: str, says: Mapping[str, Any], synced: Mapping[str, Any]) -> None:
    row = work.session.get(Source, id_)
    if row is not None and not synced:
        return  # The desk registered it before the file did, and knows why it did so.
    if row is None:
        row = Source(id=id_, origin="blocklists", version=0)
        work.session.add(row)
        synced = {}
    for name, value in says.items():
        if synced.get(name, ...) != value:
            setattr(row, name, date.fromisoformat(value) if value and name in _DAYS else value)
    row.version += 1

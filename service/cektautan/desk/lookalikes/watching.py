"""Looks through the hosts of reports and imports for look-alikes of protected names, and opens a case for each.

It goes on where it stopped: two numbers in the store say which report and which line of an import were the last, and
they move in the transaction that opens the cases, so a host is looked at once however often the step is cut off. It
opens cases and nothing else, one for each host; a likeness that a person has had before them is not raised again,
unless the host is found to look like something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cektautan.core.expressions import add_host_keys
from cektautan.core.keys import key_digest, key_digests
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.lookalikes.resembling import Resemblance
from cektautan.desk.policy import Policy
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import TooSlow
from cektautan.store.models import BatchRow, Case, Listing, Meta, Report
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

AT_ONCE: Final = 1_000
"""Rows of a kind that are looked at between two writes."""
SECONDS: Final = 2.0
"""For one run, so that its end is noted before long."""
DETAIL: Final = "resembles"
"""The member of a case's details that says what its host looks like, and by what."""
_SEEN: Final = (("reports", Report), ("imports", BatchRow))
_IN_USE: Final = ("active", "suspended", "proposed", "provisional")


def run(store: Store, policy: Policy, now: int) -> int:
    """Look at what has come since the last run, for as long as one run may take; return how many rows that were."""
    deadline, count = Deadline(SECONDS), 0
    with suppress(TooSlow):
        while deadline.left() and (looked := _go_on(store, policy, now)):
            count += looked
    return count


def host_of(key: str) -> str:
    """Return the host of a key; nothing for an item of a platform and for links of an app.

    >>> host_of("url:kpu-go.id:8080/a?b=c"), host_of("domain:kpu-go.id"), host_of("content:youtube:GPdzHkn5M6M")
    ('kpu-go.id', 'kpu-go.id', '')
    """
    kind, _, rest = key.partition(":")
    if kind == "content" or "://" in rest:
        return ""
    return rest.partition("/")[0].partition("?")[0].partition(":")[0]


def _go_on(store: Store, policy: Policy, now: int) -> int:
    """Look at one portion; return how many rows it had."""
    with store.reading() as session:
        moved, keys, rows = _portion(session)
    if not moved:
        return 0
    hosts = dict.fromkeys(host for each in keys if (host := host_of(each)))
    found = [alike for each in hosts if (alike := policy.lookalikes.find(each)) is not None]
    with store.deciding("system", now) as work:
        # Another node may have gone further meanwhile; opening a case twice is refused below.
        for name, last in moved.items():
            _remember(work, name, last)
        for each in found:
            _raise(work, policy, each)
    return rows


def _portion(session: Session) -> tuple[Mapping[str, int], list[str], int]:
    moved: dict[str, int] = {}
    keys: list[str] = []
    count = 0
    for name, model in _SEEN:
        meta = session.get(Meta, _name(name))
        after = int(meta.value) if meta is not None else 0
        query = select(model.id, model.key).where(model.id > after).order_by(model.id).limit(AT_ONCE)
        rows = session.execute(query).all()
        if rows:
            moved[name] = rows[-1].id
            count += len(rows)
            keys += [row.key for row in rows if row.key]
    return moved, keys, count


def _remember(work: Work, name: str, last: int) -> None:
    meta = work.session.get(Meta, _name(name))
    if meta is None:
        work.session.add(Meta(name=_name(name), value=str(last)))
    elif int(meta.value) < last:
        meta.value = str(last)


def _raise(work: Work, policy: Policy, found: Resemblance) -> None:
    key = f"host:{found.host}"
    says = {"name": found.name, "reason": found.reason}
    if _listed(work.session, found.host) or _had(work.session, key, says):
        return
    open_or_merge(
        work, policy, kind="match", lane="imposter", key=key, url=f"https://{found.host}/", details={DETAIL: says}
    )


def _listed(session: Session, host: str) -> bool:
    """True if readers are warned of the whole host, or are about to be."""
    keys: list[str] = []
    add_host_keys(host, keys)
    query = select(Listing.id).where(Listing.sha256.in_(key_digests(keys)), Listing.status.in_(_IN_USE)).limit(1)
    return session.scalar(query) is not None


def _had(session: Session, key: str, says: Mapping[str, str]) -> bool:
    """True if somebody has or had this likeness before them, whatever they decided."""
    cases: Iterable[Any] = session.scalars(select(Case.details).where(Case.key_sha256 == key_digest(key)))
    return any(each.get(DETAIL) == says for each in cases)


def _name(kind: str) -> str:
    return f"lookalikes:{kind}"

"""The bytes of a list -> each line judged against what the store knows at this moment. Keeps nothing and lists nothing.

An upload's preview is made of it, and so is what the command line shows of a file before anybody uploads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from cektautan.blocklists.limits import MAX_DAYS
from cektautan.core.days import day_of
from cektautan.desk.imports.claims import Draft, Drafts
from cektautan.desk.imports.grounds import Facts
from cektautan.desk.imports.judged import Judged
from cektautan.desk.imports.judging import Judge
from cektautan.desk.imports.opening import Opened, open_file
from cektautan.desk.imports.rows import Defaults
from cektautan.desk.imports.store_known import StoreKnown, read_sources
from cektautan.desk.policy import Policy
from cektautan.store.transaction import Store


@dataclass(frozen=True)
class Looked:
    """A file as it was read."""

    opened: Opened
    drafts: Drafts
    """The new claims that come with it."""
    judged: Iterator[Judged]
    """Its lines in their order, each judged when it is asked for."""


def look(
    store: Store,
    policy: Policy,
    data: bytes | None,
    name: str,
    form: str,
    defaults: Defaults,
    now: int,
    draft: Draft | None = None,
) -> Looked:
    """Return what a file comes to.

    Args:
        store: what is known.
        policy: the rules.
        data: the file; None if it is not kept any more.
        name: how it is called.
        form: the form that somebody said; empty to know it by its content.
        defaults: what empty cells mean.
        now: Unix seconds.
        draft: the new claim that comes with it from elsewhere than its lines.

    Raises:
        FileRefusedError: it cannot be read.
        StoreUnavailableError: the database does not answer.

    """
    today = day_of(now)
    with store.reading() as session:
        facts = Facts(read_sources(session), policy.reference.names, policy.numbers, policy.elections.at(now))
        known = StoreKnown(session, facts, policy.reference.rules, now)
    opened = open_file(data, name, form, defaults)
    drafts = Drafts(facts, today)
    if draft is not None:
        drafts.add(draft)
    drafts.collect(opened.rows, today + timedelta(days=MAX_DAYS), lambda id_: known.claim(id_) is not None)
    judge = Judge(policy.reference, known, drafts, today, policy.numbers.limits.immunity_days)
    return Looked(opened, drafts, map(judge.judge, opened.rows))

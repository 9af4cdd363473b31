"""One round of the patrol: what is due is looked at, each look is written down by itself, then registries are asked.

A round may be cut off at any moment and goes on with the next one: what was looked at has its next time already.
Nothing here decides, and no failure of a host touches what is known of its pages.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from cektautan.desk.patrol.baseline import kept_before
from cektautan.desk.patrol.choosing import ITEM, due, enrol
from cektautan.desk.patrol.domains import due_domains, note_domain
from cektautan.desk.patrol.looking import look
from cektautan.desk.patrol.noting import note, validators_of
from cektautan.desk.patrol.observing import NO_NAME, UNANSWERED, Seen
from cektautan.desk.patrol.oembed import look_at_item
from cektautan.desk.patrol.rdap import registration
from cektautan.desk.patrol.witness import Witness
from cektautan.desk.policy import Policy
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.protocol import Fetcher, TooSlow
from cektautan.store.models import PageLook
from cektautan.store.transaction import Store

SECONDS: Final = 480.0
"""For one round: it begins no look beyond. The rest is due first in the next one."""


@dataclass(frozen=True)
class Round:
    """What a round came to."""

    pages: int = 0
    """Pages and items that were looked at."""
    domains: int = 0
    cases: tuple[str, ...] = ()
    """The kinds of the cases that it opened: gone, changed, elsewhere, registered."""

    def with_page(self, opened: str) -> Round:
        """Add a page, and the case that it opened, if any."""
        return replace(self, pages=self.pages + 1, cases=self.cases + ((opened,) if opened else ()))

    def with_domain(self, opened: str) -> Round:
        """Add a domain, and the case that it opened, if any."""
        return replace(self, domains=self.domains + 1, cases=self.cases + ((opened,) if opened else ()))


@dataclass(frozen=True)
class Patrol:
    """Everything that a round needs; chosen where the process starts."""

    policy: Policy
    fetcher: Fetcher

    def round(self, store: Store, now: int) -> Round:
        """Look at what is due."""
        enrol(store, self.policy, now)
        with store.reading() as session:
            pages, domains = due(session, self.policy, now), due_domains(session, self.policy, now)
        done, deadline = Round(), Deadline(SECONDS)
        nameless: list[PageLook] = []
        witness = Witness(self.fetcher, self.policy.patrol.registries)
        with suppress(TooSlow):
            for row in pages:
                deadline.left()
                seen = self._look(row, now)
                if seen.outcome == NO_NAME:
                    # Whether that is so shows when the others were asked.
                    nameless.append(row)
                    continue
                witness.heard = witness.heard or seen.outcome not in UNANSWERED
                done = done.with_page(self._note(store, row, seen, now))
            for row in nameless:
                deadline.left()
                name = self.policy.names.registered_name(row.host)
                seen = Seen(NO_NAME if witness.answers(name) else "unreachable")
                done = done.with_page(self._note(store, row, seen, now))
            for each in domains:
                deadline.left()
                said = registration(self.fetcher, self.policy.patrol.registries, each.domain)
                done = done.with_domain(note_domain(store, self.policy, each, said, now))
        return done

    def _look(self, row: PageLook, now: int) -> Seen:
        patrol = self.policy.patrol
        if row.kind != ITEM:
            return look(self.fetcher, row.url, row.kind, validators_of(row), patrol, self.policy.rules, now)
        endpoint = patrol.oembed.get(row.key.split(":")[1])
        # A platform that the rules name no more is not asked.
        return Seen("no_oembed") if endpoint is None else look_at_item(self.fetcher, endpoint, row.url)

    def _note(self, store: Store, row: PageLook, seen: Seen, now: int) -> str:
        kept = None
        if row.kind != ITEM and not row.before:
            with store.reading() as session:
                kept = kept_before(session, row.key, self.policy.patrol, self.policy.rules)
        return note(store, self.policy, row, seen, kept, now)

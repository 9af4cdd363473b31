"""One round of the patrol: registries are asked, then what is due is looked at; each look is written down by itself.

A round may be cut off at any moment and goes on with the next one: what was looked at has its next time already. A
defect that a page or a registry brings to light costs that one alone, and has its next time too. Nothing here decides,
and no failure of a host touches what is known of its pages.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from cektautan.desk.patrol.baseline import kept_before
from cektautan.desk.patrol.choosing import ITEM, due, enrol
from cektautan.desk.patrol.domains import due_domains, note_domain
from cektautan.desk.patrol.looking import look
from cektautan.desk.patrol.noting import note, put_off, validators_of
from cektautan.desk.patrol.observing import NO_NAME, UNANSWERED, Seen
from cektautan.desk.patrol.oembed import look_at_item
from cektautan.desk.patrol.rdap import registration
from cektautan.desk.patrol.witness import ANSWERED, Witness
from cektautan.desk.policy import Policy
from cektautan.outbound.deadline import Deadline
from cektautan.outbound.errors import TooSlow
from cektautan.outbound.protocol import Fetcher
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.models import DomainLook, PageLook
from cektautan.store.transaction import Store

DOMAIN_SECONDS: Final = 120.0
"""For the registries of one round, which come first: slow pages must not keep a new owner waiting. No question begins
beyond; the rest is due first in the next round."""
SECONDS: Final = 360.0
"""Likewise for its pages."""


@dataclass(frozen=True)
class Round:
    """What a round came to."""

    pages: int = 0
    """Pages and items that were looked at."""
    domains: int = 0
    cases: tuple[str, ...] = ()
    """The kinds of the cases that it opened: gone, changed, elsewhere, registered."""
    broken: int = 0
    """Pages and domains that met a defect of the program."""

    def with_page(self, opened: str | None) -> Round:
        """Add a page, and the case that it opened, if any; None for a defect."""
        return replace(self._with(opened), pages=self.pages + 1)

    def with_domain(self, opened: str | None) -> Round:
        """Add a domain likewise."""
        return replace(self._with(opened), domains=self.domains + 1)

    def _with(self, opened: str | None) -> Round:
        if opened is None:
            return replace(self, broken=self.broken + 1)
        return replace(self, cases=(*self.cases, opened)) if opened else self


@dataclass(frozen=True)
class Patrol:
    """Everything that a round needs; chosen where the process starts."""

    policy: Policy
    fetcher: Fetcher

    def round(self, store: Store, now: int) -> Round:
        """Ask about and look at what is due."""
        enrol(store, self.policy, now)
        with store.reading() as session:
            pages, domains = due(session, self.policy, now), due_domains(session, self.policy, now)
        witness = Witness(self.fetcher, self.policy.patrol.registries)
        done = self._domains(store, domains, witness, now)
        return self._pages(store, pages, witness, now, done)

    def _domains(self, store: Store, domains: list[DomainLook], witness: Witness, now: int) -> Round:
        done, deadline = Round(), Deadline(DOMAIN_SECONDS)

        def ask(row: DomainLook) -> str:
            said = registration(self.fetcher, self.policy.patrol.registries, row.domain)
            witness.heard = witness.heard or said.outcome in ANSWERED
            return note_domain(store, self.policy, row, said, now)

        with suppress(TooSlow):
            for each in domains:
                deadline.left()
                done = done.with_domain(self._guarded(store, each, now, partial(ask, each)))
        return done

    def _pages(self, store: Store, pages: list[PageLook], witness: Witness, now: int, done: Round) -> Round:
        nameless: list[PageLook] = []
        deadline = Deadline(SECONDS)

        def see(row: PageLook) -> str:
            seen = self._look(row, now)
            if seen.outcome == NO_NAME:
                # Whether that is so shows when the others were asked.
                nameless.append(row)
                return ""
            witness.heard = witness.heard or seen.outcome not in UNANSWERED
            return self._note(store, row, seen, now)

        def see_nameless(row: PageLook) -> str:
            name = self.policy.names.registered_name(row.host)
            return self._note(store, row, Seen(NO_NAME if witness.answers(name) else "unreachable"), now)

        with suppress(TooSlow):
            for row in pages:
                deadline.left()
                opened = self._guarded(store, row, now, partial(see, row))
                if row not in nameless:
                    done = done.with_page(opened)
            for row in nameless:
                deadline.left()
                done = done.with_page(self._guarded(store, row, now, partial(see_nameless, row)))
        return done

    def _guarded(self, store: Store, row: PageLook | DomainLook, now: int, act: Callable[[], str]) -> str | None:
        """Do it; a defect that it meets costs this row alone, which is tried again at its next time."""
        try:
            return act()
        except StoreUnavailableError:
            raise
        except Exception:
            put_off(store, self.policy, row, now)
            return None

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

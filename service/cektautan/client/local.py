"""A client that decides by itself: by the signed list that it holds, offline, and without asking anybody.

The steps are those of the server (`lookup.answer`), over the same verified set. Looking something up causes no request
at all: every record is there, however many there are (docs/adr/0153). What is held is replaced only by what is newer
and whole; another process that updates the same folder is noticed within a second.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path
from typing import Final
from weakref import WeakSet

from cektautan.client.answers import Answer, DomainAnswer, Listing, Publication, read_domain, read_listing, refused
from cektautan.client.calling import Server
from cektautan.client.client import UPDATE_SECONDS, Client
from cektautan.client.deadline import Deadline
from cektautan.client.errors import ClientError, ListError, NoListError, NotADomainError
from cektautan.client.fetching import ListServer
from cektautan.client.folder import Folder
from cektautan.client.given import text_of, texts_of
from cektautan.client.updating import Update, update, usable
from cektautan.core.address import NotJudgeable
from cektautan.core.decision import Decision
from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.identity import Identity, identify
from cektautan.core.minisign import PublicKey
from cektautan.core.trust import OLD_SECONDS
from cektautan.core.vocabulary import UNLISTED_STATE, Level, Staleness, State, Surface, Verdict
from cektautan.core.wider import wider
from cektautan.lookup.answer import find, find_page
from cektautan.lookup.current import CurrentSet
from cektautan.lookup.loading import LoadError
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.records import KEPT_RECORDS, UNREADABLE, Record

USUAL_SECONDS: Final = 900
"""How often a list is asked for in the background: as often as the extension does."""
_LEAST_SECONDS: Final = 60
_UNKNOWN: Final = Verdict.UNKNOWN
_PAGE: Final = Surface.PAGE
_PAGE_STATE: Final = UNLISTED_STATE[_PAGE]
"""That of most answers, kept beside the table: an enumeration's member is slow to look up in one."""


@dataclass(frozen=True, slots=True)
class Held:
    """The set that answers come from."""

    seq: int
    created: int
    expires: int
    staleness: Staleness
    keys: int


@dataclass(frozen=True, slots=True)
class _Said:
    """What is the same for every answer from one set while it is of one age."""

    published: PublishedSet
    since: float
    until: float
    staleness: Staleness
    publication: Publication


class LocalClient(Client):
    """Decides on this computer."""

    def __init__(
        self,
        server: str,
        root_key: str,
        directory: Path,
        *,
        timeout: float = 20,
        patience: float = 60,
        update_timeout: float = UPDATE_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take what `Client.local` is given, and open the set that the folder holds, if any."""
        try:
            self._root = PublicKey.parse(text_of(root_key, "root_key"))
        except FormatError as problem:
            raise ValueError(f"root_key: {problem.detail}") from None
        self._stop = threading.Event()
        # Closing ends a wait for the server too.
        calling = Server(server, timeout=timeout, patience=patience, sleep=self._stop.wait)
        self._lists, self._address = ListServer(calling), calling.address
        self._folder = Folder(directory, calling.address, self._root)
        self._folder.prepare()
        self._clock = clock
        self._update_timeout = update_timeout
        self._current = CurrentSet(self._folder.directory, self._load, target=self._folder.current)
        self._current.refresh()
        self._said: _Said | None = None
        self._updating = threading.Lock()
        self._thread: threading.Thread | None = None
        self.error: ClientError | None = None
        """What the last update in the background failed with; None after one that did not fail."""
        _OPEN.add(self)

    def __repr__(self) -> str:
        """Say where its list comes from and which one it holds."""
        held = self.held
        return f"{type(self).__name__}({self._address!r}, {'no list yet' if held is None else f'list {held.seq}'})"

    def update(self) -> Update:
        """Bring the list up to date: ask for the newest set, verify it, hold it.

        It ends within `update_timeout` seconds, whatever the server does; files that came by then are not asked for
        again.

        Raises:
            ListError: the server's set was refused; the one that was held stays in use.
            FolderError, ProblemError, UnreachableError: the folder, or the server, cannot be used.

        """
        with self._updating:
            # Closing ends it too, with the next piece that comes or the time-out for it.
            deadline = Deadline(self._update_timeout, self._stop)
            done = update(self._folder, self._lists, self._root, int(self._clock()), deadline)
            self._current.refresh()
        if self._current.error is not None:
            raise ListError(ErrorCode.UNREACHABLE, self._current.error)
        return done

    def follow(self, seconds: float = USUAL_SECONDS) -> None:
        """Update now and then on, in a thread of its own, until `close`. `error` says what the last one failed with.

        Args:
            seconds: how long between two updates, a tenth more or less, so that not all clients ask at once.

        """
        if self._thread is None:
            period = max(_LEAST_SECONDS, seconds)
            self._thread = threading.Thread(target=self._follow, args=(period,), name="cektautan-list", daemon=True)
            self._thread.start()

    @property
    def held(self) -> Held | None:
        """The set that answers come from now; None where there is none yet."""
        published = self._current.get()
        if published is None:
            return None
        manifest = published.manifest
        staleness = published.staleness(int(self._clock()))
        return Held(manifest.seq, manifest.created, manifest.expires, staleness, manifest.keys)

    def check(self, url: str) -> Answer:
        """Return what is known about an address. Raises NoListError where there is no list yet."""
        published = self._current.get()
        if published is None:
            raise self._nothing()
        now, said = self._clock(), self._said
        if said is None or said.published is not published or not said.since <= now < said.until:
            said = self._say(published, now)
        try:
            identity = identify(text_of(url, "check"), published.rules)
        except NotJudgeable as problem:
            covering = wider(url, published.rules)
            if covering is not None:
                under, keys = covering
                decision, record = find(keys, published, said.staleness)
                if decision is not None and record is not None:
                    return _listed(under, decision, record, said.publication)
            return refused(problem.reason, said.publication)
        decision, record = find_page(identity, published, said.staleness)
        if decision is not None and record is not None:
            return _listed(identity, decision, record, said.publication)
        # Nearly every answer is made here, and the class's own way of making one takes twice the time.
        return tuple.__new__(
            Answer,
            (
                identity.url,
                identity.key,
                identity.kind,
                identity.surface,
                identity.comment,
                _PAGE_STATE if identity.surface is _PAGE else UNLISTED_STATE[identity.surface],
                _UNKNOWN,
                None,
                None,
                None,
                said.publication,
                None,
            ),
        )

    def check_all(self, urls: Iterable[str]) -> list[Answer]:
        """Return what is known about several addresses, in their order. Raises NoListError."""
        return [self.check(url) for url in texts_of(urls)]

    def domain(self, name: str) -> DomainAnswer:
        """Return what is on record about a domain. Raises NotADomainError or NoListError."""
        # The Public Suffix List takes longer to read than all else, and few ask about domains.
        from cektautan.lookup.domain_answer import NotADomain, domain_answer
        from cektautan.lookup.suffixes import offline_suffixes

        published = self._current.get()
        if published is None:
            raise self._nothing()
        try:
            return read_domain(
                domain_answer(text_of(name, "domain"), published, offline_suffixes(), int(self._clock()))
            )
        except NotADomain as problem:
            raise NotADomainError(problem.reason) from None

    def close(self) -> None:
        """End the updates in the background, and give back connections."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._lists.close()

    def forked(self) -> None:
        """Begin in a process that was just forked, which has the set of its parent and none of its threads.

        One of them may hold a lock that nobody here gives back: this process would never update, nor see an update.
        """
        self._updating, self._thread = threading.Lock(), None
        self._current.forked()

    def _load(self) -> PublishedSet:
        if self._folder.current() is None:
            raise LoadError("call update() first")
        try:
            return usable(self._folder, self._root)
        except FormatError as problem:
            raise LoadError(str(problem)) from None

    def _follow(self, seconds: float) -> None:
        while not self._stop.is_set():
            try:
                self.update()
            except ClientError as problem:
                self.error = problem
            else:
                self.error = None
            self._stop.wait(seconds * random.uniform(0.9, 1.1))  # noqa: S311 -- nothing secret depends on it

    def _say(self, published: PublishedSet, now: float) -> _Said:
        expires = published.manifest.expires
        turns = (-inf, expires, expires + OLD_SECONDS, inf)
        place = sum(now >= turn for turn in turns[1:])
        publication = Publication(published.seq, published.created, place > 0, published.licence)
        said = _Said(published, turns[place], turns[place + 1], published.staleness(int(now)), publication)
        self._said = said
        return said

    def _nothing(self) -> NoListError:
        return NoListError(f"there is no list to answer from: {self._current.error}")


def _listed(identity: Identity, decision: Decision, record: Record, publication: Publication) -> Answer:
    return Answer(
        identity.url,
        identity.key,
        identity.kind,
        identity.surface,
        identity.comment,
        State.CLEARED if decision.level == Level.CLEARED else State.LISTED,
        decision.verdict,
        decision.level,
        decision.kind,
        _listing(record),
        publication,
    )


def _forked() -> None:
    for client in list(_OPEN):
        client.forked()


_OPEN: Final[WeakSet[LocalClient]] = WeakSet()
# Windows forks nobody.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


@lru_cache(maxsize=KEPT_RECORDS)
def _listing(record: Record) -> Listing | None:
    if record is UNREADABLE:
        return None
    # Reading what is told takes four times as long as finding it, and what is read is never changed.
    return read_listing(
        {
            "reason_code": record.reason_code,
            "statement": record.statement,
            "listed": record.listed,
            "review_by": record.review_by,
            "test": record.test,
            "claims": record.claims,
            "score": record.score,
        }
    )

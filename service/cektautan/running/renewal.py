"""Publishes what the settings point to: the reviewed files alone, or the store of a moderators' desk.

The first time is when the service starts, then whenever it is due (`running.resign`, `running.follow`). A database that
does not answer never takes the list away from its readers: what was published before is signed again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import func, select

from cektautan.core.safe_browsing.variants import Variants
from cektautan.desk.sync.run import SyncStoppedError, sync
from cektautan.desk.sync.told import lines
from cektautan.publish.content import content_of, read_content
from cektautan.publish.errors import PublishError
from cektautan.publish.from_store import listed_in_store
from cektautan.publish.publisher import Published, publish_read, resign
from cektautan.publish.rules_bundle import RulesError, load_rules, load_safe_browsing
from cektautan.publish.store import PublicStore
from cektautan.settings import Settings
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.migrate import SchemaError
from cektautan.store.models import Listing, LogHead
from cektautan.store.one_publisher import OnePublisher, OtherPublisherError
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store


class DatabaseAwayError(PublishError):
    """Nothing was published because the database does not answer."""


@dataclass(frozen=True)
class FilesRenewal:
    """The publisher of an installation whose lists are files alone."""

    settings: Settings

    def first(self, now: int) -> Published:
        """Publish as the service starts. Raises PublishError."""
        return self.publish_now(now)

    def publish_now(self, now: int) -> Published:
        """Publish, and make development keys where there are none. Raises PublishError."""
        settings = self.settings
        read = partial(read_content, settings.blocklists_dir, settings.rules_dir, now, settings.server_url)
        return publish_read(read, settings.public_dir, settings.keys_dir, now, settings.pinned_root)

    def publish(self, now: int) -> int:
        """Publish and return the number of the set. Raises PublishError."""
        return self.first(now).seq

    def sign_again(self, now: int) -> int:
        """Sign what is published once more and return its number. Raises PublishError."""
        return _sign_again(self.settings, now).seq


@dataclass(frozen=True)
class Head:
    """Where the store stands, and when it changes by itself next."""

    event: str
    """The hash of the last event."""
    change: int
    """The number of the last change for readers."""
    lapse: int | None
    """When a provisional listing ends next; None while there is none."""


class DeskRenewal:
    """The publisher of an installation with a moderators' desk.

    Of all processes that have the store, only those that publish into this installation's folder may publish.
    """

    def __init__(self, settings: Settings, store: Store, say: Callable[[str], None]) -> None:
        self.settings = settings
        self.published: Head | None = None
        """Where the store stood at the latest when it was published last."""
        self._store = store
        self._claim = OnePublisher(store, settings.public_dir)
        self._say = say
        self._in_step = False
        self._rules: tuple[object, tuple[Mapping[str, Any], Variants]] | None = None

    def first(self, now: int) -> Published:
        """Sync and publish. Where the database does not answer, sign what was published before. Raises PublishError."""
        try:
            return self.publish_now(now)
        except DatabaseAwayError as problem:
            if PublicStore(self.settings.public_dir).current() is None:
                raise
            self._say(f"{problem}; the list that was published before is served")
            return _sign_again(self.settings, now)

    def publish(self, now: int) -> int:
        """Publish what the store says and return the number of the set. Raises PublishError."""
        return self.publish_now(now).seq

    def sign_again(self, now: int) -> int:
        """Sign what is published once more and return its number. Raises PublishError."""
        # A database that is away can tell nobody who publishes from it; then one's own list must not grow stale.
        with suppress(DatabaseAwayError):
            self._hold()
        return _sign_again(self.settings, now).seq

    def head(self, now: int) -> Head:
        """Return where the store stands. Raises PublishError."""
        try:
            with self._store.reading() as session:
                head = session.get_one(LogHead, 1)
                ends = select(func.min(Listing.provisional_until)).where(
                    Listing.status == "provisional", Listing.provisional_until > now
                )
                return Head(head.hash, head.change_seq, session.scalar(ends))
        except (StoreUnavailableError, SchemaError) as problem:
            raise DatabaseAwayError(str(problem)) from None

    def publish_now(self, now: int) -> Published:
        """Publish what the store says; the first time the files are synced before. Raises PublishError."""
        settings = self.settings
        self._hold()
        try:
            bundle, variants = self._read_rules()
            if not self._in_step:
                self._sync(bundle, now)
                self._in_step = True
            # Looked at before the content: what is decided between the two is published once more, and never forgotten.
            head = self.head(now)
            published = publish_read(
                lambda: content_of(listed_in_store(self._store, now), bundle, settings.server_url, variants),
                settings.public_dir,
                settings.keys_dir,
                now,
                settings.pinned_root,
            )
        except (StoreUnavailableError, SchemaError) as problem:
            raise DatabaseAwayError(str(problem)) from None
        self.published = head
        return published

    def _hold(self) -> None:
        """See that nobody else publishes from this database into another folder. Raises PublishError."""
        try:
            self._claim.hold()
        except OtherPublisherError as problem:
            raise PublishError(str(problem)) from None
        except (StoreUnavailableError, SchemaError) as problem:
            raise DatabaseAwayError(str(problem)) from None

    def _sync(self, bundle: Mapping[str, Any], now: int) -> None:
        try:
            synced = sync(self._store, self.settings.blocklists_dir, bundle, now)
        except SyncStoppedError as problem:
            with self._store.reading() as session:
                if session.get_one(LogHead, 1).seq == 0:
                    raise PublishError(str(problem)) from None
            self._say(f"the reviewed lists were not taken over: {problem}")
            return
        for line in lines(synced):
            self._say(line)

    def _read_rules(self) -> tuple[Mapping[str, Any], Variants]:
        """The rules and what clients of Safe Browsing are told, read again only when a file is another than before."""
        folder = self.settings.rules_dir
        seen = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.glob("*.json"))]
        if self._rules is None or self._rules[0] != seen:
            # Keys in the store are those of the rules before, until the next sync works them out anew.
            self._in_step = False
            try:
                self._rules = seen, (load_rules(folder), load_safe_browsing(folder))
            except RulesError as problem:
                raise PublishError(str(problem)) from None
        return self._rules[1]


def renewal_of(settings: Settings, say: Callable[[str], None]) -> FilesRenewal | DeskRenewal:
    """Return the publisher of an installation.

    Raises:
        SecretsError: the desk's secrets cannot be read.

    """
    if not settings.desk:
        return FilesRenewal(settings)
    store, _ = open_store(settings.database_url, settings.var_dir, settings.desk_secrets)
    return DeskRenewal(settings, store, say)


def _sign_again(settings: Settings, now: int) -> Published:
    return resign(settings.public_dir, settings.keys_dir, now, settings.pinned_root)

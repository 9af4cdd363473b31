"""The keys that this node knows, in memory: whom a key names, or why it is refused.

A thread asks the database every few seconds, so a revoked key is refused by every node within seconds and no request
waits for the database. Where that does not answer, the keys that were known go on. A node that knows no keys at all,
for there is no database or it has not answered yet, takes whoever shows one for a caller without a key: nothing that is
public is refused because something failed. Of what a key is used for, the day alone is noted, a batch at a time.
"""

from __future__ import annotations

import datetime
import hmac
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from cektautan.core.api_keys import BEGIN, Tier, digest_of, name_in
from cektautan.store.key_uses import KnownKey, known_keys, note_used
from cektautan.store.migrate import SchemaError
from cektautan.store.transaction import Store, StoreUnavailableError
from cektautan.web.guards.caller import Caller
from cektautan.web.problems import Problem

LOOK_SECONDS: Final = 2.0
NOTE_SECONDS: Final = 60.0
DAY: Final = 86_400

DETAILS: Final = {
    "no_key": "What was sent is no key of this service.",
    "mistyped": "A letter of the key is wrong or missing; copy it again.",
    "unknown": "There is no such key.",
    "revoked": "This key was revoked; ask whoever gave it to you.",
    "expired": "This key has expired; ask whoever gave it to you.",
    "rotated": "This key was replaced by a newer one, and its time is over.",
}


class Source(Protocol):
    """Where keys come from."""

    def known(self, version: int | None) -> tuple[int, list[KnownKey]] | None:
        """Return the version of the keys and all of them; None where the version is the given one."""
        ...

    def used(self, key_ids: Iterable[int], day: datetime.date) -> None:
        """Note that keys were used on a day."""
        ...


class StoredKeys:
    """Keys of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def known(self, version: int | None) -> tuple[int, list[KnownKey]] | None:
        """Return the version of the keys and all of them; None where the version is the given one."""
        return known_keys(self._store, version)

    def used(self, key_ids: Iterable[int], day: datetime.date) -> None:
        """Note that keys were used on a day."""
        note_used(self._store, key_ids, day)


class KeyTable:
    """The keys, by their names."""

    def __init__(self, source: Source, clock: Callable[[], float]) -> None:
        self._source = source
        self._clock = clock
        self._version: int | None = None
        self._keys: dict[str, tuple[KnownKey, Caller]] = {}
        self._used: dict[int, int] = {}
        self._follows = False
        self._refreshing = threading.Lock()

    def refresh(self) -> None:
        """Ask for the keys now. Whoever learns that they have changed calls it; it never raises for a database away."""
        with self._refreshing:
            try:
                found = self._source.known(self._version)
            except (StoreUnavailableError, SchemaError):
                return
            if found is not None:
                version, keys = found
                self._keys = {each.name: (each, _caller(each)) for each in keys}
                self._version = version

    def follow(self) -> None:
        """Ask every few seconds, and note what was used every minute, for as long as this process lives."""
        self._follows = True
        threading.Thread(target=self._follow, name="follow-keys", daemon=True).start()

    def caller(self, text: str) -> Caller | None:
        """Whom a key names; None where this node knows no keys.

        Raises:
            Problem: the key is refused.

        """
        if not self._follows:
            self.refresh()
        if not text.startswith(BEGIN):
            raise refused("no_key")
        name = name_in(text)
        if name is None:
            raise refused("mistyped")
        if self._version is None:
            return None
        key, caller = self._keys.get(name, (None, None))
        if key is None or caller is None:
            raise refused("unknown")
        now = int(self._clock())
        digest = digest_of(text)
        if not hmac.compare_digest(digest, key.digest):
            if key.old_digest is None or key.old_until is None or not hmac.compare_digest(digest, key.old_digest):
                raise refused("unknown")
            if key.old_until <= now and not key.revoked:
                raise refused("rotated")
        if key.revoked:
            raise refused("revoked")
        if key.expires_at is not None and key.expires_at <= now:
            raise refused("expired")
        self._used[key.id] = now // DAY
        return caller

    def note(self) -> None:
        """Have it noted which keys were used. What cannot be noted now is noted later."""
        noted, self._used = self._used, {}
        # A request may still be writing into it; one that ended this thread would leave the keys as they are for good.
        used = dict(noted)
        for day in sorted(set(used.values())):
            ids = [each for each, at in used.items() if at == day]
            try:
                self._source.used(ids, datetime.date(1970, 1, 1) + datetime.timedelta(days=day))
            except (StoreUnavailableError, SchemaError):
                for each in ids:
                    self._used.setdefault(each, day)

    def _follow(self) -> None:
        noted = time.monotonic()
        while True:
            self.refresh()
            time.sleep(LOOK_SECONDS)
            if self._used and time.monotonic() - noted >= NOTE_SECONDS:
                noted = time.monotonic()
                self.note()


def refused(reason: str) -> Problem:
    """The problem with a key."""
    detail = DETAILS[reason]
    told = f'Bearer realm="CekTautan", error="invalid_token", error_description="{detail}"'
    return Problem("key-refused", detail, headers={"WWW-Authenticate": told}, reason=reason)


def _caller(key: KnownKey) -> Caller:
    return Caller(f"key:{key.name}", Tier(key.tier), key.scopes, key.quota)

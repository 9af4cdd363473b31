"""The keys that this node knows, in memory: whom a key names, or why it is refused.

A thread asks the database when it is woken (`running.notices`) and every few seconds anyway, so a revoked key is
refused by every node within seconds and no request waits for the database. Where that does not answer, the keys that
were known go on for a day; a key that is none of them may have been made meanwhile, so whoever shows it is a caller
without a key. So is everybody on a node that knows no keys at all, because the database has not answered yet or not for
a day: nothing that is public is refused because something failed, and nobody has a larger share because of it. Of what
a key is used for, the day alone is noted, a batch at a time. ADR 0110.
"""

from __future__ import annotations

import datetime
import hmac
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from cektautan.core.api_keys import BEGIN, Tier, digest_of, name_in
from cektautan.store.availability import StoreUnavailableError
from cektautan.store.key_uses import Known, KnownKey, Version, known_keys, note_used
from cektautan.store.migrate import SchemaError
from cektautan.store.transaction import Store
from cektautan.web.guards.caller import Caller
from cektautan.web.problems import Problem

LOOK_SECONDS: Final = 2.0
"""How often it is asked where nobody wakes it."""
KEPT_SECONDS: Final = 86_400.0
"""How long what was known stands while the database does not answer."""
LATE_SECONDS: Final = 30.0
"""After how long an answer that has not come yet is none: a cut connection may wait for a quarter of an hour."""
NOTE_SECONDS: Final = 60.0
FIRST_SECONDS: Final = 2.0
"""How long a process that begins waits for the first answer, so that no key is unknown to it for being new itself."""
DAY: Final = 86_400

OK: Final = "ok"
AWAY: Final = "the database does not answer"
NONE: Final = "no keys are known"
"""What health says of them."""

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

    def known(self, version: Version | None, now: int) -> Known | None:
        """Return what is new since a version; None where nothing is."""
        ...

    def used(self, key_ids: Iterable[int], day: datetime.date) -> None:
        """Note that keys were used on a day."""
        ...


class StoredKeys:
    """Keys of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def known(self, version: Version | None, now: int) -> Known | None:
        """Return what is new since a version; None where nothing is."""
        return known_keys(self._store, version, now)

    def used(self, key_ids: Iterable[int], day: datetime.date) -> None:
        """Note that keys were used on a day."""
        note_used(self._store, key_ids, day)


class KeyTable:
    """The keys, by their names."""

    def __init__(
        self,
        source: Source,
        clock: Callable[[], float],
        wait: Callable[[threading.Event], object] = lambda stop: stop.wait(LOOK_SECONDS),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Know nothing yet.

        Args:
            source: where keys come from.
            clock: the time in Unix seconds.
            wait: returns when it is time to ask again, or what it is given is set.
            monotonic: seconds that nobody sets back, for how long the database has not answered.

        """
        self._source = source
        self._clock = clock
        self._wait = wait
        self._monotonic = monotonic
        self._version: Version | None = None
        self._answered = True
        self._answered_at = 0.0
        self._keys: dict[str, tuple[KnownKey, Caller]] = {}
        self._used: dict[int, int] = {}
        self._noted: dict[int, int] = {}
        self._follows = False
        self._asked_once = threading.Event()
        self._refreshing = threading.Lock()

    def refresh(self) -> None:
        """Ask for the keys now. Whoever learns that they have changed calls it; it never raises for a database away."""
        with self._refreshing:
            began = self._monotonic()
            try:
                found = self._source.known(self._version, int(self._clock()))
            except (StoreUnavailableError, SchemaError):
                self._answered = False
                return
            if found is not None:
                if found.keys is not None:
                    self._keys = {each.name: (each, _caller(each)) for each in found.keys}
                self._version = found.version
            # From before the question: what was answered is of that moment or later.
            self._answered, self._answered_at = True, began

    @property
    def state(self) -> str:
        """Return how the keys are known, in health's words. It asks nobody."""
        if not self._knows():
            return NONE
        return OK if self._answers() else AWAY

    def follow(self) -> None:
        """Do so for as long as this process lives, and return when the keys are known or cannot be just now."""
        self._follows = True
        threading.Thread(target=self.run, args=(threading.Event(),), name="follow-keys", daemon=True).start()
        self._asked_once.wait(FIRST_SECONDS)

    def run(self, stop: threading.Event) -> None:
        """Ask for the keys when it is time, and note every minute which were used, until told to stop."""
        self._follows = True
        noted = time.monotonic()
        while not stop.is_set():
            # A fault of ours must not end this thread: the keys would stay as they are for good.
            try:
                self.refresh()
                if self._used and time.monotonic() - noted >= NOTE_SECONDS:
                    noted = time.monotonic()
                    self.note()
            except Exception:
                self._answered = False
            self._asked_once.set()
            self._wait(stop)

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
        if not self._knows():
            return None
        key, caller = self._keys.get(name, (None, None))
        now = int(self._clock())
        reason = "unknown" if key is None else _why_refused(key, digest_of(text), now)
        if reason == "unknown" and not self._answers():
            # Made or renewed while the database did not answer, perhaps.
            return None
        if reason or key is None:
            raise refused(reason)
        # Once a day for each key: a thousand keys in use are no thousand statements a minute.
        if self._noted.get(key.id) != now // DAY:
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
                self._noted |= dict.fromkeys(ids, day)
            except (StoreUnavailableError, SchemaError):
                for each in ids:
                    self._used.setdefault(each, day)

    def _knows(self) -> bool:
        return self._version is not None and self._monotonic() - self._answered_at < KEPT_SECONDS

    def _answers(self) -> bool:
        return self._answered and self._monotonic() - self._answered_at < LATE_SECONDS


def _why_refused(key: KnownKey, digest: str, now: int) -> str:
    """Return why what was shown under the name of this key is refused; nothing where it is this key and in force."""
    if not hmac.compare_digest(digest, key.digest):
        if key.old_digest is None or key.old_until is None or not hmac.compare_digest(digest, key.old_digest):
            return "unknown"
        if key.old_until <= now and not key.revoked:
            return "rotated"
    if key.revoked:
        return "revoked"
    return "expired" if key.expires_at is not None and key.expires_at <= now else ""


def refused(reason: str) -> Problem:
    """The problem with a key."""
    detail = DETAILS[reason]
    told = f'Bearer realm="CekTautan", error="invalid_token", error_description="{detail}"'
    return Problem("key-refused", detail, headers={"WWW-Authenticate": told}, reason=reason)


def _caller(key: KnownKey) -> Caller:
    return Caller(f"key:{key.name}", Tier(key.tier), key.scopes, key.quota)

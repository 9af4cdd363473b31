"""One decision being made: its events in the log, the personal data beside them, and the public lines that follow.

Each event and each line carries the hash of the one before (docs/protocol.md). A decision that changes what readers are
told and records no event is refused: nothing may happen without a trace.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from cektautan.core.chain import canonical, commitment, link_hash
from cektautan.store.bulk import insert_many
from cektautan.store.change_tracking import ChangeTracker
from cektautan.store.models import Change, Event, LogHead, Personal
from cektautan.store.sealing import Sealer

_CHANGE = ("seq", "event_seq", "body", "prev_hash", "hash")
"""The columns of a line, in the order in which they are written."""


class UntracedError(Exception):
    """A transaction changed what readers are told and recorded no event. A defect of the caller."""


class Work:
    """One decision being made."""

    def __init__(self, session: Session, sealer: Sealer, actor: str, now: int) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.kinds: set[str] = set()
        self._sealer = sealer
        self._head = session.execute(select(LogHead).where(LogHead.id == 1).with_for_update()).scalar_one()
        self._last: Event | None = None
        self._tracker = ChangeTracker(session, now)

    def record(
        self,
        action: str,
        object_: tuple[str, str | int],
        *,
        reason: str = "",
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        personal: Mapping[str, str] | None = None,
        undoes: int | None = None,
    ) -> Event:
        """Append an event to the log.

        Args:
            action: what was done, as `listing.approved`.
            object_: the kind and number or name of what it was done to.
            reason: why, in words that may be read by the whole desk for ever: no personal data.
            before: the object's state before, as JSON members.
            after: the state after.
            personal: fields that can be erased later; the log keeps commitments to them.
            undoes: the number of the event that this one takes back.

        """
        seq = self._head.seq + 1
        commitments = self.keep_personal(("event", seq), personal) if personal else None
        members: dict[str, Any] = {
            "seq": seq,
            "at": self.now,
            "actor": self.actor,
            "action": action,
            "object_kind": object_[0],
            "object_id": str(object_[1]),
            "reason": reason,
            "before": None if before is None else canonical(dict(before)),
            "after": None if after is None else canonical(dict(after)),
            "personal": None if commitments is None else canonical(commitments),
            "undoes": undoes,
            "prev_hash": self._head.hash,
        }
        made = Event(**members, hash=link_hash(members))
        self.session.add(made)
        self.kinds.add(object_[0])
        self._head.seq, self._head.hash = seq, made.hash
        self._last = made
        return made

    def keep_personal(self, owner: tuple[str, int], fields: Mapping[str, str]) -> dict[str, str]:
        """Seal personal fields of an event, a report or an appeal and return the commitments to them."""
        commitments = {}
        for field, text in fields.items():
            salt = secrets.token_bytes(16)
            commitments[field] = commitment(salt, text)
            self.session.add(
                Personal(
                    owner_kind=owner[0],
                    owner_id=owner[1],
                    field=field,
                    commitment=commitments[field],
                    salt=salt,
                    sealed=self._sealer.seal(text),
                    written_at=self.now,
                )
            )
        return commitments

    def tell(self, bodies: list[dict[str, Any]]) -> None:
        """Append lines to the public chain."""
        self.tell_texts([canonical(each) for each in bodies])

    def tell_texts(self, texts: Sequence[str]) -> None:
        """Append lines that were written out before the transaction, for acts on thousands of listings.

        Args:
            texts: canonical JSON of `changes.body_of`.

        """
        if not texts:
            return
        if self._last is None:
            raise UntracedError("lines without an event")
        event_seq = self._last.seq
        head = self._head
        seq, hash_ = head.change_seq, head.change_hash

        def rows() -> Iterator[tuple[Any, ...]]:
            nonlocal seq, hash_
            for text in texts:
                seq, before = seq + 1, hash_
                hash_ = link_hash({"seq": seq, "event_seq": event_seq, "body": text, "prev_hash": before})
                yield seq, event_seq, text, before, hash_

        insert_many(self.session, cast(Table, Change.__table__), _CHANGE, rows())
        head.change_seq, head.change_hash = seq, hash_

    def finish(self) -> None:
        """Tell what became different for readers. The transaction's last step."""
        self.session.flush()
        bodies = self._tracker.bodies()
        if bodies and self._last is None:
            raise UntracedError("what readers are told has changed without an event")
        self.tell(bodies)
        self._tracker.stop()
        self.session.flush()

"""Why an act of the desk was not done. Each is an answer to a person; nothing has changed when one is raised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cektautan.desk.rules.answers import Why
from cektautan.store.models import Event


class DeskError(Exception):
    """The act was not done."""

    case: int | None = None
    """Which of several cases stood in the way, where an act was about several."""


class Refused(DeskError):  # noqa: N818 -- an answer, not a fault
    """A rule refuses it; the texts have `ruling_<why>`."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Invalid(DeskError):  # noqa: N818 -- an answer, not a fault
    """A field cannot be used: its name, a code, and what the lint says where the lint said it."""

    def __init__(self, field: str, code: str, findings: Iterable[str] = ()) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.findings = tuple(findings)


class NotFound(DeskError):  # noqa: N818 -- an answer, not a fault
    """There is no such row, or it does not belong to what it was asked with."""


@dataclass(frozen=True)
class Earlier:
    """A decision that stands in the way."""

    seq: int
    at: int
    actor: str
    action: str
    reason: str

    @property
    def by(self) -> int | None:
        """The account that decided; None for a program or a reader."""
        return int(self.actor.removeprefix("account:")) if self.actor.startswith("account:") else None


class Conflict(DeskError):  # noqa: N818 -- an answer, not a fault
    """Somebody was faster. `earlier` is what they decided: who, when, what and why; None where it left no event."""

    def __init__(self, kind: str, id_: int | str, event: Event | None) -> None:
        super().__init__(f"{kind} {id_} was changed")
        self.kind = kind
        self.id = id_
        self.earlier = None if event is None else Earlier(event.seq, event.at, event.actor, event.action, event.reason)

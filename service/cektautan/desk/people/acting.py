"""Who does something to an account: somebody who is signed in, or the operator at the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Acting(Protocol):
    """Whoever acts."""

    @property
    def id(self) -> int | None:
        """The number of the account; None for the operator."""
        ...

    @property
    def actor(self) -> str:
        """How the log names it."""
        ...


@dataclass(frozen=True)
class Operator:
    """Whoever runs the service, at its command line."""

    id: int | None = None
    actor: str = "operator"


OPERATOR = Operator()

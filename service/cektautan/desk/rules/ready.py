"""Ready reasons, as rules/ready_reasons.json gives them: what whoever decides may choose instead of writing it anew.

Pure. A decision always has a reason by the one who takes it (docs/adr/0108); these keep the commonest ones as quick as
a key. None is ever chosen for anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

ACTS: Final = ("approve", "reject", "admit")
"""What there are ready reasons for."""


@dataclass(frozen=True)
class ReadyReason:
    """One of them."""

    id: str
    acts: frozenset[str]
    texts: Mapping[str, str]
    """By language."""


@dataclass(frozen=True)
class ReadyReasons:
    """All of them, in the order in which a page offers them."""

    reasons: tuple[ReadyReason, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> ReadyReasons:
        """Take what the file holds.

        Raises:
            ValueError: a reason stands twice, or there is none for an act.

        """
        reasons = tuple(ReadyReason(each["id"], frozenset(each["acts"]), each["text"]) for each in data["reasons"])
        if len({each.id for each in reasons}) < len(reasons):
            raise ValueError("a ready reason stands twice")
        if missing := [act for act in ACTS if not any(act in each.acts for each in reasons)]:
            raise ValueError(f"there is no ready reason for {missing[0]}")
        return cls(reasons)

    def offered(self, act: str, language: str) -> list[tuple[str, str]]:
        """Return the name and the words of each that is a reason for an act."""
        return [(each.id, each.texts[language]) for each in self.reasons if act in each.acts]

    def text(self, act: str, chosen: str, language: str) -> str:
        """Return the words of the one that was chosen; empty where it is none for this act."""
        return dict(self.offered(act, language)).get(chosen, "")

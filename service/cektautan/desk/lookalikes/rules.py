"""What rules/lookalikes.json says: lengths, everyday names, bait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class LookAlikeRules:
    """The numbers and words by which likeness is judged."""

    typo: int
    """Letters from which on one wrong letter is a likeness."""
    joined: int
    """Letters from which on a name may be run together with its ending."""
    foreign_ending: int
    """Letters from which on a name is a likeness under any ending."""
    national_ending: int
    """Letters from which on it is one under Indonesia's endings."""
    everyday: frozenset[str]
    """Protected names of which only the whole name is looked for."""
    bait: frozenset[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> LookAlikeRules:
        """Read a document that its schema accepts.

        Raises:
            ValueError: a length is missing.

        """
        lengths = {each["id"]: int(each["value"]) for each in data["lengths"]}
        if len(lengths) != len(data["lengths"]):
            raise ValueError("lookalikes: a length stands there twice")
        return cls(
            **lengths,
            everyday=frozenset(each["name"] for each in data["everyday"]),
            bait=frozenset(each["word"] for each in data["bait"]),
        )
